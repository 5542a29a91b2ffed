import Testing

@testable import Reporting

struct EscapingTests {
  @Test(arguments: [
    ("plain name", "plain name"), ("a\nb", "a⟨U+000A⟩b"), ("\u{202E}x", "⟨U+202E⟩x"), (" a b ", "␣a b␣"),
    ("zero\u{200B}width", "zero⟨U+200B⟩width"), ("a\u{85}b", "a⟨U+0085⟩b"), ("a\u{A0}b", "a⟨U+00A0⟩b"),
    ("Zoë 株式会社", "Zoë 株式会社"), ("  ", "␣␣"), ("\r\n", "⟨U+000D⟩⟨U+000A⟩"), ("a\u{E0041}b", "a⟨U+E0041⟩b"),
  ])
  func `what cannot be seen becomes visible`(text: String, shown: String) {
    #expect(VisibleText.visible(text) == shown)
  }

  @Test(arguments: [
    ("<b>&\"'`", "&lt;b&gt;&amp;&quot;&#39;&#96;"), ("\"\u{0301}", "&quot;\u{0301}"), ("plain", "plain"),
  ])
  func `HTML has no active character`(text: String, escaped: String) {
    #expect(HTMLText.escape(text).unicodeScalars.elementsEqual(escaped.unicodeScalars))
  }

  @Test(arguments: [
    ("a|b", #"a\|b"#), ("# h", "\\# h"), ("1. x", #"1\. x"#), ("- x", #"\- x"#), ("a_b", "a_b"),
    ("_a_", #"\_a\_"#), ("[a](b)", #"\[a\](b)"#), ("<b>", #"\<b\>"#), ("`c`", #"\`c\`"#),
    ("https://x.example", #"https:\//x.example"#), ("www.x.example", #"www\.x.example"#),
    ("@me", "@<!-- -->me"), ("a@b.example", "a@b.example"), ("a\n# b", "a⟨U+000A⟩# b"), ("\\|", #"\\\|"#),
    ("2026-11-23", "2026-11-23"),
    ("1.2.0", "1.2.0"), ("a @ b", "a @ b"), ("&lt;", #"\&lt;"#),
    ("WWW.x.example", #"WWW\.x.example"#),
  ])
  func `Markdown shows text as it is`(text: String, escaped: String) {
    #expect(MarkdownText.escape(text) == escaped)
  }

  @Test(arguments: [
    ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"),

    ("@x", "'@x"),
    ("\t=1", "'⟨U+0009⟩=1"), ("\r=1", "'⟨U+000D⟩=1"), ("=\"a\",b", "\"'=\"\"a\"\",b\""),
    ("\u{FF1D}1", "'\u{FF1D}1"),
    ("a\nb", "a⟨U+000A⟩b"), ("", ""), ("\"\u{0301}", "\"\"\"\u{0301}\""),
  ])
  func `CSV cells are data and never formulas`(text: String, cell: String) {
    #expect(CSVText.cell(text) == cell)
  }

  @Test func `CSV rows end with CR LF`() {
    #expect(CSVText.table(["a", "b"], [["1", "2"]]).utf8.elementsEqual("a,b\r\n1,2\r\n".utf8))
  }
}
