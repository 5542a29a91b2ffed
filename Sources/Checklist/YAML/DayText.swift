package import OrganizationModel

/// Days and spans of time as people write them.
package enum DayText {
  /// The beginning of the day `2026-09-30` in UTC; nil for anything else, times included.
  package static func day(_ text: String) -> Timestamp? {
    text.utf8.count == 10 ? Timestamp(text) : nil
  }

  /// `90d`, `36h` or `2w`: from one hour to a hundred years; nil for anything else.
  package static func duration(_ text: String) -> Duration? {
    guard let unit = text.last, let hoursInUnit = ["h": 1, "d": 24, "w": 168][String(unit)],
      let count = Int(text.dropLast()), (1...876_600).contains(count), count * hoursInUnit <= 876_600
    else { return nil }
    return .seconds(count * hoursInUnit * 3600)
  }
}

extension DayText {
  /// The whole days of `90d` or `2w`, at least one; nil for anything else.
  package static func days(_ text: String) -> Int? {
    guard !text.hasSuffix("h"), let duration = duration(text) else { return nil }
    return Int(duration.components.seconds / 86_400)
  }
}
