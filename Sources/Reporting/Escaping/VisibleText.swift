/// Text in which everything that a reader could not see, or that changes how its neighbours are shown, is visible.
///
/// Control, invisible and direction-changing characters become their number (`⟨U+000A⟩` for a newline), and spaces at
/// either end `␣`. Applied by every format to everything it shows, so that two
/// names that differ also look different.
enum VisibleText {
  static func visible(_ text: String) -> String {
    guard needsWork(text) else { return text }
    var result = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    let start = scalars.firstIndex { $0 != " " } ?? scalars.count
    let end = (scalars.lastIndex { $0 != " " } ?? -1) + 1
    for (index, scalar) in scalars.enumerated() {
      if scalar == " ", index < start || index >= end {
        result.append("\u{2423}")
      } else if isInvisible(scalar) {
        result.append(contentsOf: number(of: scalar).unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// A line of a longer text: blanks and tabs at its beginning are indentation and stay.
  static func line(_ line: String) -> String {
    let indentation = line.prefix { $0 == " " || $0 == "\t" }
    return indentation + visible(String(line.dropFirst(indentation.count)))
  }

  private static func needsWork(_ text: String) -> Bool {
    let bytes = text.utf8
    guard bytes.first != UInt8(ascii: " "), bytes.last != UInt8(ascii: " ") else { return true }
    if bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) { return false }
    return text.unicodeScalars.contains(where: isInvisible)
  }

  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x7F else { return scalar.value < 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: return true
    case .spaceSeparator: return true
    default: return scalar.properties.isDefaultIgnorableCodePoint
    }
  }

  private static func number(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
  }
}
