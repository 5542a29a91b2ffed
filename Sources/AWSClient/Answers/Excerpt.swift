import Foundation

/// Text from a server, made fit for one line of a terminal.
enum Excerpt {
  /// At most `limit` characters, with white space runs as one space and without control characters,
  /// direction marks and other invisible format characters.
  static func oneLine(_ text: String, limit: Int) -> String {
    var result = ""
    var pendingSpace = false
    for scalar in text.unicodeScalars.prefix(limit * 8) {
      if scalar.properties.isWhitespace {
        pendingSpace = !result.isEmpty
        continue
      }
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
        continue
      default:
        if pendingSpace { result += " " }
        pendingSpace = false
        result.unicodeScalars.append(scalar)
      }
    }
    return result.count > limit ? result.prefix(limit) + "…" : result
  }

  static func oneLine(_ data: Data, limit: Int) -> String {
    oneLine(String(decoding: data.prefix(limit * 8), as: UTF8.self), limit: limit)
  }
}
