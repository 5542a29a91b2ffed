/// Text from a policy inside a message: in quotes, and never long.
package enum Excerpt {
  /// At most this many characters are shown.
  package static let limit = 40

  package static func quoted(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return "\"\(text)\"" }
    var start = String.UnicodeScalarView()
    start.append(contentsOf: scalars.prefix(limit))
    return "\"\(String(start))…\""
  }

  /// `"a"`, `"a" and "b"`, `"a", "b" and 3 more`.
  static func list(_ texts: [String]) -> String {
    let shown = texts.prefix(3).map(quoted)
    if texts.count > 3 { return shown.joined(separator: ", ") + " and \(texts.count - 3) more" }
    guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
    return shown.dropLast().joined(separator: ", ") + " and " + last
  }
}
