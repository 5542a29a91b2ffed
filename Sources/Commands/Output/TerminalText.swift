import Foundation

/// Text for a terminal: nothing in it can move the cursor, change colours or reorder what stands beside it.
enum TerminalText {
  /// `text` with control and formatting characters written as `\u{…}`.
  static func safe(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.isASCII, scalar.value >= 0x20, scalar.value != 0x7F {
        result.unicodeScalars.append(scalar)
        continue
      }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// How many columns `text` takes: wide characters two, marks none.
  static func width(_ text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  /// `text` shortened to `columns` with an ellipsis at the end.
  static func truncated(_ text: String, to columns: Int) -> String {
    guard width(text) > columns else { return text }
    var result = ""
    var used = 0
    for character in text {
      let next = width(String(character))
      guard used + next <= columns - 1 else { break }
      result.append(character)
      used += next
    }
    return result + "…"
  }

  static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(text)))
  }

  /// The words of `text` in lines of at most `columns`. The first line keeps its indentation; the others have `indent`.
  static func wrapped(_ text: String, to columns: Int, indent: Int = 0) -> String {
    // Most lines fit, and a history has thousands.
    if text.utf8.count <= columns, text.utf8.allSatisfy({ $0 < 0x80 }), text.last != " " { return text }
    let blank = UInt8(ascii: " ")
    var result = ""
    var used = 0
    var rest = text.utf8[...]
    while true {
      let gap = rest.prefix { $0 == blank }.count
      rest = rest.dropFirst(gap)
      let word = Substring(rest.prefix { $0 != blank })
      guard !word.isEmpty else { return result }
      rest = rest.dropFirst(word.utf8.count)
      let wanted = width(word)
      if !result.isEmpty, used + 1 + wanted > columns {
        result += "\n" + String(repeating: " ", count: indent)
        used = indent
      } else {
        // Runs of blanks inside a line stand for columns of a table and are kept.
        result += String(repeating: " ", count: gap)
        used += gap
      }
      result += word
      used += wanted
    }
  }

  /// Each of `lines` wrapped, and what continues one further in than it begins: by two columns, at least four.
  static func wrapped(_ lines: [String], to columns: Int) -> String {
    lines.map { line in
      wrapped(line, to: columns, indent: max(4, line.prefix { $0 == " " }.count + 2))
    }.joined(separator: "\n")
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    switch scalar.value {
    // East Asian wide and emoji blocks, after Unicode Standard Annex 11.
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
      0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
