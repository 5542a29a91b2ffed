/// Cells and rows of CSV as RFC 4180 has them: <https://www.rfc-editor.org/rfc/rfc4180>.
///
/// A cell that a spreadsheet would take for a formula gets a leading apostrophe: those that begin with `=`, `+`, `-`,
/// `@`, a tab or a carriage return, and with the full-width forms of the first four. OWASP lists them:
/// <https://owasp.org/www-community/attacks/CSV_Injection>. Rows end with CR LF.
enum CSVText {
  static func table(_ header: [String], _ rows: [[String]]) -> String {
    var result = ""
    for row in [header] + rows { result += row.map(cell).joined(separator: ",") + "\r\n" }
    return result
  }

  static func cell(_ text: String) -> String {
    let isFormula = text.unicodeScalars.first.map(formulaStarts.contains) ?? false
    let visible = (isFormula ? "'" : "") + VisibleText.visible(text)
    guard visible.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",") }) else {
      return visible
    }
    var quoted = "\""
    for scalar in visible.unicodeScalars {
      quoted.unicodeScalars.append(scalar)
      if scalar == "\"" { quoted += "\"" }
    }
    return quoted + "\""
  }

  private static let formulaStarts: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]
}
