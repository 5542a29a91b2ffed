import OrganizationModel
import Probes
import TestSupport
import Testing

/// Any bytes are a robots.txt, and any bytes are a settings file with or without a problem.
@Suite struct ProbesFuzzTests {
  private static let words = [
    "User-agent:", "Disallow:", "Allow:", "*", "/", "$", "%", "%2", "%2A", "%zz", "#", "\n", "\r", "\r\n",
    " ", ":", "é",
    "Amazonbot", "\u{FEFF}", "Sitemap:", "{", "}", "\"", "amazonQ.telemetry", "false", ",", "//", "/*", "*/",
    "[", "]", "\\",
    "<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "<?", "<component name=\"codewhispererSettings\">", "=",
    "'", "<application>",
  ]

  @Test(arguments: 0..<20) func `random input never crashes and gives the same answer twice`(seed: UInt64) {
    var random = SeededNumbers(seed: seed)
    for _ in 0..<max(1, ByteMutation.count(4_000) / 20) {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        if Int.random(in: 0..<4, using: &random) == 0 {
          bytes.append(UInt8.random(in: 0...255, using: &random))
        } else {
          bytes += Array((Self.words.randomElement(using: &random) ?? "").utf8)
        }
      }
      let text = RobotsText(parsing: bytes)
      #expect(text == RobotsText(parsing: bytes))
      for crawler in CrawlerCatalogue.builtIn.crawlers where text.closesSite(to: crawler) {
        #expect(!text.allows("/x/y?z", for: crawler.name))
      }
      for path in ["settings.json", "aws.xml", "a.vscode/settings.json", "kiro/settings.json", "x"] {
        let file = SettingsReader.read(path: path, bytes: bytes, sha256: "0")
        #expect(file == SettingsReader.read(path: path, bytes: bytes, sha256: "0"))
        // Garbage never shows that sharing is off.
        if file.problem != nil { #expect(file.contentSharing != .off) }
      }
    }
  }

  @Test func `settings that are nested without end are read or refused`() {
    var mutation = ByteMutation(
      [
        "{\"amazonQ.telemetry\": false, // c\n \"[json]\": {\"a\": [1, 2]},}",
        "<application><component name=\"codewhispererSettings\"><option name=\"x\" value=\"y\"/></component></application>",
      ], words: Self.words)
    for _ in 0..<ByteMutation.count(1_000) {
      let bytes = mutation.next()
      for path in ["settings.json", "aws.xml"] {
        let file = SettingsReader.read(path: path, bytes: bytes, sha256: "0")
        if file.problem != nil { #expect(file.contentSharing != .off) }
      }
    }
  }

  @Test(.timeLimit(.minutes(1))) func `hostile patterns take no long time`() {
    let stars = String(repeating: "*a", count: 100_000)
    let text = RobotsText(parsing: Array("User-agent: *\nDisallow: /\(stars)".utf8))
    #expect(text.allows("/" + String(repeating: "a", count: 2000) + "b", for: "Amazonbot"))
    #expect(!text.closesSite(to: "Amazonbot"))
  }
}
