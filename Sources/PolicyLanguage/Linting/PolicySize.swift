/// A policy's length as AWS counts it.
///
/// The limit is 2,500 characters. The API and the CLI store a text exactly as sent, so its white space counts; the console
/// drops white space outside strings before it counts
/// (<https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>).
package enum PolicySize {
  package static let limit = 2_500

  /// How many characters of `text` are white space outside strings.
  package static func whiteSpace(in text: String) -> Int {
    var count = 0
    var isInString = false
    var isEscaped = false
    for byte in text.utf8 {
      if isInString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
      } else if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
        count += 1
      }
    }
    return count
  }

  /// How many characters `node` takes when it is written without white space.
  package static func compact(_ node: JSONNode) -> Int {
    switch node.value {
    case .object(let members):
      let inner = members.reduce(0) { $0 + quoted($1.key) + 1 + compact($1.value) }
      return inner + max(0, members.count - 1) + 2
    case .array(let elements):
      return elements.reduce(0) { $0 + compact($1) } + max(0, elements.count - 1) + 2
    case .string(let text): return quoted(text)
    case .number(let text): return text.unicodeScalars.count
    case .boolean(let value): return value ? 4 : 5
    case .null: return 4
    }
  }

  private static func quoted(_ text: String) -> Int { JSONText.quoted(text).unicodeScalars.count }
}
