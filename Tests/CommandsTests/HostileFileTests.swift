import Foundation
import OrganizationSimulator
import Testing

/// Names that want to be a heading, a row, a formula, a link or a script in the files that commands write.
@Suite struct HostileFileTests {
  private static let names = [
    "=HYPERLINK(\"http://evil.example\",\"x\")", "| OPTED OUT | all |\n# OWNED",
    "[click](javascript:alert(1))",
    "<img src=x onerror=alert(1)>", "\u{1B}[2J\u{202E}\r\n## OWNED\u{2028}## OWNED\u{85}# OWNED",
    "`` ` `` ![x](http://evil.example/x.png) <!-- ", "@SUM(1)|cmd", "-2+3",
    "$(touch owned) `touch owned` ; touch owned #",
    "</script><script>alert(1)</script>", "&#x3C;script&#x3E;", "{{{ owned }}} ${owned} %{owned}",
  ]

  /// Two snapshots whose accounts, units and policies have those names, with a move between them.
  private func store() async throws -> TestStore {
    let accounts = Self.names.indices.map { "    \(200_000_000_000 + $0) N\($0)" }.joined(separator: "\n")
    var organization = try SimulatedOrganization(
      tree: """
        o-hostilefiles management=111111111111
        r-ef56 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-onehostile
          111111111111 A delegated=config.amazonaws.com
          ou-ef56-hostile01 Unit policies=p-twohostile
        \(accounts)
        policy p-onehostile One {"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}}}}
        policy p-twohostile Two {"services":{"lex":{"opt_out_policy":{"@@assign":"optOut"}}}}
        """)
    for (index, name) in Self.names.enumerated() {
      try organization.rename(String(200_000_000_000 + index), to: name)
    }
    try organization.rename("r-ef56", to: Self.names[1])
    try organization.rename("ou-ef56-hostile01", to: Self.names[4] + Self.names[3])
    try organization.rename("p-onehostile", to: Self.names[2] + Self.names[1])
    try organization.rename("p-twohostile", to: Self.names[0])
    let store = try TestStore()
    try await store.collect(organization, at: "2026-07-01T06:00:00Z")
    try organization.move("200000000002", to: "r-ef56", at: Date(timeIntervalSince1970: 1_780_000_000))
    try organization.detach(
      "p-twohostile", from: "ou-ef56-hostile01", at: Date(timeIntervalSince1970: 1_780_000_000))
    try await store.collect(organization, at: "2026-09-30T06:00:00Z")
    let attested = try await store.run(
      "attest", "add", "--item", "hipaa.incident-plan-covers-ai", "--outcome", "passed", "--by",
      Self.names[3],
      "--statement", Self.names[1] + Self.names[2], "--effective", "2026-08-01")
    #expect(attested.status == 0, "\(attested.errors)")
    return store
  }

  @Test func `names are text in every file and on every screen`() async throws {
    let store = try await store()
    for arguments in [
      ["diff", "2026-07-01", "2026-09-30"], ["history"], ["status"], ["check", "--as-of", "2026-09-30"],
      ["remediate"],
      ["troubleshoot"], ["guide"], ["attest", "list", "--as-of", "2026-09-30"],
    ] {
      let run = try await store.run(arguments)
      #expect(!run.text.isEmpty, "\(arguments): \(run.errors)")
      run.expectHarmlessText()
      #expect(
        !run.text.split(separator: "\n").contains { $0.hasPrefix("# OWNED") || $0.hasPrefix("## OWNED") })
    }
    let out = store.scratch.path("out")
    for arguments in [
      ["report", "--output", out + "/report"],
      ["pack", "--output", out + "/pack", "--archive", out + "/pack.zip"],
      ["remediate", "--output", out + "/fix"],
    ] {
      let run = try await store.run(arguments)
      #expect(run.status < 2, "\(arguments): \(run.errors)")
    }
    let page = try await store.run("check", "--page", "--as-of", "2026-09-30")
    #expect(page.text.contains("#"), "\(page.errors)")
    check(page.text, "page.md")
    var kinds: Set<String> = []
    for (path, data) in try files(below: store.scratch["out"]) where !path.contains("/evidence/") {
      kinds.insert((path as NSString).pathExtension)
      check(String(decoding: data, as: UTF8.self), path)
    }
    #expect(kinds.isSuperset(of: ["md", "html", "csv"]))
  }

  private func check(_ text: String, _ path: String) {
    switch (path as NSString).pathExtension {
    case "zip": return
    case "json", "sarif":
      // Names are exactly as AWS sent them, as JSON strings.
      #expect((try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil, "\(path)")
      return
    case "md": checkMarkdown(text, path)
    case "csv": checkFormulas(text, path)
    case "html":
      #expect(!text.contains("<img src=x"), "\(path)")
      #expect(!text.contains("<script>alert"), "\(path)")
      #expect(!text.contains("href=\"javascript:"), "\(path)")
    default: break
    }
    let bad = text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\n" && scalar != "\t" && !(scalar == "\r" && path.hasSuffix(".csv"))
      case .lineSeparator, .paragraphSeparator: true
      case .format: scalar.value == 0x202E
      default: false
      }
    }
    #expect(bad.isEmpty, "\(path) holds \(bad.map { String($0.value, radix: 16) })")
  }

  private func checkMarkdown(_ text: String, _ path: String) {
    var pipes: Int?
    var isCode = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") { isCode.toggle() }
      if isCode { continue }
      #expect(line.firstMatch(of: /^#+ OWNED/) == nil, "\(path): \(line)")
      #expect(line.firstMatch(of: /(^|[^\\])\]\((javascript|http:\/\/evil)/) == nil, "\(path): \(line)")
      #expect(line.firstMatch(of: /(^|[^\\])<(img|script)/) == nil, "\(path): \(line)")
      guard line.hasPrefix("|") else {
        pipes = nil
        continue
      }
      let count = line.replacing("\\|", with: "").count { $0 == "|" }
      #expect(pipes == nil || pipes == count, "\(path): \(line)")
      pipes = count
    }
  }

  /// No cell of a table begins with what a spreadsheet takes for a formula.
  private func checkFormulas(_ text: String, _ path: String) {
    var cell = ""
    var isQuoted = false
    func end() {
      #expect(!["=", "+", "-", "@", "\t", "\r"].contains { cell.hasPrefix($0) }, "\(path): \(cell)")
      cell = ""
    }
    for character in text.unicodeScalars {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted, "\n" where !isQuoted: end()
      case "\r" where !isQuoted: break
      default: cell.unicodeScalars.append(character)
      }
    }
    #expect(!isQuoted, "\(path) ends inside of a quoted cell")
  }
}
