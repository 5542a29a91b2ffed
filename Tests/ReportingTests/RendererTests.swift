import Checklist
import Foundation
import Hashing
import OrganizationModel
import Testing
import Timeline

@testable import Reporting

struct RendererTests {
  private func html(_ input: ReportInput) throws -> String {
    try HTMLReport.render(ReportModel(input), .embedded())[0].text
  }

  private func markdown(_ input: ReportInput) throws -> String {
    try MarkdownReport.render(ReportModel(input), .embedded())[0].text
  }

  @Test func `the same model gives the same bytes`() throws {
    let input = try SampleReport.input()
    #expect(try html(input) == html(input))
    #expect(try markdown(input) == markdown(input))
    #expect(CSVTables.render(ReportModel(input)) == CSVTables.render(ReportModel(input)))
  }

  @Test func `the page loads nothing and allows only its own style and script`() throws {
    let page = try html(SampleReport.input())
    let style = try #require(page.firstMatch(of: /<style>([\s\S]*?)<\/style>/)).1
    let script = try #require(page.firstMatch(of: /<script>([\s\S]*?)<\/script>/)).1
    #expect(page.contains("default-src 'none'"))
    #expect(page.contains("style-src 'sha256-\(SHA256.base64(of: String(style)))'"))
    #expect(page.contains("script-src 'sha256-\(SHA256.base64(of: String(script)))'"))
    #expect(!page.contains(" src="))
    #expect(!page.contains("@import"))
    #expect(!page.contains("url("))
    #expect(page.matches(of: /style="|\son[a-z]+="/).isEmpty)
    for link in page.matches(of: /href="([^"]*)"/) {
      #expect(link.1.hasPrefix("#") || link.1.hasPrefix("https://docs.aws.amazon.com/"))
    }
  }

  @Test func `hostile names stay text in HTML`() throws {
    let page = try html(SampleReport.input())
    #expect(page.matches(of: /<script/).count == 1)
    #expect(!page.contains("<b>old"))
    #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(page.contains("x&quot;\u{0301} onmouseover=alert(1) &#39;"))
    #expect(!page.unicodeScalars.contains("\u{202E}"))
    #expect(page.contains("-1+1 &amp; {{title}} $x$"))
    #expect(!page.contains("href=\"javascript"))
  }

  @Test func `stored policy texts keep their indentation`() throws {
    let page = try html(SampleReport.input())
    #expect(page.contains("\n  &quot;default&quot;:{&quot;@@operators_allowed_for_child_policies&quot;"))
  }

  @Test func `hostile names stay text in Markdown`() throws {
    let text = try markdown(SampleReport.input())
    #expect(!text.contains("<script>"))
    #expect(!text.contains("[click]("))
    #expect(!text.contains("https://evil"))
    #expect(!text.contains(" @everyone"))
    #expect(!text.unicodeScalars.contains("\u{202E}"))
    #expect(text.contains(#"\[click\](https:\//evil.example) \`code\` \*\*bold\*\* \| # h"#))
  }

  @Test func `every row of a Markdown table has as many cells as its header`() throws {
    var columns: Int?
    for line in try markdown(SampleReport.input()).split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        columns = nil
        continue
      }
      let bars = line.replacing(#"\\"#, with: "").replacing(#"\|"#, with: "").count { $0 == "|" }
      #expect(bars == columns ?? bars, "\(line)")
      columns = bars
    }
  }

  @Test func `the verdict comes first in Markdown`() throws {
    let lines = try markdown(SampleReport.input()).split(separator: "\n")
    #expect(lines[0] == "# AI services opt-out audit of o-sample0001")
    #expect(
      lines[1].hasPrefix("**Opted out today: ◐ partly opted out.** 7 of 13 active accounts are opted out"))
  }

  @Test func `neither format leaves a tag or an empty absence behind`() throws {
    for text in [try html(SampleReport.input()), try markdown(SampleReport.input())] {
      #expect(!text.contains("Optional("))
      #expect(!text.contains("Absent"))
      #expect(
        !text.replacing("{{title}} $x$", with: "").replacing(#"{{title}} \$x\$"#, with: "").contains("{{"))
    }
  }

  @Test func `attestations stand beside their item and in an appendix, once each`() throws {
    let page = try html(SampleReport.input())
    #expect(page.contains("<section id=\"attestations\""))
    #expect(page.contains("List of 2 attestations"))
    #expect(page.contains("overruled by a-000000000002"))
    #expect(page.contains("countersigned by second (s) on 1970-01-01"))
    #expect(page.contains("AWS states, not observable by this tool"))
    #expect(!page.contains("Attested: a-000000000002"))
    let text = try markdown(SampleReport.input())
    #expect(text.contains("## Attestations"))
    #expect(text.contains("**AWS states, not observable by this tool:** Copies are deleted."))
    let row = try #require(ReportModel(SampleReport.input()).checklists[1].items.last)
    #expect(row.attestedBy?.hasSuffix(" until 1970-01-02") == true)
    #expect(row.evidence.count == 1)
  }

  @Test func `evidence of items is folded, and what to do is in sight`() throws {
    let page = try html(SampleReport.input())
    #expect(page.matches(of: /<div class="item"/).count == 8)
    #expect(page.matches(of: /<summary>Question and evidence/).count == 8)
    let items = page.split(separator: "<div class=\"item\"").dropFirst()
    let failed = try #require(items.first { $0.contains("#i-bad") })
    let visible = try #require(failed.split(separator: "<details>").first)
    #expect(visible.contains("What to do:</b> Attach the policy to the root."))
  }

  @Test func `the first section names the worst exception, its accounts and its fix`() throws {
    let page = try html(SampleReport.input())
    let start = try #require(page.firstRange(of: "<section id=\"answer\""))
    let end = try #require(page.firstRange(of: "<section id=\"exceptions\""))
    let answer = page[start.lowerBound..<end.lowerBound]
    let worst = try #require(ReportModel(SampleReport.input()).exceptions.first)
    #expect(answer.contains("Worst exception: <a href=\"#group-1\">"))
    #expect(answer.contains(worst.accounts[0].id))
    #expect(answer.contains("<dt>Fix</dt>"))
    #expect(page.contains("id=\"group-1\""))
    #expect(answer.contains("href=\"#group-2\""))
  }

  @Test func `ten thousand accounts fit into three megabytes`() throws {
    let input = try SampleReport.input(extra: 9_986)
    let model = ReportModel(input)
    #expect(model.accountCount == 10_000)
    #expect(model.exceptions.count + model.inOrder.count < 12)
    let page = try HTMLReport.render(model, .embedded())[0]
    #expect(page.bytes.count < 3_000_000)
    #expect(page.text.contains("workload-9985-production"))
    let text = try MarkdownReport.render(model, .embedded())[0]
    #expect(text.bytes.count < 100_000)
  }

  @Test func `a list of accounts says once where most dates come from, and has no empty column`() throws {
    let model = ReportModel(try SampleReport.input(extra: 40))
    let page = try HTMLReport.render(model, .embedded())[0].text
    let groups = page.split(separator: "<article class=\"group\"").dropFirst()
    let long = try #require(groups.first { $0.contains("workload-1-production") })
    let sources = try #require(
      model.accounts.first { $0.name == "workload-1-production" }?.since?.sources)
    #expect(long.contains("<dt>Dates by</dt><dd>\(sources), where a date does not say otherwise</dd>"))
    #expect(long.components(separatedBy: sources).count == 2)
    // Those of other accounts of the group stay beside their dates.
    #expect(long.contains("<small>s-aaaaaaaaaaaa not opted out; s-bbbbbbbbbbbb opted out</small>"))
    let undated = try #require(groups.first { $0.contains("legacy-erp") })
    #expect(!undated.contains("Opted out since"))
  }

  @Test func `long names of units are cut in lists, and whole in accounts.csv`() throws {
    var input = try SampleReport.input()
    var snapshot = input.observation.posture.snapshot
    // A letter with as many marks as a name can have is one character.
    let name = "e" + String(repeating: "\u{301}", count: 127)
    let unit = try #require(snapshot.organizationalUnits.firstIndex { $0.name == "Workloads" })
    snapshot.organizationalUnits[unit].name = name
    input.observation.posture = OrganizationPosture(of: snapshot)
    let page = try html(input)
    #expect(page.contains("<td>Root / e\(String(repeating: "\u{301}", count: 62))…"))
    #expect(!page.contains("Root / \(name)"))
    let accounts = try #require(CSVTables.render(ReportModel(input)).first { $0.path == "accounts.csv" })
    #expect(accounts.text.contains("Root / \(name)"))
  }

  @Test func `an OCSF finding says what it rests on, and what is accepted is suppressed`() throws {
    var input = try SampleReport.input()
    input.checklists[0].items[1].acceptance = Acceptance(until: input.reportDate, approvers: ["The Board"])
    let text = try OCSFReport.render(ReportModel(input))[0].text
    let findings = try #require(
      JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    func finding(_ id: String) throws -> [String: Any] {
      try #require(
        findings.first { ($0["finding_info"] as? [String: Any])?["uid"] as? String == "o-sample0001/\(id)" })
    }
    let accepted = try finding("BASE-02")
    #expect(accepted["status"] as? String == "Suppressed")
    let status = (accepted["compliance"] as? [String: Any])?["status"] as? String
    #expect(status == "Fail")
    let attested = try finding("HIPAA-2")
    #expect(attested["status"] as? String == "New")
    let detail = (attested["compliance"] as? [String: Any])?["status_detail"] as? String
    #expect(detail?.contains("attested by") == true)
    #expect(detail?.contains("1970-01-01 to 1970-01-02") == true)
    for finding in findings {
      let profiles = (finding["metadata"] as? [String: Any])?["profiles"] as? [String]
      #expect(profiles == ["cloud"])
      let detail = (finding["compliance"] as? [String: Any])?["status_detail"] as? String
      #expect(detail?.isEmpty == false)
    }
  }

  @Test func `CSV files have one row for each thing and equal columns`() throws {
    let model = ReportModel(try SampleReport.input())
    let files = CSVTables.render(model)
    #expect(
      files.map(\.path) == [
        "accounts.csv", "services-by-account.csv", "checklist-items.csv", "attestations.csv", "policies.csv",
        "attachments.csv", "snapshots.csv",
      ])
    let tables = files.map { CSVReader.rows($0.text) }
    for table in tables { #expect(Set(table.map(\.count)).count == 1) }
    #expect(tables[0].count == 1 + 14)
    #expect(tables[2].count == 1 + 8)
    #expect(tables[3].count == 1 + 2)
    #expect(tables[4].count == 1 + 8)
    #expect(tables[5].count == 1 + 6)
    #expect(tables[6].count == 1 + 2)
    let cells = tables.joined().joined()
    #expect(cells.contains("'=HYPERLINK(\"http://evil.example\",\"x\")|cell"))
    #expect(!cells.contains { "=+-@\t\r".contains($0.first ?? " ") })
    let lex = tables[1].filter { $0[2] == "lex" }
    #expect(lex.map { $0[3] } == ["optIn", "optOut"])
  }
}

/// Reads RFC 4180 as another program would.
enum CSVReader {
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = String.UnicodeScalarView()
    var isQuoted = false
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.popFirst() {
      switch (scalar, isQuoted) {
      case ("\"", true) where scalars.first == "\"":
        cell.append("\"")
        scalars.removeFirst()
      case ("\"", _): isQuoted.toggle()
      case (",", false):
        row.append(String(cell))
        cell = String.UnicodeScalarView()
      case ("\r", false): break
      case ("\n", false):
        rows.append(row + [String(cell)])
        row = []
        cell = String.UnicodeScalarView()
      default: cell.append(scalar)
      }
    }
    return rows
  }
}
