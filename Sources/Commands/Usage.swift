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

      Shows what `collect --usage` recorded last; else what the configuration declares under services-in-use. Billed \
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
    let declared = try configuration.load(context, items: KnownItem.items(of: ChecklistCatalogue.builtIn))
      .configuration.servicesInUse
    guard
      let found = try RecordedUsage.newest(in: database, of: chosen, recordedBy: date)
        ?? RecordedUsage(declared: declared, on: date ?? context.today)
    else {
      throw CommandFailure(
        "nothing is known of the services in use; run collect --usage, or list them under \"services-in-use\" in "
          + "optout-audit.yaml")
    }
    try context.print(json ? UsageOutput.json(found).text : UsageOutput.text(found, chosen, context))
  }
}

/// The usage that holds, with the time of its recording.
struct RecordedUsage {
  var usage: ServiceUsage
  /// Nil when it stands in the configuration and in no store.
  var recordedAt: Timestamp?

  var services: [UsedService] { UsedService.services(of: usage) }

  /// The newest of the ledger, of those recorded by the end of the day of `date`.
  static func newest(
    in store: HistoryStore, of organization: OrganizationID, recordedBy date: Timestamp?
  ) throws -> RecordedUsage? {
    do {
      let entries = try store.entries(of: organization, kinds: [.usage]).filter { entry in
        date.map { entry.recordedAt.days(since: $0) <= 0 } ?? true
      }
      return try entries.last.map {
        RecordedUsage(usage: try $0.decode(ServiceUsage.self), recordedAt: $0.recordedAt)
      }
    } catch {
      throw CommandFailure(error)
    }
  }

  init(usage: ServiceUsage, recordedAt: Timestamp?) {
    self.usage = usage
    self.recordedAt = recordedAt
  }

  /// What the configuration declares, by name or by policy key; nil when it declares nothing.
  init?(declared: [String], on day: Timestamp) {
    guard !declared.isEmpty else { return nil }
    let catalogue = EligibilityCatalogue.builtIn
    let uses = declared.map { text in
      let key = catalogue.service(named: text).key ?? catalogue.service(key: text)?.key
      return ServiceUsage.Use(name: text, service: key, account: nil, amount: nil)
    }
    usage = ServiceUsage(from: day, to: day, source: .declared, uses: uses.sorted { $0.name < $1.name })
    recordedAt = nil
  }
}
