package import Foundation

/// A moment in UTC, split into the fields of a calendar date and a time of day.
///
/// Converts between `Date` and the spellings on the wire without formatters, which are too slow for every
/// answer. The day arithmetic counts days of the proleptic Gregorian calendar from 1 March of year 0.
package struct CivilTime: Hashable, Sendable {
  package var year: Int
  package var month: Int
  package var day: Int
  package var hour = 0
  package var minute = 0
  package var second = 0
  package var microsecond = 0

  package init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }

  package init(_ date: Date) {
    let total = Int((date.timeIntervalSince1970 * 1_000_000).rounded())
    let (days, rest) = Self.floorDivide(total, 86_400_000_000)
    let shifted = days + 719_468
    let (era, dayOfEra) = Self.floorDivide(shifted, 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthIndex = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthIndex + 2) / 5 + 1
    month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    hour = rest / 3_600_000_000
    minute = rest / 60_000_000 % 60
    second = rest / 1_000_000 % 60
    microsecond = rest % 1_000_000
  }

  /// Reads `2024-05-01`, `2024-05-01T10:00:00Z`, with or without fraction and with `Z` or `+00:00`,
  /// and the form of X-Amz-Date, `20240501T100000Z`. nil for anything else.
  package init?(text: String) {
    guard let match = text.wholeMatch(of: Self.pattern) else { return nil }
    self.init(year: Int(match.1) ?? 0, month: Int(match.2) ?? 0, day: Int(match.3) ?? 0)
    guard (1...12).contains(month), (1...31).contains(day) else { return nil }
    if let hour = match.4, let minute = match.5, let second = match.6 {
      self.hour = Int(hour) ?? 0
      self.minute = Int(minute) ?? 0
      self.second = Int(second) ?? 0
      guard self.hour < 24, self.minute < 60, self.second < 60 else { return nil }
    }
    if let fraction = match.7 {
      microsecond = Int(fraction.prefix(6) + String(repeating: "0", count: max(0, 6 - fraction.count))) ?? 0
    }
  }

  private static var pattern:
    Regex<(Substring, Substring, Substring, Substring, Substring?, Substring?, Substring?, Substring?)>
  {
    /(\d{4})-?(\d{2})-?(\d{2})(?:T(\d{2}):?(\d{2}):?(\d{2})(?:\.(\d+))?(?:Z|\+00:00))?/
  }

  package var date: Date {
    let shiftedYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = Self.floorDivide(shiftedYear, 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second
    return Date(timeIntervalSince1970: Double(seconds) + Double(microsecond) / 1_000_000)
  }

  /// As the AWS CLI prints times: `2024-05-01T10:00:00+00:00`, with six decimals where there is a fraction.
  package var iso8601: String {
    let fraction = microsecond == 0 ? "" : ".\(Self.padded(microsecond, 6))"
    return "\(year)-\(Self.padded(month, 2))-\(Self.padded(day, 2))T\(clockTime)\(fraction)+00:00"
  }

  /// The form of the HTTP Date header: `Wed, 01 May 2024 10:00:00 GMT`.
  package var httpDate: String {
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let days = Self.floorDivide(Int(date.timeIntervalSince1970.rounded(.down)), 86_400).quotient
    let weekday = weekdays[Self.floorDivide(days, 7).remainder]
    return "\(weekday), \(Self.padded(day, 2)) \(months[month - 1]) \(year) \(clockTime) GMT"
  }

  private var clockTime: String {
    "\(Self.padded(hour, 2)):\(Self.padded(minute, 2)):\(Self.padded(second, 2))"
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private static func floorDivide(_ value: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
    let remainder = (value % divisor + divisor) % divisor
    return ((value - remainder) / divisor, remainder)
  }
}
