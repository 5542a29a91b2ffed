import OrganizationModel
import Probes
import Testing

@Suite struct RobotsBlockTests {
  @Test func `what is added closes the site`() {
    let names = CrawlerCatalogue.builtIn.required.map(\.name)
    let block = RobotsBlock(closing: names, in: Array("User-agent: *\nDisallow: /private".utf8))
    #expect(block.group == "User-agent: Amazonbot\nUser-agent: ClaudeBot\nDisallow: /\n")
    let after = RobotsText(parsing: block.text)
    #expect(names.allSatisfy { after.closesSite(to: $0) })
    #expect(after.allows("/a", for: "Googlebot"))
    #expect(block.openings.isEmpty)
  }

  @Test func `what is closed already gets nothing`() {
    let text = Array("User-agent: *\nDisallow: /\n".utf8)
    let block = RobotsBlock(closing: ["Amazonbot"], in: text)
    #expect(block.group == nil)
    #expect(block.text == text)
  }

  @Test func `an allow that would stay is named`() {
    let block = RobotsBlock(closing: ["Amazonbot"], in: Array("User-agent: Amazonbot\nAllow: /public\n".utf8))
    #expect(block.openings["Amazonbot"]?.map(\.line) == [2])
  }

  @Test func `a missing file becomes one`() {
    let block = RobotsBlock(closing: ["ClaudeBot"])
    #expect(String(decoding: block.text, as: UTF8.self) == "User-agent: ClaudeBot\nDisallow: /\n")
  }
}
