/// What to add to a robots.txt file so that it is closed to some crawlers.
package struct RobotsBlock: Hashable, Sendable {
  /// The group to append, ending with a line feed; nil when the file is closed to all of them already.
  package var group: String?
  /// The file with the group after it.
  package var text: [UInt8]
  /// Allow rules that would keep parts open also after that, so that they must go, by crawler.
  package var openings: [String: [RobotsText.Rule]]

  /// - Parameters:
  ///   - crawlers: product tokens, in the order in which they are written.
  ///   - existing: the file as it is; empty when there is none.
  package init(closing crawlers: [String], in existing: [UInt8] = []) {
    let before = RobotsText(parsing: existing)
    let open = crawlers.filter { !before.closesSite(to: $0) }
    text = existing
    if open.isEmpty {
      group = nil
    } else {
      let lines = open.map { "User-agent: \($0)\n" }.joined() + "Disallow: /\n"
      group = lines
      if let last = existing.last {
        if last != 0x0A { text.append(0x0A) }
        text.append(0x0A)
      }
      text += Array(lines.utf8)
    }
    openings = [:]
    let after = RobotsText(parsing: text)
    for crawler in crawlers {
      let rules = after.openings(for: crawler) ?? []
      if !rules.isEmpty { openings[crawler] = rules }
    }
  }
}
