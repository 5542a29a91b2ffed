/// Splits a command into words as Python's `shlex.split` does, which botocore uses: quotes and backslashes count,
/// and nothing else that a shell knows.
///
/// [shlex](https://docs.python.org/3/library/shlex.html)
enum ShellWords {
  /// Nil when a quotation or a backslash at the end stays open.
  static func split(_ text: String) -> [String]? {
    var words: [String] = []
    // Nil between words; an empty quotation is a word too.
    var word: String?
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case " ", "\t", "\r", "\n":
        if let finished = word { words.append(finished) }
        word = nil
      case "'":
        guard let end = rest.firstIndex(of: "'") else { return nil }
        word = (word ?? "") + String(rest[..<end])
        rest = rest[rest.index(after: end)...]
      case "\"":
        guard let quoted = takeQuoted(&rest) else { return nil }
        word = (word ?? "") + quoted
      case "\\":
        guard let escaped = rest.popFirst() else { return nil }
        word = (word ?? "") + String(escaped)
      default: word = (word ?? "") + String(scalar)
      }
    }
    if let word { words.append(word) }
    return words
  }

  /// The rest of a quotation by `"`, in which a backslash escapes only itself and the mark.
  private static func takeQuoted(_ rest: inout Substring.UnicodeScalarView) -> String? {
    var quoted = ""
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\"": return quoted
      case "\\":
        guard let escaped = rest.popFirst() else { return nil }
        if escaped != "\"", escaped != "\\" { quoted += "\\" }
        quoted.unicodeScalars.append(escaped)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return nil
  }
}
