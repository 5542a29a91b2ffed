package import Foundation

/// A moment in UTC, to the millisecond, written as RFC 3339: `2026-11-23T18:30:00Z`.
package struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible, Codable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package var milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The millisecond that `date` falls into. Binary fractions lie a little beside decimal ones, so microseconds are
  /// rounded first.
  package init(_ date: Date) {
    milliseconds = Int64(((date.timeIntervalSince1970 * 1_000_000).rounded() / 1000).rounded(.down))
  }

  /// Reads RFC 3339, or a date alone, which means its beginning in UTC. Nil when `text` is neither.
  package init?(_ text: String) {
    let day = Date.ISO8601FormatStyle().year().month().day()
    if text.utf8.count == 10, let date = try? day.parse(text), day.format(date) == text {
      self.init(date)
      return
    }
    // Foundation's fractions pass through binary floating point and lose a millisecond, so they are read here; digits
    // past the millisecond are cut off.
    var whole = text
    var fraction: Int64 = 0
    if let point = text.firstIndex(of: ".") {
      let digits = text[text.index(after: point)...].prefix { $0.isASCII && $0.isNumber }
      guard !digits.isEmpty, let value = Int64((digits + "00").prefix(3)) else { return nil }
      fraction = value
      whole.removeSubrange(point..<digits.endIndex)
    }
    guard let date = try? Date.ISO8601FormatStyle().parse(whole) else { return nil }
    self.init(milliseconds: Int64(date.timeIntervalSince1970.rounded()) * 1000 + fraction)
  }

  /// Decodes the text that `description` gives.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let timestamp = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(text)\" is not a time")
    }
    self = timestamp
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

  /// RFC 3339 in UTC; fractions of a second only where there are any.
  package var description: String {
    let fraction = (milliseconds % 1000 + 1000) % 1000
    let seconds = Date(timeIntervalSince1970: Double((milliseconds - fraction) / 1000))
    let whole = Date.ISO8601FormatStyle().format(seconds)
    guard fraction != 0 else { return whole }
    let digits = String(1000 + fraction).dropFirst()
    return "\(whole.dropLast()).\(digits)Z"
  }

  /// The day in UTC, `YYYY-MM-DD`.
  package var day: String { Date.ISO8601FormatStyle().year().month().day().format(date) }

  package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

  package func adding(_ duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    return Timestamp(milliseconds: milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }

  /// Days in UTC from the day of `earlier` to this day, as ages are counted in reports.
  package func days(since earlier: Timestamp) -> Int {
    func day(_ moment: Timestamp) -> Int64 {
      // Rounded down also before 1970.
      let (quotient, remainder) = moment.milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
      return remainder < 0 ? quotient - 1 : quotient
    }
    return Int(day(self) - day(earlier))
  }

  /// The time from `earlier` to this moment; negative when `earlier` is later.
  package func since(_ earlier: Timestamp) -> Duration {
    .milliseconds(milliseconds - earlier.milliseconds)
  }
}
