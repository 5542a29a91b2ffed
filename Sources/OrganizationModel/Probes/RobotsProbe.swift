/// What the robots.txt files of the configured sites said to AI crawlers when they were read.
package struct RobotsProbe: Hashable, Sendable, Codable {
  /// In the order of the configuration.
  package var sites: [Site]

  package init(sites: [Site]) {
    self.sites = sites
  }

  package struct Site: Hashable, Sendable, Codable {
    /// As configured: `https://example.com`, or the file that stood for it.
    package var site: String
    package var reading: Reading
    /// For each crawler of the catalogue, in its order.
    package var crawlers: [Crawler]
    /// The bytes that were read, kept in the store; nil when there were none.
    package var file: EvidenceFile?

    package init(site: String, reading: Reading, crawlers: [Crawler], file: EvidenceFile?) {
      self.site = site
      self.reading = reading
      self.crawlers = crawlers
      self.file = file
    }
  }

  /// How reading ended.
  package enum Reading: Hashable, Sendable, Codable {
    case read
    /// HTTP 4xx: nothing is restricted.
    case absent(status: Int)
    /// HTTP 5xx, or no answer; the reason is a clause.
    case unreachable(reason: String)
  }

  package struct Crawler: Hashable, Sendable, Codable {
    /// The product token: `Amazonbot`.
    package var name: String
    /// Whether the whole site is closed to it.
    package var isBlocked: Bool

    package init(name: String, isBlocked: Bool) {
      self.name = name
      self.isBlocked = isBlocked
    }
  }
}
