import OrganizationModel
import Timeline

/// Times, lengths and shares in the words of a terminal.
enum PeriodWords {
  static func interval(_ moment: Moment) -> String {
    switch (moment.earliest, moment.latest) {
    case (let earliest?, let latest?) where earliest == latest: "\(latest)"
    case (let earliest?, let latest?): "between \(earliest) and \(latest)"
    case (nil, let latest?): "\(latest) or before"
    case (let earliest?, nil): "\(earliest) or later"
    case (nil, nil): "a time not known"
    }
  }

  /// What follows `since`.
  static func since(_ moment: Moment) -> String {
    moment.isExact || moment.earliest == nil ? interval(moment) : "some time \(interval(moment))"
  }

  static func source(_ source: String) -> String {
    let words = source.split(separator: " ", maxSplits: 1)
    if words.first == "event", words.count > 1 {
      return "CloudTrail event \(TerminalText.safe(String(words[1])))"
    }
    if words.first == "lastUpdated" { return "AWS's LastUpdatedTimestamp" }
    return TerminalText.safe(source)
  }

  /// `3 days`, `5 hours`, `2 minutes`, `40 seconds`, rounded up.
  static func length(_ duration: Duration) -> String {
    let seconds = duration.components.seconds + (duration.components.attoseconds > 0 ? 1 : 0)
    for (unit, name) in [(86_400 as Int64, "day"), (3600, "hour"), (60, "minute")] where seconds >= 2 * unit {
      return plural(Int((seconds + unit - 1) / unit), name)
    }
    return plural(Int(seconds), "second")
  }

  /// Rounded down, so that nothing less than all reads as 100 %.
  static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000 + 1e-9).rounded(.down))
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }

  /// A session's role and name without its ARN's beginning.
  static func actor(_ text: String) -> String {
    guard text.hasPrefix("arn:"), let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return text }
    let name = text[text.utf8.index(after: colon)...]
    return name.hasPrefix("assumed-role/") ? String(name.dropFirst(13)) : String(name)
  }
}
