extension CanonicalJSON {
  /// The value that `text` spells, or nil when it is not the canonical spelling of any.
  init?(parsing text: String) {
    var parser = Parser(bytes: Array(text.utf8))
    guard let value = parser.value(depth: 0), parser.isAtEnd, value.bytes == parser.bytes else { return nil }
    self = value
  }

  /// The value that any JSON spells, in its canonical form; nil when it holds a fraction or names a member twice.
  ///
  /// Reads what JSONEncoder writes, which is less than all that JSON allows: no white space, and escapes of control
  /// characters only.
  init?(anySpelling bytes: [UInt8]) {
    var parser = Parser(bytes: bytes)
    guard let value = parser.value(depth: 0), parser.isAtEnd else { return nil }
    self = value
  }

  /// The member called `name` of an object; nil for anything else.
  subscript(name: String) -> CanonicalJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// Reads what `CanonicalJSON` writes; the caller compares the spelling, so it may accept a little more.
  private struct Parser {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ expected: String) -> Bool {
      guard bytes[position...].starts(with: expected.utf8) else { return false }
      position += expected.utf8.count
      return true
    }

    // The deepest record nests six levels; the limit keeps a tampered body from exhausting the stack.
    mutating func value(depth: Int) -> CanonicalJSON? {
      guard depth < 32, let next else { return nil }
      switch next {
      case UInt8(ascii: "n"): return take("null") ? .null : nil
      case UInt8(ascii: "t"): return take("true") ? .bool(true) : nil
      case UInt8(ascii: "f"): return take("false") ? .bool(false) : nil
      case UInt8(ascii: "\""): return string().map { .string($0) }
      case UInt8(ascii: "["): return array(depth: depth)
      case UInt8(ascii: "{"): return object(depth: depth)
      default: return number()
      }
    }

    private mutating func number() -> CanonicalJSON? {
      let start = position
      while let next, next == UInt8(ascii: "-") || (0x30...0x39).contains(next) { position += 1 }
      return Int64(String(decoding: bytes[start..<position], as: UTF8.self)).map { .integer($0) }
    }

    private mutating func array(depth: Int) -> CanonicalJSON? {
      position += 1
      var values: [CanonicalJSON] = []
      if take("]") { return .array(values) }
      repeat {
        guard let value = value(depth: depth + 1) else { return nil }
        values.append(value)
      } while take(",")
      return take("]") ? .array(values) : nil
    }

    private mutating func object(depth: Int) -> CanonicalJSON? {
      position += 1
      var members: [Member] = []
      if take("}") { return .object(members) }
      repeat {
        guard next == UInt8(ascii: "\""), let name = string(), take(":"), let value = value(depth: depth + 1)
        else { return nil }
        members.append(Member(name: name, value: value))
      } while take(",")
      members.sort { $0.name < $1.name }
      for (member, next) in zip(members, members.dropFirst()) where member.name == next.name { return nil }
      return take("}") ? .object(members) : nil
    }

    private mutating func string() -> String? {
      position += 1
      // Most have no escape and are taken as they stand.
      let (quote, backslash) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
      guard let end = bytes[position...].firstIndex(where: { $0 == quote || $0 == backslash })
      else { return nil }
      let plain = bytes[position..<end]
      position = end
      if bytes[end] == quote {
        position += 1
        return String(decoding: plain, as: UTF8.self)
      }
      var text = Array(plain)
      while let character = next {
        position += 1
        if character == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
        if character == UInt8(ascii: "\\") {
          guard let escaped = escape() else { return nil }
          text.append(escaped)
        } else {
          text.append(character)
        }
      }
      return nil
    }

    private mutating func escape() -> UInt8? {
      guard let character = next else { return nil }
      position += 1
      switch character {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): return character
      case UInt8(ascii: "b"): return 0x08
      case UInt8(ascii: "t"): return 0x09
      case UInt8(ascii: "n"): return 0x0A
      case UInt8(ascii: "f"): return 0x0C
      case UInt8(ascii: "r"): return 0x0D
      case UInt8(ascii: "u"):
        guard position + 4 <= bytes.count else { return nil }
        defer { position += 4 }
        return UInt8(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
      default: return nil
      }
    }
  }
}
