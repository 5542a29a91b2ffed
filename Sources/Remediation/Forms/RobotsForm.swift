import OrganizationModel
import Probes

/// A robots.txt that keeps the catalogue's crawlers out, merged into the file that a site has.
///
/// Rules: RFC 9309. Lines of the site's file stay as they are. A crawler that has a group of its own already gets the new
/// rules too, because groups of one crawler count together; what its Allow rules keep open is named.
struct RobotsForm {
  /// The site's file; nil when it has none, or none was given.
  var existing: String?
  var options: FormOptions
  var catalogue = CrawlerCatalogue.builtIn

  func files() throws(RemediationError) -> [GeneratedFile] {
    let before = RobotsText(parsing: Array((existing ?? "").utf8))
    var open = catalogue.crawlers.filter { !before.closesSite(to: $0) }
    var text = merged(closing: open, instances: instances(of: open, in: before))
    // An Allow rule that is at least as long as "Disallow: /" wins over it, and the file is not ours to cut.
    let after = RobotsText(parsing: Array(text.utf8))
    open = catalogue.crawlers.filter { !after.closesSite(to: $0) }
    if !open.isEmpty {
      let names = open.map(\.name).joined(separator: ", ")
      text +=
        "# Mind: Allow rules above still open parts of the site to \(names); take them out to close it whole.\n"
    }
    return [GeneratedFile(path: "web/robots.txt", text: text)]
  }

  /// Product tokens of single instances that have groups of their own, such as `bedrockbot-<UUID>`.
  private func instances(of crawlers: [CrawlerCatalogue.Crawler], in text: RobotsText) -> [String] {
    let prefixes = crawlers.compactMap { $0.ownGroupPrefix?.lowercased() }
    return Set(
      text.groups.flatMap(\.products).filter { product in prefixes.contains { product.hasPrefix($0) } }
    )
    .sorted()
  }

  private func merged(closing crawlers: [CrawlerCatalogue.Crawler], instances: [String]) -> String {
    var lines = existing ?? ""
    guard !crawlers.isEmpty else { return lines }
    // A file without a line feed at its end would run into the next line; a lone carriage return ends a line too.
    if !lines.isEmpty, lines.unicodeScalars.last != "\n" { lines += "\n" }
    if !lines.isEmpty { lines += "\n" }
    lines += "# Crawlers of Amazon and Anthropic, as of \(catalogue.checkedOn). \(options.madeBy).\n"
    let others = crawlers.filter { !$0.isRetired && !$0.mayTrain }.map(\.name)
    if !others.isEmpty {
      lines +=
        "# Not for training, but for search or on somebody's request: \(others.joined(separator: ", "));\n"
      lines += "# take their lines out if they may read the site.\n"
    }
    for name in crawlers.map(\.name) + instances { lines += "User-agent: \(name)\n" }
    return lines + "Disallow: /\n"
  }
}
