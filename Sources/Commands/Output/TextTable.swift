/// Columns of text, aligned, no wider than the terminal.
struct TextTable {
  var header: [String]
  var rows: [[String]] = []

  /// The table with its widest column shortened where the whole would not fit in `columns`.
  func text(columns: Int) -> String {
    let all = [header] + rows
    var widths = header.indices.map { column in all.map { TerminalText.width($0[column]) }.max() ?? 0 }
    let gaps = 2 * (widths.count - 1)
    while widths.reduce(0, +) + gaps > columns,
      let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 8
    {
      widths[widest] -= 1
    }
    return all.map { row in
      let cells = zip(row, widths).map { cell, width in
        TerminalText.padded(TerminalText.truncated(cell, to: width), to: width)
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
