import ArgumentParser
import HistoryStore
import OrganizationModel
import Timeline

/// What differs between two snapshots.
struct Diff: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what differs between two snapshots, and who changed it.",
    discussion: """
      Examples:
        optout-audit diff quarter-start newest
        optout-audit diff 2026-06-30 2026-09-30 --json
        optout-audit diff s-01ab s-9f3c

      A date means the last snapshot observed by its end; quarter-start and year-start mean the last one observed before \
      the present quarter or year (of --as-of) began, or its first one where there is none. Accounts that joined or left \
      are stated apart and count for no better or worse.
      """)

  @Argument(help: ArgumentHelp("The older snapshot: id, date, quarter-start or year-start.", valueName: "a"))
  var older: String

  @Argument(help: ArgumentHelp("The newer snapshot: id, date or newest.", valueName: "b"))
  var newer: String

  @OptionGroup var store: StoreOptions

  @Option(help: ArgumentHelp("The organization, where the store has several.", valueName: "o-…"))
  var organization: String?

  @Option(
    name: .customLong("as-of"),
    help: ArgumentHelp(
      "The day whose quarter and year are meant, and by which records had been made. Else today (UTC).",
      valueName: "YYYY-MM-DD"))
  var asOf: String?

  @Flag(help: "Print JSON.")
  var json = false

  private func options() -> SnapshotOptions {
    var options = SnapshotOptions()
    (options.organization, options.at, options.asOf) = (organization, nil, asOf)
    return options
  }

  func validate() throws {
    try options().validate()
    for text in [older, newer] { _ = try SnapshotWord(text) }
  }

  func run() throws {
    let context = CommandContext.system()
    let date = try options().reportDate(context)
    let database = try store.openForReading(context)
    let (first, second): (SealedSnapshot, SealedSnapshot)
    let comparison: SnapshotComparison
    do {
      let id = try options().organizationID()
      first = try SnapshotWord(older).choose(in: database, of: id, at: date)
      second = try SnapshotWord(newer).choose(in: database, of: first.header.organization, at: date)
      guard first.header.observedAt <= second.header.observedAt else {
        throw CommandFailure(
          "\(first.id) (\(first.header.observedAt)) is newer than \(second.id) (\(second.header.observedAt)); "
            + "give the older one first")
      }
      let (evolution, events, coverage) = try database.history(
        of: second.header.organization, through: second.id,
        eventsBy: asOf == nil ? nil : date.adding(.seconds(86_400) - .milliseconds(1)))
      comparison = SnapshotComparison(of: evolution, from: first.id, events: events, coverage: coverage)
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
    let output = DiffOutput(comparison: comparison, from: first, to: second)
    try context.print(json ? output.json.text : output.text(context))
  }
}

/// A snapshot as `diff` takes it.
enum SnapshotWord {
  case selector(SnapshotSelector)
  case quarterStart
  case yearStart

  init(_ text: String) throws {
    switch text {
    case "quarter-start": self = .quarterStart
    case "year-start": self = .yearStart
    case "newest": self = .selector(.newest)
    default:
      do throws(StoreError) { self = .selector(try SnapshotSelector(text)) } catch {
        throw ValidationError(
          "\(text.debugDescription) names no snapshot; give an id such as s-0123456789ab, a date such as 2026-09-30, "
            + "quarter-start, year-start or newest")
      }
    }
  }

  func choose(
    in store: HistoryStore, of organization: OrganizationID?, at date: Timestamp
  ) throws -> SealedSnapshot {
    switch self {
    case .selector(let selector): return try store.select(selector, of: organization)
    case .quarterStart, .yearStart:
      let parts = date.day.split(separator: "-").compactMap { Int($0) }
      let month = if case .quarterStart = self { (parts[1] - 1) / 3 * 3 + 1 } else { 1 }
      guard let start = PeriodOptions.firstDay(parts[0], month) else {
        throw StoreError.notASelector(date.day)
      }
      // An organization is chosen, or a store of several refused, as for any other selector.
      let newest = try store.select(.newest, of: organization)
      let all = try store.snapshots(of: newest.header.organization)
      return all.last { $0.header.observedAt < start } ?? all[0]
    }
  }
}
