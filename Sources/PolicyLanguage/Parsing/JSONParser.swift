/// Reads JSON (RFC 8259) into `JSONNode`s that know their positions.
///
/// The text is given as bytes; only UTF-8 is accepted, and nesting is limited to `depthLimit` so that hostile input
/// cannot exhaust the stack.
package struct JSONParser {
  package static let depthLimit = 64

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var column = 1

  /// The value that `text` holds, with nothing but white space around it.
  package static func parse(_ text: String) throws(PolicySyntaxError) -> JSONNode {
    try parse(bytes: Array(text.utf8))
  }

  /// The value that `bytes` hold, with nothing but white space around it.
  package static func parse(bytes: [UInt8]) throws(PolicySyntaxError) -> JSONNode {
    var parser = JSONParser(bytes: bytes)
    return try parser.parseDocument()
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  private mutating func parseDocument() throws(PolicySyntaxError) -> JSONNode {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFF, 0xFE])
      || bytes.starts(with: [0xFE, 0xFF])
    {
      throw .byteOrderMark
    }
    skipWhiteSpace()
    guard index < bytes.count else { throw .empty }
    let node = try parseValue(depth: 0)
    skipWhiteSpace()
    guard index == bytes.count else { throw .contentAfterEnd(position) }
    return node
  }

  private var position: SourcePosition { SourcePosition(line: line, column: column) }

  private mutating func parseValue(depth: Int) throws(PolicySyntaxError) -> JSONNode {
    guard depth < Self.depthLimit else { throw .tooDeep(position, limit: Self.depthLimit) }
    let start = position
    guard index < bytes.count else { throw .unexpectedEnd(start, expected: "a value") }
    switch bytes[index] {
    case UInt8(ascii: "{"): return JSONNode(.object(try parseMembers(depth: depth)), at: start)
    case UInt8(ascii: "["): return JSONNode(.array(try parseElements(depth: depth)), at: start)
    case UInt8(ascii: "\""): return JSONNode(.string(try parseString()), at: start)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return JSONNode(.number(try parseNumber()), at: start)
    case UInt8(ascii: "t"): return JSONNode(.boolean(true), at: try parseWord("true"))
    case UInt8(ascii: "f"): return JSONNode(.boolean(false), at: try parseWord("false"))
    case UInt8(ascii: "n"): return JSONNode(.null, at: try parseWord("null"))
    default: throw .unexpectedCharacter(start, found: currentCharacter(), expected: "a value")
    }
  }

  private mutating func parseMembers(depth: Int) throws(PolicySyntaxError) -> [JSONMember] {
    advance()
    var members: [JSONMember] = []
    skipWhiteSpace()
    if consume(UInt8(ascii: "}")) { return members }
    while true {
      skipWhiteSpace()
      let keyPosition = position
      try expect(UInt8(ascii: "\""), named: "a key in quotes", consuming: false)
      let key = try parseString()
      skipWhiteSpace()
      try expect(UInt8(ascii: ":"), named: "a colon", consuming: true)
      skipWhiteSpace()
      let value = try parseValue(depth: depth + 1)
      members.append(JSONMember(key: key, position: keyPosition, value: value))
      skipWhiteSpace()
      if consume(UInt8(ascii: ",")) { continue }
      try expect(UInt8(ascii: "}"), named: "a comma or a closing brace", consuming: true)
      return members
    }
  }

  private mutating func parseElements(depth: Int) throws(PolicySyntaxError) -> [JSONNode] {
    advance()
    var elements: [JSONNode] = []
    skipWhiteSpace()
    if consume(UInt8(ascii: "]")) { return elements }
    while true {
      skipWhiteSpace()
      elements.append(try parseValue(depth: depth + 1))
      skipWhiteSpace()
      if consume(UInt8(ascii: ",")) { continue }
      try expect(UInt8(ascii: "]"), named: "a comma or a closing bracket", consuming: true)
      return elements
    }
  }

  private mutating func parseString() throws(PolicySyntaxError) -> String {
    advance()
    var scalars: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "\""):
        advance()
        return String(decoding: scalars, as: UTF8.self)
      case UInt8(ascii: "\\"):
        try parseEscape(into: &scalars)
      case 0..<0x20:
        throw .controlCharacterInString(position)
      default:
        try copyScalar(into: &scalars)
      }
    }
    throw .unexpectedEnd(position, expected: "the closing quote of a string")
  }

  /// Copies one UTF-8 encoded scalar, or throws where the bytes are not one.
  private mutating func copyScalar(into scalars: inout [UInt8]) throws(PolicySyntaxError) {
    let length = Self.scalarLength(bytes, at: index)
    guard length > 0 else { throw .notUTF8(position) }
    scalars.append(contentsOf: bytes[index..<(index + length)])
    index += length
    column += 1
  }

  private mutating func parseEscape(into scalars: inout [UInt8]) throws(PolicySyntaxError) {
    let start = position
    advance()
    guard index < bytes.count else { throw .unexpectedEnd(position, expected: "an escape") }
    let byte = bytes[index]
    advance()
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scalars.append(byte)
    case UInt8(ascii: "b"): scalars.append(0x08)
    case UInt8(ascii: "f"): scalars.append(0x0C)
    case UInt8(ascii: "n"): scalars.append(0x0A)
    case UInt8(ascii: "r"): scalars.append(0x0D)
    case UInt8(ascii: "t"): scalars.append(0x09)
    case UInt8(ascii: "u"): try parseUnicodeEscape(startingAt: start, into: &scalars)
    default: throw .badEscape(start)
    }
  }

  private mutating func parseUnicodeEscape(
    startingAt start: SourcePosition, into scalars: inout [UInt8]
  ) throws(PolicySyntaxError) {
    var code = UInt32(try parseHexadecimal(startingAt: start))
    if (0xD800..<0xDC00).contains(code), index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    {
      advance()
      advance()
      let low = UInt32(try parseHexadecimal(startingAt: start))
      guard (0xDC00..<0xE000).contains(low) else { throw .badEscape(start) }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw .badEscape(start) }
    scalars.append(contentsOf: String(Character(scalar)).utf8)
  }

  private mutating func parseHexadecimal(startingAt start: SourcePosition) throws(PolicySyntaxError) -> UInt16
  {
    let digits = String(decoding: bytes[index...].prefix(4), as: UTF8.self)
    guard digits.unicodeScalars.allSatisfy(\.properties.isASCIIHexDigit) else { throw .badEscape(start) }
    guard digits.utf8.count == 4, let value = UInt16(digits, radix: 16) else {
      throw .unexpectedEnd(position, expected: "four hexadecimal digits")
    }
    for _ in 0..<4 { advance() }
    return value
  }

  private mutating func parseNumber() throws(PolicySyntaxError) -> String {
    let start = position
    let first = index
    _ = consume(UInt8(ascii: "-"))
    if !consume(UInt8(ascii: "0")), takeDigits() == 0 { throw .badNumber(start) }
    if consume(UInt8(ascii: ".")), takeDigits() == 0 { throw .badNumber(start) }
    if consume(UInt8(ascii: "e")) || consume(UInt8(ascii: "E")) {
      if !consume(UInt8(ascii: "+")) { _ = consume(UInt8(ascii: "-")) }
      if takeDigits() == 0 { throw .badNumber(start) }
    }
    if index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
      throw .badNumber(start)
    }
    return String(decoding: bytes[first..<index], as: UTF8.self)
  }

  private mutating func takeDigits() -> Int {
    var count = 0
    while index < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) {
      advance()
      count += 1
    }
    return count
  }

  private mutating func parseWord(_ word: String) throws(PolicySyntaxError) -> SourcePosition {
    let start = position
    let expected = Array(word.utf8)
    let found = bytes[index...].prefix(expected.count)
    guard expected.starts(with: found) else {
      throw .unexpectedCharacter(start, found: currentCharacter(), expected: "a value")
    }
    guard found.count == expected.count else { throw .unexpectedEnd(start, expected: word) }
    for _ in expected { advance() }
    return start
  }

  // MARK: - Bytes

  /// Steps over one ASCII byte.
  private mutating func advance() {
    index += 1
    column += 1
  }

  private mutating func consume(_ byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    advance()
    return true
  }

  private mutating func expect(
    _ byte: UInt8, named name: String, consuming: Bool
  ) throws(PolicySyntaxError) {
    guard index < bytes.count else { throw .unexpectedEnd(position, expected: name) }
    guard bytes[index] == byte else {
      throw .unexpectedCharacter(position, found: currentCharacter(), expected: name)
    }
    if consuming { advance() }
  }

  private mutating func skipWhiteSpace() {
    while index < bytes.count {
      switch bytes[index] {
      case 0x0A:
        index += 1
        line += 1
        column = 1
      case 0x20, 0x09, 0x0D:
        advance()
      default:
        return
      }
    }
  }

  /// The character at the current position in quotes, or its bytes when it cannot be shown.
  private func currentCharacter() -> String {
    let length = Self.scalarLength(bytes, at: index)
    guard length > 0 else { return "bytes that are not UTF-8" }
    let text = String(decoding: bytes[index..<(index + length)], as: UTF8.self)
    guard let scalar = text.unicodeScalars.first, scalar.properties.generalCategory != .control else {
      return "a control character"
    }
    return "\"\(text)\""
  }

  /// How many bytes the UTF-8 encoded scalar at `index` takes; 0 when the bytes are not valid UTF-8.
  private static func scalarLength(_ bytes: [UInt8], at index: Int) -> Int {
    let first = bytes[index]
    if first < 0x80 { return 1 }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard (0xC2...0xF4).contains(first), index + length <= bytes.count else { return 0 }
    for offset in 1..<length where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
    let second = bytes[index + 1]
    let isOverlongOrSurrogate =
      (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F)
      || (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F)
    return isOverlongOrSurrogate ? 0 : length
  }
}
