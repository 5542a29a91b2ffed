import ArgumentParser
import Checklist
import OrganizationModel

/// Lists what has been attested.
struct AttestList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the attestations: what expires when, what counts, what contradicts.",
    discussion: """
      Example:
        optout-audit attest list --as-of 2026-09-30
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var organization: OrganizationOptions

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("The day at which expiries are judged. Else today (UTC).", valueName: "YYYY-MM-DD"))
  var asOf: String?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    _ = try ReportDay.parse(asOf)
  }

  func run() throws {
    let context = CommandContext.system()
    let date = try ReportDay.parse(asOf) ?? context.today
    let ledger = try AttestationLedger(reading: store, organization, context)
    try context.print(
      json
        ? AttestOutput.json(ledger.book, on: date).text
        : AttestOutput.text(ledger.book, of: ledger.organization, on: date, context))
  }
}

/// The value of `--as-of`.
enum ReportDay {
  /// Nil for nil.
  static func parse(_ text: String?) throws -> Timestamp? {
    guard let text else { return nil }
    guard let day = DayText.day(text) else {
      throw ValidationError("--as-of \(text.debugDescription) is not a date; write it as 2026-09-30")
    }
    return day
  }
}
