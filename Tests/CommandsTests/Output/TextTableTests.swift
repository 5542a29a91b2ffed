import Testing

@testable import Commands

@Suite struct TextTableTests {
  @Test func `columns are aligned by what they show, without blanks at the end`() {
    var table = TextTable(header: ["ID", "NAME", "N"])
    table.rows = [["1", "日本", "7"], ["22", "ab", ""]]
    #expect(table.text(columns: 80) == "ID  NAME  N\n1   日本  7\n22  ab")
  }

  @Test func `the widest column gives way until the table fits`() {
    var table = TextTable(header: ["KEY", "TEXT"])
    table.rows = [["a", String(repeating: "x", count: 100)]]
    let lines = table.text(columns: 40).split(separator: "\n")
    #expect(lines.map { TerminalText.width(String($0)) }.max() == 40)
    #expect(lines[1].hasSuffix("…"))
  }

  @Test func `a table without rows is its header`() {
    #expect(TextTable(header: ["A", "B"]).text(columns: 10) == "A  B")
  }

  @Test func `columns are not squeezed below eight`() {
    var table = TextTable(header: ["A", "B"])
    table.rows = [[String(repeating: "x", count: 30), String(repeating: "y", count: 30)]]
    #expect(table.text(columns: 4) == "A         B\nxxxxxxx…  yyyyyyy…")
  }
}
