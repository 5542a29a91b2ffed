extension JSONValue {
  /// The document without white space.
  package var text: String { String(decoding: utf8, as: UTF8.self) }

  /// The document without white space, in UTF-8.
  package var utf8: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(512)
    write(to: &bytes)
    return bytes
  }

  /// The document over several lines, four spaces a level, as the AWS CLI prints it; ends with a line feed.
  package var prettyText: String {
    var bytes: [UInt8] = []
    write(to: &bytes, indentation: 0)
    bytes.append(UInt8(ascii: "\n"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// - Parameter indentation: the level of the surrounding container, nil for a single line.
  private func write(to bytes: inout [UInt8], indentation: Int? = nil) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let text): bytes.append(contentsOf: text.utf8)
    case .string(let text): Self.write(text, to: &bytes)
    case .array(let elements):
      Self.write(elements, between: ("[", "]"), to: &bytes, indentation: indentation) {
        element, bytes, level in
        element.write(to: &bytes, indentation: level)
      }
    case .object(let members):
      Self.write(members, between: ("{", "}"), to: &bytes, indentation: indentation) { member, bytes, level in
        Self.write(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        if level != nil { bytes.append(UInt8(ascii: " ")) }
        member.value.write(to: &bytes, indentation: level)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], between marks: (open: Unicode.Scalar, close: Unicode.Scalar),
    to bytes: inout [UInt8],
    indentation: Int?, each: (Element, inout [UInt8], Int?) -> Void
  ) {
    let inner = indentation.map { $0 + 1 }
    bytes.append(UInt8(ascii: marks.open))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine(inner, in: &bytes)
      each(element, &bytes, inner)
    }
    if !elements.isEmpty { breakLine(indentation, in: &bytes) }
    bytes.append(UInt8(ascii: marks.close))
  }

  private static func breakLine(_ level: Int?, in bytes: inout [UInt8]) {
    guard let level else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 4 * level))
  }

  private static func write(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    defer { bytes.append(UInt8(ascii: "\"")) }
    // Most texts need no escape and are copied as a whole.
    guard text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") })
    else {
      bytes.append(contentsOf: text.utf8)
      return
    }
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        bytes.append(UInt8(ascii: "\\"))
        bytes.append(byte)
      case 0x0A: bytes.append(contentsOf: "\\n".utf8)
      case 0x0D: bytes.append(contentsOf: "\\r".utf8)
      case 0x09: bytes.append(contentsOf: "\\t".utf8)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes.append(contentsOf: ("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8)
      default: bytes.append(byte)
      }
    }
  }
}
