import PolicyLanguage

/// JSON as editors keep it: with `//` and `/* */` comments, commas before a closing bracket, and perhaps a byte order
/// mark. What is not JSON becomes spaces, so that positions in messages are those of the file.
enum JSONWithComments {
  static func parse(_ bytes: [UInt8]) throws(PolicySyntaxError) -> JSONNode {
    var text = bytes
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.removeFirst(3) }
    blankComments(&text)
    blankTrailingCommas(&text)
    return try JSONParser.parse(bytes: text)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let slash = UInt8(ascii: "/")
  private static let star = UInt8(ascii: "*")

  private static func blankComments(_ text: inout [UInt8]) {
    var index = 0
    while index < text.count {
      if text[index] == quote {
        index = endOfString(text, from: index)
        continue
      }
      let next = index + 1 < text.count ? text[index + 1] : 0
      if text[index] == slash, next == slash {
        while index < text.count, text[index] != 0x0A, text[index] != 0x0D { blank(&text, &index) }
      } else if text[index] == slash, next == star {
        blank(&text, &index)
        blank(&text, &index)
        while index < text.count, !(text[index] == star && index + 1 < text.count && text[index + 1] == slash)
        {
          blank(&text, &index)
        }
        if index + 1 < text.count {
          blank(&text, &index)
          blank(&text, &index)
        }
      } else {
        index += 1
      }
    }
  }

  private static func blankTrailingCommas(_ text: inout [UInt8]) {
    var index = 0
    var comma: Int?
    while index < text.count {
      switch text[index] {
      case quote:
        comma = nil
        index = endOfString(text, from: index)
        continue
      case UInt8(ascii: ","): comma = index
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if let place = comma { text[place] = 0x20 }
        comma = nil
      case 0x20, 0x09, 0x0A, 0x0D: break
      default: comma = nil
      }
      index += 1
    }
  }

  /// The index after the string that begins at `start`, or the end of a text that does not close it.
  private static func endOfString(_ text: [UInt8], from start: Int) -> Int {
    var index = start + 1
    while index < text.count, text[index] != quote {
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index + 1, text.count)
  }

  /// Makes one byte a space, unless it ends a line, and steps over it.
  private static func blank(_ text: inout [UInt8], _ index: inout Int) {
    if text[index] != 0x0A, text[index] != 0x0D { text[index] = 0x20 }
    index += 1
  }
}

extension JSONNode {
  /// The value of a key at the top; of a repeated one the last, as editors read it.
  func setting(_ key: String) -> JSONNode? { members?.last { $0.key == key }?.value }
}
