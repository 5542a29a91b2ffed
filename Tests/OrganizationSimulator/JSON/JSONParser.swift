/// Why a text is no JSON document.
package struct JSONSyntaxError: Error, Hashable, CustomStringConvertible {
  /// Counted in UTF-8 bytes from 0.
  package let offset: Int
  package let expected: String

  package var description: String { "no JSON at byte \(offset): expected \(expected)" }
}

/// Reads one JSON document (RFC 8259) from UTF-8 bytes.
///
/// Members keep their order, and repeated names stay: `JSONValue` answers with the first.
package struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0
  private static let maximumDepth = 64

  private init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package static func parse(_ text: String) throws(JSONSyntaxError) -> JSONValue {
    try parse(Array(text.utf8))
  }

  package static func parse(_ bytes: [UInt8]) throws(JSONSyntaxError) -> JSONValue {
    var parser = JSONParser(bytes)
    let value = try parser.value(depth: 0)
    parser.skipWhiteSpace()
    guard parser.position == bytes.count else { throw parser.failure("the end of the text") }
    return value
  }

  private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    guard depth < Self.maximumDepth else { throw failure("at most \(Self.maximumDepth) levels") }
    skipWhiteSpace()
    switch current {
    case UInt8(ascii: "{"): return .object(try members(depth: depth))
    case UInt8(ascii: "["): return .array(try elements(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func members(depth: Int) throws(JSONSyntaxError) -> [JSONValue.Member] {
    position += 1
    var members: [JSONValue.Member] = []
    skipWhiteSpace()
    if take("}") { return members }
    while true {
      skipWhiteSpace()
      guard current == UInt8(ascii: "\"") else { throw failure("a member name in quotes") }
      let name = try string()
      skipWhiteSpace()
      guard take(":") else { throw failure("\":\"") }
      members.append(.init(name, try value(depth: depth + 1)))
      skipWhiteSpace()
      if take("}") { return members }
      guard take(",") else { throw failure("\",\" or \"}\"") }
    }
  }

  private mutating func elements(depth: Int) throws(JSONSyntaxError) -> [JSONValue] {
    position += 1
    var elements: [JSONValue] = []
    skipWhiteSpace()
    if take("]") { return elements }
    while true {
      elements.append(try value(depth: depth + 1))
      skipWhiteSpace()
      if take("]") { return elements }
      guard take(",") else { throw failure("\",\" or \"]\"") }
    }
  }

  private mutating func string() throws(JSONSyntaxError) -> String {
    position += 1
    var content: [UInt8] = []
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"): try escape(into: &content)
      case 0..<0x20: throw failure("an escaped control character")
      default: content.append(byte)
      }
    }
    throw failure("the closing quote")
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONSyntaxError) {
    guard let byte = current else { throw failure("an escape") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content.append(contentsOf: String(try unicodeScalar()).utf8)
    default: throw failure("one of the escapes of RFC 8259")
    }
  }

  private mutating func unicodeScalar() throws(JSONSyntaxError) -> Unicode.Scalar {
    let unit = try hexadecimalUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    guard unit < 0xDC00, take("\\"), take("u") else { throw failure("a surrogate pair") }
    let low = try hexadecimalUnit()
    guard (0xDC00...0xDFFF).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw failure("a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimalUnit() throws(JSONSyntaxError) -> UInt32 {
    guard position + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    else { throw failure("four hexadecimal digits") }
    position += 4
    return unit
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONSyntaxError) -> JSONValue {
    let text = String(describing: word)
    guard bytes[position...].starts(with: text.utf8) else { throw failure(text) }
    position += text.utf8.count
    return value
  }

  private mutating func number() throws(JSONSyntaxError) -> JSONValue {
    let start = position
    let characters = Set("+-.eE0123456789".utf8)
    while let byte = current, characters.contains(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard text.first != "+", text.first != ".", Double(text) != nil else { throw failure("a value") }
    return .number(text)
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func skipWhiteSpace() {
    while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  private func failure(_ expected: String) -> JSONSyntaxError {
    JSONSyntaxError(offset: position, expected: expected)
  }
}
