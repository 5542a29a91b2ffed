import Testing

@testable import Commands

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("日本語 é", "日本語 é"), ("a\u{1B}[31mb", "a\\u{1B}[31mb"), ("a\nb\tc", "a\\u{A}b\\u{9}c"),
    ("\u{202E}evil", "\\u{202E}evil"), ("zero\u{200B}width", "zero\\u{200B}width"),
    ("\u{9B}31m", "\\u{9B}31m"),
    ("\u{2028}", "\\u{2028}"), ("\u{E000}", "\\u{E000}"), ("\u{7F}\u{0}", "\\u{7F}\\u{0}"),
  ])
  func `control and formatting characters are spelled out`(text: String, expected: String) {
    #expect(TerminalText.safe(text) == expected)
  }

  @Test(arguments: [("abc", 3), ("日本", 4), ("e\u{301}", 1), ("", 0), ("🌍", 2), ("ｗ", 2)])
  func `width counts columns`(text: String, columns: Int) {
    #expect(TerminalText.width(text) == columns)
  }

  @Test func `what is too wide is cut with an ellipsis`() {
    #expect(TerminalText.truncated("abcdef", to: 6) == "abcdef")
    #expect(TerminalText.truncated("abcdefg", to: 6) == "abcde…")
    // A wide character that would stick out by half is left out.
    #expect(TerminalText.truncated("日本語", to: 4) == "日…")
    #expect(TerminalText.padded("日本", to: 6) == "日本  ")
    #expect(TerminalText.padded("abcdef", to: 3) == "abcdef")
  }

  @Test func `long lines are wrapped between words and indented`() {
    #expect(TerminalText.wrapped("  one two three", to: 9, indent: 4) == "  one two\n    three")
    #expect(TerminalText.wrapped("a    b", to: 80) == "a    b")
    #expect(TerminalText.wrapped("", to: 10, indent: 2).isEmpty)
    let unbroken = String(repeating: "x", count: 30)
    #expect(TerminalText.wrapped("a \(unbroken) b", to: 10) == "a\n\(unbroken)\nb")
  }
}
