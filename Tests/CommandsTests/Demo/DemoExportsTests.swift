import Testing

@testable import Commands

@Suite struct DemoExportsTests {
  @Test func `later overlays replace, add and remove files`() {
    let folded = DemoExports.folding([
      (path: "2026-02-01/b.json", text: "2"),
      (path: "2026-02-01/removed.txt", text: "a.json\nd/e.json\nnone\n"),
      (path: "2026-01-01/a.json", text: "a"), (path: "2026-01-01/b.json", text: "1"),
      (path: "2026-01-01/d/e.json", text: "e"), (path: "README", text: "no export"),
      (path: "2026-03-01/d/e.json", text: "again"),
    ])
    #expect(folded.map(\.date) == ["2026-01-01", "2026-02-01", "2026-03-01"])
    #expect(folded[0].files == ["a.json": "a", "b.json": "1", "d/e.json": "e"])
    #expect(folded[1].files == ["b.json": "2"])
    #expect(folded[2].files == ["b.json": "2", "d/e.json": "again"])
  }

  @Test func `a path that an overlay both removes and brings is there`() {
    let folded = DemoExports.folding([
      (path: "2026-01-01/a", text: "old"), (path: "2026-01-02/removed.txt", text: "a\n"),
      (path: "2026-01-02/a", text: "new"),
    ])
    #expect(folded[1].files == ["a": "new"])
  }

  @Test func `twelve exports span a year`() {
    let dates = DemoExports.all().map(\.date)
    #expect(dates.count == 12)
    #expect(dates == dates.sorted())
    #expect(dates.first == "2025-10-01")
    #expect(dates.last == "2026-09-30")
  }
}
