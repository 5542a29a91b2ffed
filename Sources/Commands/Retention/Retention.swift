import ArgumentParser
import HistoryStore
import OrganizationModel

/// Sets what has to be kept beside what the store holds.
struct Retention: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows how long evidence has to be kept, and what of it the store holds.",
    discussion: """
      Examples:
        optout-audit retention
        optout-audit retention --keep-months 84 --json

      It changes nothing; retire takes out what no rule needs any more.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var choice: OrganizationOptions

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp("The day at which periods are judged. Else today (UTC).", valueName: "YYYY-MM-DD"))
  var asOf: String?

  @Option(
    name: .customLong("keep-months"),
    help: ArgumentHelp("A period of your own besides.", valueName: "months"))
  var keepMonths: Int?

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    if let asOf, asOf.utf8.count != 10 || Timestamp(asOf) == nil {
      throw ValidationError("--as-of \(asOf.debugDescription) is not a date; write it as 2026-09-30")
    }
    try RetireOptions.validate(keepMonths: keepMonths)
  }

  func run() throws {
    let context = CommandContext.system()
    let today = asOf.flatMap { Timestamp($0) } ?? context.today
    do {
      let database = try store.openForReading(context)
      let id = try choice.choose(in: database)
      let output = RetentionOutput(
        organization: id, today: today, snapshots: try database.snapshots(of: id),
        retirements: try database.entries(of: id, kinds: [.retirement]).compactMap { try? $0.decode() },
        lines: try (RetentionRule.known + (keepMonths.map { [.house(months: $0)] } ?? [])).map { rule in
          let from = rule.neededFrom(today: today)
          return RetentionOutput.Line(
            rule: rule, neededFrom: from,
            retirable: try from.map { try database.retirable(of: id, before: $0).count } ?? 0)
        })
      try context.print(json ? output.json.text : output.text(context))
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
  }
}
