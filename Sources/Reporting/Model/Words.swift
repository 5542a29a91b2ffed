/// Numbers and lists as words, the same in every format.
enum Words {
  /// `10,000`
  static func number(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.append(digits.suffix(3))
      digits.removeLast(3)
    }
    groups.append(digits[...])
    return (value < 0 ? "-" : "") + groups.reversed().joined(separator: ",")
  }

  /// `1 account`, `10,000 accounts`
  static func count(_ value: Int, _ singular: String, plural: String? = nil) -> String {
    "\(number(value)) \(value == 1 ? singular : plural ?? singular + "s")"
  }

  /// `a`, `a and b`, `a, b and 3 more`. Empty for an empty list.
  static func list(_ items: [String], limit: Int = .max) -> String {
    guard items.count > limit else {
      guard let last = items.last else { return "" }
      return items.count == 1 ? last : items.dropLast().joined(separator: ", ") + " and " + last
    }
    return items.prefix(limit).joined(separator: ", ") + " and \(number(items.count - limit)) more"
  }

  /// `text` with its first letter in upper case and a period at its end.
  static func sentence(_ text: String) -> String {
    guard let first = text.first, let last = text.last else { return text }
    return first.uppercased() + text.dropFirst() + (".!?".contains(last) ? "" : ".")
  }

  /// `text` with account ids and request ids replaced by `…`, so that reasons that differ only in them are the same.
  static func shape(_ text: String) -> String {
    var result = ""
    var word = ""
    func flush() {
      result += isIdentifier(word) ? "…" : word
      word = ""
    }
    for character in text {
      if character.isASCII, character.isLetter || character.isNumber || character == "-" {
        word.append(character)
      } else {
        flush()
        result.append(character)
      }
    }
    flush()
    return result
  }

  /// Whether `word` is twelve digits or a UUID.
  private static func isIdentifier(_ word: String) -> Bool {
    if word.utf8.count == 12 { return word.allSatisfy(\.isNumber) }
    return word.split(separator: "-", omittingEmptySubsequences: false).map(\.count) == [8, 4, 4, 4, 12]
      && word.allSatisfy { $0 == "-" || $0.isHexDigit }
  }
}
