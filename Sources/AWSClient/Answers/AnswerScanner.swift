package import Foundation

/// Reads JSON of the shape that is expected in one pass, and gives up on everything else.
///
/// A collect reads tens of thousands of small answers, and `JSONDecoder` takes many times longer for each. Whoever gives
/// up has said nothing about the document: `JSONAnswer` then reads it with `JSONDecoder`, whose errors say what is wrong.
/// So a scanner may only succeed where that would succeed with the same result; keys that stand twice, halves of surrogate
/// pairs, numbers out of the ordinary and deep nesting are not worth the care.
package struct AnswerScanner {
  /// A key as it stands in the document, without escapes.
  package struct Key {
    fileprivate var bytes: UnsafeBufferPointer<UInt8>

    package static func ~= (name: StaticString, key: Key) -> Bool {
      guard key.bytes.count == name.utf8CodeUnitCount, let start = key.bytes.baseAddress else { return false }
      return memcmp(start, name.utf8Start, key.bytes.count) == 0
    }
  }

  private static let maxDepth = 32

  private let bytes: UnsafeBufferPointer<UInt8>
  private var place = 0
  private var depth = 0

  private init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// What `body` makes of the whole document; nil when it or what surrounds it is not as expected.
  package static func read<Answer>(_ data: Data, _ body: (inout AnswerScanner) -> Answer?) -> Answer? {
    data.withUnsafeBytes { raw in
      let bytes = raw.assumingMemoryBound(to: UInt8.self)
      guard bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil else {
        return nil
      }
      var scanner = AnswerScanner(bytes)
      scanner.skipWhiteSpace()
      guard let answer = body(&scanner) else { return nil }
      scanner.skipWhiteSpace()
      return scanner.place == bytes.count ? answer : nil
    }
  }

  // MARK: - Values

  /// Calls `member` for each member, which has to read the value. False when something is not as expected.
  package mutating func object(_ member: (inout AnswerScanner, Key) -> Bool) -> Bool {
    guard take(UInt8(ascii: "{")), enter() else { return false }
    skipWhiteSpace()
    if take(UInt8(ascii: "}")) { return leave() }
    repeat {
      skipWhiteSpace()
      guard let key = plainString() else { return false }
      skipWhiteSpace()
      guard take(UInt8(ascii: ":")) else { return false }
      skipWhiteSpace()
      guard member(&self, Key(bytes: key)) else { return false }
      skipWhiteSpace()
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "}")) && leave()
  }

  /// Calls `element` for each element, which has to read it. False when something is not as expected.
  package mutating func array(_ element: (inout AnswerScanner) -> Bool) -> Bool {
    guard take(UInt8(ascii: "[")), enter() else { return false }
    skipWhiteSpace()
    if take(UInt8(ascii: "]")) { return leave() }
    repeat {
      skipWhiteSpace()
      guard element(&self) else { return false }
      skipWhiteSpace()
    } while take(UInt8(ascii: ","))
    return take(UInt8(ascii: "]")) && leave()
  }

  /// True past a null.
  package mutating func null() -> Bool { take("null") }

  package mutating func string() -> String? {
    let start = place
    if let plain = plainString() { return String(decoding: plain, as: UTF8.self) }
    place = start
    return escapedString()
  }

  package mutating func number() -> Double? {
    let start = place
    guard skipNumber() else { return nil }
    return Double(String(decoding: bytes[start..<place], as: UTF8.self))
  }

  /// Reads past a value of any kind.
  package mutating func skip() -> Bool {
    guard place < bytes.count else { return false }
    switch bytes[place] {
    case UInt8(ascii: "{"): return object { scanner, _ in scanner.skip() }
    case UInt8(ascii: "["): return array { $0.skip() }
    case UInt8(ascii: "\""): return string() != nil
    case UInt8(ascii: "t"): return take("true")
    case UInt8(ascii: "f"): return take("false")
    case UInt8(ascii: "n"): return take("null")
    default: return skipNumber()
    }
  }

  // MARK: - Characters

  private mutating func enter() -> Bool {
    depth += 1
    return depth <= Self.maxDepth
  }

  private mutating func leave() -> Bool {
    depth -= 1
    return true
  }

  private mutating func skipWhiteSpace() {
    while place < bytes.count {
      switch bytes[place] {
      case 0x20, 0x09, 0x0A, 0x0D: place += 1
      default: return
      }
    }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard place < bytes.count, bytes[place] == byte else { return false }
    place += 1
    return true
  }

  private mutating func take(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard place + count <= bytes.count, let start = bytes.baseAddress,
      memcmp(start + place, word.utf8Start, count) == 0
    else { return false }
    place += count
    return true
  }

  /// A string without escapes.
  private mutating func plainString() -> UnsafeBufferPointer<UInt8>? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    let start = place
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") {
        defer { place += 1 }
        return UnsafeBufferPointer(rebasing: bytes[start..<place])
      }
      guard byte >= 0x20, byte != UInt8(ascii: "\\") else { return nil }
      place += 1
    }
    return nil
  }

  private mutating func escapedString() -> String? {
    guard take(UInt8(ascii: "\"")) else { return nil }
    var text: [UInt8] = []
    text.reserveCapacity(min(bytes.count - place, 512))
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
      guard byte >= 0x20 else { return nil }
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      guard let scalar = escape() else { return nil }
      if scalar.isASCII {
        text.append(UInt8(scalar.value))
      } else {
        text.append(contentsOf: String(scalar).utf8)
      }
    }
    return nil
  }

  /// What an escape stands for, behind its backslash.
  private mutating func escape() -> Unicode.Scalar? {
    guard place < bytes.count else { return nil }
    let byte = bytes[place]
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "u"):
      guard place + 4 <= bytes.count else { return nil }
      var value: UInt32 = 0
      for digit in bytes[place..<(place + 4)] {
        guard let number = Self.hexadecimal(digit) else { return nil }
        value = value << 4 | number
      }
      place += 4
      // Nil for one half of a pair.
      return Unicode.Scalar(value)
    default: return nil
    }
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(digit - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(digit - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// A number of at most thirty characters without an exponent.
  private mutating func skipNumber() -> Bool {
    let start = place
    _ = take(UInt8(ascii: "-"))
    let whole = skipDigits()
    guard whole > 0, whole == 1 || bytes[place - whole] != UInt8(ascii: "0") else { return false }
    if take(UInt8(ascii: ".")), skipDigits() == 0 { return false }
    guard place < bytes.count else { return false }
    switch bytes[place] {
    case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x09, 0x0A, 0x0D:
      return place - start <= 30
    default: return false
    }
  }

  private mutating func skipDigits() -> Int {
    let start = place
    while place < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) { place += 1 }
    return place - start
  }
}

/// An answer that can be read by a scanner where it has the usual shape.
package protocol ScannedAnswer: Decodable {
  /// Nil when the document is not as expected, whether or not it can be decoded.
  init?(scanning scanner: inout AnswerScanner)
}

extension ScannedAnswer {
  fileprivate static func read(_ data: Data) -> Self? {
    AnswerScanner.read(data) { Self(scanning: &$0) }
  }

  static func scanned(from data: Data) -> (any ScannedAnswer)? { read(data) }
}
