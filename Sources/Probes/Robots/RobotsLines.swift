/// The lines of a robots.txt file: they end with CR, LF or CRLF, and a byte order mark before the first is none of it.
struct RobotsLines: Sequence, IteratorProtocol {
  private var rest: ArraySlice<UInt8>
  private var isDone: Bool

  init(bytes: ArraySlice<UInt8>) {
    rest = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    isDone = rest.isEmpty
  }

  mutating func next() -> ArraySlice<UInt8>? {
    guard !isDone else { return nil }
    let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
    let line = rest[rest.startIndex..<end]
    isDone = end == rest.endIndex
    guard !isDone else { return line }
    let isPair = rest[end] == 0x0D && end + 1 < rest.endIndex && rest[end + 1] == 0x0A
    rest = rest[(end + (isPair ? 2 : 1))...]
    isDone = rest.isEmpty
    return line
  }
}

/// Puts lines together into groups.
struct RobotsReader {
  private(set) var groups: [RobotsText.Group] = []
  /// Whether the last record was a user-agent line, so that another one belongs to the same group.
  private var isNaming = false

  /// Takes one line. A record is a name, a colon and a value, with a comment after it; what is none is passed over, and so
  /// are records of other names, which end no group (RFC 9309, section 2.2.4).
  mutating func read(_ line: ArraySlice<UInt8>, number: Int) {
    let record = line.prefix { $0 != UInt8(ascii: "#") }
    guard let colon = record.firstIndex(of: UInt8(ascii: ":")) else { return }
    let name = String(decoding: Self.trimmed(record[..<colon]), as: UTF8.self).lowercased()
    let value = Self.trimmed(record[(colon + 1)...])
    switch name {
    case "user-agent":
      if !isNaming { groups.append(RobotsText.Group(products: [], rules: [])) }
      isNaming = true
      groups[groups.count - 1].products.append(Self.product(value))
    case "allow", "disallow":
      isNaming = false
      // A rule before any user-agent line binds nobody, and an empty one says nothing.
      guard !groups.isEmpty, !value.isEmpty else { return }
      groups[groups.count - 1].rules.append(
        RobotsText.Rule(allows: name == "allow", pattern: RobotsPattern(Array(value)), line: number))
    default: return
    }
  }

  /// `*`, or the product token at the beginning: `amazonbot` of `Amazonbot/0.1`. The RFC's tokens have letters, `_` and
  /// `-`; digits are taken too, because `bedrockbot-<UUID>` has them.
  private static func product(_ value: ArraySlice<UInt8>) -> String {
    if value.first == UInt8(ascii: "*") { return "*" }
    let token = value.prefix { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    return String(decoding: token, as: UTF8.self).lowercased()
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    func isPadding(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    var result = bytes.drop(while: isPadding)
    while let last = result.last, isPadding(last) { result = result.dropLast() }
    return result
  }
}
