import ArgumentParser
import HistoryStore
import OrganizationModel
import Timeline

/// Which time is asked about.
struct PeriodOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A quarter, a month or a year: 2026-Q3, 2026-09, 2026.", valueName: "period"))
  var period: String?

  @Option(help: ArgumentHelp("The first day, instead of --period.", valueName: "YYYY-MM-DD"))
  var from: String?

  @Option(help: ArgumentHelp("The last day, instead of --period.", valueName: "YYYY-MM-DD"))
  var to: String?

  func validate() throws {
    _ = try days()
  }

  /// The time asked about, in UTC, its last day to the end; nil when none was given. Either bound may be open.
  func moment() throws -> Moment? {
    guard let days = try days() else { return nil }
    return Moment(
      earliest: days.first, latest: days.last?.adding(.seconds(86_400) - .milliseconds(1)))
  }

  /// The last day of the time asked about; nil when that is open.
  func lastDay() throws -> Timestamp? { try days()?.last }

  private func days() throws -> (first: Timestamp?, last: Timestamp?)? {
    if let period {
      guard from == nil, to == nil else {
        throw ValidationError("--period and --from or --to exclude each other; give one of them")
      }
      guard let days = Self.days(of: period) else {
        throw ValidationError(
          "--period \(period.debugDescription) is no period; write it as 2026-Q3, 2026-09 or 2026")
      }
      return days
    }
    guard from != nil || to != nil else { return nil }
    let (first, last) = (try day(from, of: "--from"), try day(to, of: "--to"))
    if let first, let last, last < first {
      throw ValidationError("--to \(last.day) is before --from \(first.day)")
    }
    return (first, last)
  }

  private func day(_ text: String?, of option: String) throws -> Timestamp? {
    guard let text else { return nil }
    guard text.utf8.count == 10, let day = Timestamp(text) else {
      throw ValidationError("\(option) \(text.debugDescription) is not a date; write it as 2026-09-30")
    }
    return day
  }

  private static func days(of period: String) -> (first: Timestamp?, last: Timestamp?)? {
    let parts = period.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard let first = parts.first, first.utf8.count == 4, first.utf8.allSatisfy({ (48...57).contains($0) }),
      let year = Int(first)
    else { return nil }
    switch parts.count {
    case 1: return days(year, 1, months: 12)
    case 2:
      let part = parts[1].uppercased()
      if part.hasPrefix("Q"), let quarter = Int(part.dropFirst()), (1...4).contains(quarter),
        part.utf8.count == 2
      {
        return days(year, quarter * 3 - 2, months: 3)
      }
      guard part.utf8.count == 2, let month = Int(part), (1...12).contains(month) else { return nil }
      return days(year, month, months: 1)
    default: return nil
    }
  }

  private static func days(
    _ year: Int, _ month: Int, months: Int
  ) -> (first: Timestamp?, last: Timestamp?)? {
    guard let first = firstDay(year, month), let next = firstDay(year, month + months) else { return nil }
    return (first, next.adding(.seconds(-86_400)))
  }

  /// The first day of a month; months past the twelfth are those of the next year.
  static func firstDay(_ year: Int, _ month: Int) -> Timestamp? {
    let (year, month) = month > 12 ? (year + 1, month - 12) : (year, month)
    func padded(_ number: Int, _ count: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
    return Timestamp("\(padded(year, 4))-\(padded(month, 2))-01")
  }
}

extension SnapshotOptions {
  /// The day at which ages are judged: `--as-of`, else the last day of the period unless that is still to come, else
  /// today.
  func reportDate(_ context: CommandContext, period: PeriodOptions) throws -> Timestamp {
    guard asOf == nil, let last = try period.lastDay() else { return try reportDate(context) }
    return min(last, context.today)
  }

  /// These options with `--at` standing for the last snapshot of the period, where it is not given.
  func within(_ period: PeriodOptions) throws -> SnapshotOptions {
    guard at == nil, let last = try period.lastDay() else { return self }
    var copy = self
    copy.at = last.day
    return copy
  }
}
