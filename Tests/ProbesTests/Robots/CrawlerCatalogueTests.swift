import OrganizationModel
import Probes
import Testing

@Suite struct CrawlerCatalogueTests {
  private let catalogue = CrawlerCatalogue.builtIn

  @Test func `every crawler has a source and its date`() {
    for crawler in catalogue.crawlers {
      #expect(crawler.source.hasPrefix("https://"), "\(crawler.name)")
      #expect(Timestamp(crawler.date) != nil, "\(crawler.name)")
    }
  }

  @Test func `those that may train models and run today are required`() {
    #expect(catalogue.required.map(\.name) == ["Amazonbot", "ClaudeBot"])
    #expect(catalogue.crawlers.filter(\.isRetired).map(\.name) == ["anthropic-ai", "Claude-Web"])
  }

  @Test func `the guide's group leaves ClaudeBot and bedrockbot in`() {
    let guide =
      "User-agent: Amazonbot\nDisallow: /\n\nUser-agent: anthropic-ai\nUser-agent: Claude-Web\nDisallow: /\n"
    let crawlers = RobotsText(parsing: Array(guide.utf8)).crawlers()
    #expect(crawlers.filter(\.isBlocked).map(\.name) == ["Amazonbot", "anthropic-ai", "Claude-Web"])
    let site = RobotsProbe.Site(site: "https://example.com", reading: .read, crawlers: crawlers, file: nil)
    #expect(catalogue.open(at: site) == ["ClaudeBot"])
  }

  @Test(arguments: [
    ("User-agent: bedrockbot\nDisallow: /", true), ("User-agent: *\nDisallow: /", true),
    (
      "User-agent: bedrockbot\nDisallow: /\nUser-agent: bedrockbot-123e4567-e89b-12d3-a456-426614174000\nAllow: /",
      false
    ),
    (
      "User-agent: bedrockbot\nUser-agent: bedrockbot-123e4567-e89b-12d3-a456-426614174000\nDisallow: /", true
    ),
    ("User-agent: bedrockbot-123e4567-e89b-12d3-a456-426614174000\nDisallow: /", false),
  ])
  func `bedrockbot is closed out when each of its groups is`(text: String, isBlocked: Bool) throws {
    let crawlers = RobotsText(parsing: Array(text.utf8)).crawlers()
    #expect(crawlers.first { $0.name == "bedrockbot" }?.isBlocked == isBlocked)
  }
}
