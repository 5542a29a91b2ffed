/// A length of time as people write it: `90s`, `30m`, `24h`, `7d`.
enum AgeOption {
  /// Nil when `text` is no whole number of a unit, or zero.
  static func duration(_ text: String) -> Duration? {
    guard let match = text.wholeMatch(of: /([0-9]{1,6})([smhd])/), let count = Int(match.1), count > 0 else {
      return nil
    }
    let unit: Int? =
      switch match.2 {
      case "s": 1
      case "m": 60
      case "h": 3600
      case "d": 86_400
      default: nil
      }
    return unit.map { .seconds(count * $0) }
  }
}
