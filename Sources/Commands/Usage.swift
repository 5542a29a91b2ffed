import ArgumentParser
import Checklist
import HistoryStore
import OrganizationModel

/// Which AI services the organization uses.
struct Usage: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the AI services in use, by account, as billed or declared.",
    discussion: """
      Examples:
        optout-audit collect --usage
        optout-audit usage
        optout-audit usage --as-of 2026-09-30 --json

      Shows what `collect --usage` recorded last, and what the configuration declares under services-in-use. Billed \
      use is what was on the bill, and nothing else. HIPAA eligibility is what AWS's list said on the day named; a \
      service without a confirmed row is unknown.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var organization: OrganizationOptions
  @OptionGroup var configuration: ConfigurationOptions

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("Only what was recorded by this day. Else everything.", valueName: "YYYY-MM-DD"))
  var asOf: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let asOf, asOf.utf8.count != 10 || Timestamp(asOf) == nil {
      throw ValidationError("--as-of \(asOf.debugDescription) is not a date; write it as 2026-09-30")
    }
  }

  func run() throws {
    let context = CommandContext.system()
    let database = try store.openForReading(context)
    let chosen = try organization.choose(in: database)
    let date = asOf.flatMap { Timestamp($0) }
    let loaded = try configuration.load(context, items: nil)
    let declared = loaded.configuration.servicesInUse
    guard
      let found = try RecordedUsage.known(
        in: database, of: chosen, recordedBy: date, declared: declared, today: context.today)
    else {
      throw CommandFailure(
        "nothing is known of the services in use; run collect --usage, or list them under \"services-in-use\" in "
          + "optout-audit.yaml")
    }
    if let line = loaded.line, !json { context.note(line) }
    try context.print(json ? UsageOutput.json(found).text : UsageOutput.text(found, chosen, context))
  }
}

/// The usage that holds, with the time of its recording.
struct RecordedUsage {
  var usage: ServiceUsage
  /// Nil when it stands in the configuration and in no store.
  var recordedAt: Timestamp?

  var services: [UsedService] { UsedService.services(of: usage) }

  /// The newest of the ledger, of those recorded by the end of the day of `date`, with what is declared besides; nil
  /// when nothing is known.
  ///
  /// - Parameters:
  ///   - date: nil for everything that is recorded.
  ///   - declared: names or policy keys of the configuration.
  ///   - today: the day of a declaration where there is no `date`.
  static func known(
    in store: HistoryStore, of organization: OrganizationID, recordedBy date: Timestamp?, declared: [String],
    today: Timestamp? = nil
  ) throws -> RecordedUsage? {
    do {
      let entries = try store.entries(of: organization, kinds: [.usage]).filter { entry in
        date.map { entry.recordedAt.days(since: $0) <= 0 } ?? true
      }
      let uses = declared.map(use)
      if let entry = entries.last {
        var usage = try entry.decode(ServiceUsage.self)
        let billed = Set(usage.uses.map(\.name))
        usage.uses += uses.filter { !billed.contains($0.name) }
        return RecordedUsage(usage: usage, recordedAt: entry.recordedAt)
      }
      guard !uses.isEmpty, let day = date ?? today else { return nil }
      return RecordedUsage(usage: ServiceUsage(from: day, to: day, source: .declared, uses: uses))
    } catch {
      throw CommandFailure(error)
    }
  }

  /// A declared service, by its name or by its policy key.
  private static func use(_ declared: String) -> ServiceUsage.Use {
    let catalogue = EligibilityCatalogue.builtIn
    let key = catalogue.service(named: declared).key ?? catalogue.service(key: declared)?.key
    return ServiceUsage.Use(name: declared, service: key, account: nil, amount: nil)
  }
}
