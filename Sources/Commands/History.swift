import ArgumentParser
import OrganizationModel
import Timeline

/// Every change and every opt-out period.
struct History: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows since when each account is opted out, every gap, and who changed what.",
    discussion: """
      Examples:
        optout-audit history
        optout-audit history --period 2026-Q3 --json
        optout-audit history --account 222222222222 --kind policyDetached,verdictChanged

      A change has the moment at which CloudTrail recorded it, or the time between the two snapshots that show it; then \
      nobody is named and it is unattributed. Filters choose changes, and --account and --ou accounts too.
      """)

  @OptionGroup var store: StoreOptions
  @OptionGroup var snapshot: SnapshotOptions
  @OptionGroup var period: PeriodOptions

  @Option(help: ArgumentHelp("Only what concerns this account, by id or exact name.", valueName: "account"))
  var account: String?

  @Option(
    help: ArgumentHelp(
      "Only what concerns this organizational unit and what is below it, by id or exact name.",
      valueName: "ou"))
  var ou: String?

  @Option(help: ArgumentHelp("Only changes of these kinds, separated by commas.", valueName: "list"))
  var kind: String?

  @Option(
    help: ArgumentHelp("Only changes that may have happened on this day or later.", valueName: "YYYY-MM-DD"))
  var since: String?

  @Option(help: ArgumentHelp("Only changes by actors or roles whose name has this text.", valueName: "text"))
  var actor: String?

  @Option(
    name: .customLong("max-gap"),
    help: ArgumentHelp(
      "Hours without a look or records after which what holds is called inferred.", valueName: "hours"))
  var maximumGap = 24

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    _ = try kinds()
    _ = try sinceDay()
    guard maximumGap > 0 else { throw ValidationError("--max-gap must be at least 1") }
  }

  func run() throws {
    let context = CommandContext.system()
    // Snapshots after the period count too: they tell what happened up to its end.
    let subject = try AuditSubject(
      from: store.openForReading(context), options: snapshot,
      reportDate: snapshot.asOf == nil ? nil : snapshot.reportDate(context), verifiesChain: false,
      maximumGap: .seconds(maximumGap * 3600))
    let history = subject.replay.history(in: try period.moment())
    let finder = NodeFinder(snapshot: subject.posture.snapshot)
    let filter = HistoryFilter(
      account: try account.map { try HistoryFilter.account(named: $0, finder, history) },
      unit: try ou.map { try HistoryFilter.unit(named: $0, finder) }, kinds: try kinds(),
      since: try sinceDay(), actor: actor, posture: subject.posture)
    let shown = filter.applied(to: history)
    try context.print(
      json
        ? HistoryOutput.json(shown, of: subject).text
        : HistoryOutput(history: shown, whole: history, subject: subject, isFiltered: filter.isActive)
          .text(context))
  }

  private func kinds() throws -> Set<Change.Kind>? {
    guard let kind else { return nil }
    return Set(
      try kind.split(separator: ",", omittingEmptySubsequences: false).map { word in
        guard let kind = Change.Kind(rawValue: String(word)) else {
          let known = Change.Kind.allCases.map(\.rawValue).joined(separator: ", ")
          throw ValidationError("--kind: \"\(word)\" is not one of \(known)")
        }
        return kind
      })
  }

  private func sinceDay() throws -> Timestamp? {
    guard let since else { return nil }
    guard let day = Timestamp(since) else {
      throw ValidationError("--since \(since.debugDescription) is not a date; write it as 2026-09-30")
    }
    return day
  }
}
