package import Foundation

/// A moment in UTC, to the millisecond, written as RFC 3339: `2026-11-23T18:30:00Z`.
package struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package var milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  package init(_ date: Date) {
    milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down))
  }

  /// Reads RFC 3339, or a date alone, which means its beginning in UTC. Nil when `text` is neither.
  package init?(_ text: String) {
    let day = Date.ISO8601FormatStyle().year().month().day()
    if text.utf8.count == 10, let date = try? day.parse(text), day.format(date) == text {
      self.init(date)
    } else if let date = (try? Date.ISO8601FormatStyle().parse(text))
      ?? (try? Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text))
    {
      self.init(milliseconds: Int64((date.timeIntervalSince1970 * 1000).rounded()))
    } else {
      return nil
    }
  }

  package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

  /// RFC 3339 in UTC; fractions of a second only where there are any.
  package var description: String {
    let hasFraction = milliseconds % 1000 != 0
    return Date.ISO8601FormatStyle(includingFractionalSeconds: hasFraction).format(date)
  }

  /// The day in UTC, `YYYY-MM-DD`.
  package var day: String { Date.ISO8601FormatStyle().year().month().day().format(date) }

  package static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

  package func adding(_ duration: Duration) -> Timestamp {
    let (seconds, attoseconds) = duration.components
    return Timestamp(milliseconds: milliseconds + seconds * 1000 + attoseconds / 1_000_000_000_000_000)
  }

  /// The time from `earlier` to this moment; negative when `earlier` is later.
  package func since(_ earlier: Timestamp) -> Duration {
    .milliseconds(milliseconds - earlier.milliseconds)
  }
}
