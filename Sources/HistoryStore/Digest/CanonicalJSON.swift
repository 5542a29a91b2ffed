/// A JSON value with exactly one spelling: RFC 8785 (<https://www.rfc-editor.org/rfc/rfc8785>), without fractions.
///
/// Object members are sorted by name, there is no white space, and a nil is written as `null`, never left out. In
/// strings `"`, `\`, backspace, tab, line feed, form feed and carriage return have their short escapes, other control
/// characters below U+0020 are `\u00xx` in lower case, and everything else stands as UTF-8. Numbers are integers.
/// Names are ASCII, so that the order of bytes is the order of RFC 8785.
enum CanonicalJSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  case string(String)
  case array([CanonicalJSON])
  /// INVARIANT: sorted by name, each name once. `object(of:)` sees to it.
  case object([Member])

  struct Member: Hashable, Sendable {
    var name: String
    var value: CanonicalJSON
  }

  static func string(_ text: String?) -> CanonicalJSON { text.map { .string($0) } ?? .null }
  static func integer(_ number: Int64?) -> CanonicalJSON { number.map { .integer($0) } ?? .null }

  static func object(of members: KeyValuePairs<String, CanonicalJSON>) -> CanonicalJSON {
    .object(members.map { Member(name: $0.key, value: $0.value) }.sorted { $0.name < $1.name })
  }

  /// The one spelling of this value, in UTF-8.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    append(to: &bytes)
    return bytes
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  private func append(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .string(let value): Self.append(value, to: &bytes)
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        value.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.append(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { characters in
      if characters.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
        bytes.append(contentsOf: characters)
      } else {
        for character in characters { appendEscaped(character, to: &bytes) }
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func appendEscaped(_ character: UInt8, to bytes: inout [UInt8]) {
    switch character {
    case UInt8(ascii: "\""): bytes += "\\\"".utf8
    case UInt8(ascii: "\\"): bytes += "\\\\".utf8
    case 0x08: bytes += "\\b".utf8
    case 0x09: bytes += "\\t".utf8
    case 0x0A: bytes += "\\n".utf8
    case 0x0C: bytes += "\\f".utf8
    case 0x0D: bytes += "\\r".utf8
    case ..<0x20: bytes += ((character < 0x10 ? "\\u000" : "\\u00") + String(character, radix: 16)).utf8
    default: bytes.append(character)
    }
  }
}
