import OrganizationSimulator

/// Names as member accounts may choose them to fool whoever reads a report: markup, formulas, tables, escape
/// sequences, text that runs from right to left, and a name without a blank.
enum HostileNames {
  static let all: [String] = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>",
    "&lt;b&gt; &amp;",
    "=HYPERLINK(\"http://evil.example\",\"x\")", "+1+1", "-2+3", "@SUM(A1:A9)", "\t=1+1", "\u{FF1D}1",
    "a | b | c", "| --- | --- |", "# Heading", "- item", "1. item", "> quote", "```",
    "[text](http://evil.example)",
    "![x](http://evil.example/x.png)", "**bold** _it_ ~~no~~", "http://evil.example", "user@evil.example",
    "\u{1B}[2J\u{1B}]0;owned\u{7}", "safe \u{202E}tuodetpo\u{2066}", "zero\u{200B}width\u{FEFF}", "\u{9B}31m",
    "first\nOPTED OUT", "line\r\n\tnext\u{2028}x", "nul\u{0}byte", "{{title}} {{{title}}} $x$ \\(x)",
    "'; DROP TABLE account; --", "$(touch owned) `touch owned`", String(repeating: "x", count: 128),
    String(repeating: "ä日", count: 64), "\u{0301}\u{0301}\u{0301}", " ", "",
  ]

  /// Gives every node and policy one of the names in turn.
  static func rename(_ organization: inout SimulatedOrganization) throws {
    let ids =
      organization.accounts.keys.sorted() + organization.organizationalUnits.keys.sorted()
      + organization.policies.keys.sorted()
    for (index, id) in ids.enumerated() {
      try organization.rename(id, to: all[index % all.count])
    }
  }
}
