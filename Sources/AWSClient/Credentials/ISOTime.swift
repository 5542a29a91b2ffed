import Foundation

/// The times that credentials bear: `2026-01-02T03:04:05Z`, with an offset, with a fraction, and with the `UTC` that
/// old tools wrote in place of `Z`.
enum ISOTime {
  static func parse(_ text: String) -> Date? {
    let pattern = /(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2})(?:\.\d{1,12})?(Z|z|UTC|[+-]\d{2}:?\d{2})/
    guard let match = text.wholeMatch(of: pattern) else { return nil }
    let zone = ["z", "Z", "UTC"].contains(match.3) ? "Z" : String(match.3)
    return try? Date("\(match.1)T\(match.2)\(zone)", strategy: .iso8601)
  }

  /// `2026-01-02T03:04:05Z`.
  static func text(of date: Date) -> String { date.formatted(.iso8601) }
}
