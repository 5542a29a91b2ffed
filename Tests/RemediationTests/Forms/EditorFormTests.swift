import OrganizationModel
import Probes
import Remediation
import Testing

/// The settings and robots.txt, read by the product's own probe.
@Suite struct EditorFormTests {
  private static let options = FormOptions(toolVersion: "0.0.0-test", origin: nil)

  private func files(_ form: RemediationForm, robots: String? = nil) throws -> [GeneratedFile] {
    var options = Self.options
    options.robots = robots
    return try form.files(for: .forNewOrganization, options)
  }

  @Test(arguments: [
    (RemediationForm.vscode, "VS Code"), (.jetbrains, "JetBrains"), (.kiro, "Kiro"), (.amazonQCLI, "Q CLI"),
  ])
  func `the probe reads the settings as off`(form: RemediationForm, editor: String) throws {
    let file = try #require(try files(form).first)
    let read = SettingsReader.read(path: file.path, bytes: Array(file.text.utf8), sha256: "")
    #expect(read.editor == editor)
    #expect(read.contentSharing == .off)
    #expect(read.telemetry == .off)
    #expect(read.problem == nil)
  }

  private static let instance = "bedrockbot-00000000-0000-4000-8000-000000000000"

  @Test(arguments: [
    nil, "", "User-agent: *\nDisallow: /private",
    "User-agent: Googlebot\nAllow: /\n\nSitemap: https://example.com/s.xml\n",
    "User-agent: Amazonbot\nDisallow: /a\n", "\u{FEFF}user-agent: *\r\nallow: /\r\n",
    "User-agent: \(instance)\nDisallow: /x\n",
  ])
  func `robots closes the site to every crawler and changes nothing for others`(existing: String?) throws {
    let text = try #require(try files(.robots, robots: existing).first).text
    let before = RobotsText(parsing: Array((existing ?? "").utf8))
    let after = RobotsText(parsing: Array(text.utf8))
    #expect(text.hasPrefix(existing ?? ""))
    for crawler in after.crawlers() { #expect(crawler.isBlocked == true, "\(crawler.name)") }
    for path in ["/", "/private", "/a/b"] {
      #expect(before.allows(path, for: "Googlebot") == after.allows(path, for: "Googlebot"))
    }
    #expect(try files(.robots, robots: text).first?.text == text, "a second time changes nothing")
  }

  @Test func `an Allow rule that keeps a part open is named`() throws {
    let text = try #require(try files(.robots, robots: "User-agent: Amazonbot\nAllow: /shop\n").first).text
    #expect(text.contains("still open parts of the site to Amazonbot;"))
  }
}
