package import OrganizationModel

extension RobotsText {
  /// For each crawler of a catalogue, whether the whole site is closed to it.
  package func crawlers(of catalogue: CrawlerCatalogue = .builtIn) -> [RobotsProbe.Crawler] {
    catalogue.crawlers.map { RobotsProbe.Crawler(name: $0.name, isBlocked: closesSite(to: $0)) }
  }

  /// Whether the whole site is closed to a crawler. One whose instances look for groups of their own first is closed out
  /// only when every such group closes the site too.
  package func closesSite(to crawler: CrawlerCatalogue.Crawler) -> Bool {
    products(of: crawler).allSatisfy { closesSite(to: $0) }
  }

  /// The product tokens that decide about a crawler in this file: its name, and those of its instances.
  private func products(of crawler: CrawlerCatalogue.Crawler) -> [String] {
    guard let prefix = crawler.ownGroupPrefix?.lowercased() else { return [crawler.name] }
    let own = Set(groups.flatMap(\.products).filter { $0.hasPrefix(prefix) })
    return [crawler.name] + own.sorted()
  }
}
