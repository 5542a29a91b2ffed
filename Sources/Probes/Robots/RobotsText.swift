/// A robots.txt file after [RFC 9309](https://www.rfc-editor.org/rfc/rfc9309): who is kept out of what.
///
/// Reading never fails. Any bytes are a robots.txt; lines that are no records of the RFC are passed over. Of a long file the
/// first `maxBytes` count, which is what the RFC makes every crawler read.
package struct RobotsText: Hashable, Sendable {
  /// 500 KiB (RFC 9309, section 2.5).
  package static let maxBytes = 500 * 1024

  /// In the order of the file, groups for the same product side by side and not yet merged.
  package var groups: [Group]
  /// Whether the file goes on after `maxBytes`.
  package var isCut: Bool

  /// One or more user-agent lines and the rules after them.
  package struct Group: Hashable, Sendable {
    /// The product tokens in lower case, `*` for all others.
    package var products: [String]
    package var rules: [Rule]
  }

  /// An allow or disallow line.
  package struct Rule: Hashable, Sendable {
    package var allows: Bool
    package var pattern: RobotsPattern
    /// The line of the file, from 1.
    package var line: Int
  }

  package init(parsing bytes: [UInt8]) {
    isCut = bytes.count > Self.maxBytes
    var reader = RobotsReader()
    for (index, line) in RobotsLines(bytes: bytes.prefix(Self.maxBytes)).enumerated() {
      reader.read(line, number: index + 1)
    }
    groups = reader.groups
  }

  /// The rules for a crawler: those of all groups with its product token, whatever its case, and those for `*` only
  /// when no group names it (section 2.2.1).
  package func rules(for product: String) -> [Rule] {
    let own = groups.filter { $0.products.contains(product.lowercased()) }
    let chosen = own.isEmpty ? groups.filter { $0.products.contains("*") } : own
    return chosen.flatMap(\.rules)
  }

  /// Whether a crawler may fetch a path, with its query if it has one: `/a/b?c`. The rule with the most octets that
  /// matches decides, an allow before a disallow of the same length, and without one the path is allowed. The file
  /// itself is always allowed (section 2.2.2).
  package func allows(_ path: String, for product: String) -> Bool {
    if path == "/robots.txt" { return true }
    let octets = RobotsPath.normalized(path)
    let matching = rules(for: product).filter { $0.pattern.matches(octets) }
    guard let longest = matching.map(\.pattern.length).max() else { return true }
    return matching.contains { $0.allows && $0.pattern.length == longest }
  }

  /// Whether the whole site is closed to a crawler: a disallow matches every path, and no allow could win over it
  /// anywhere but at the file itself.
  package func closesSite(to product: String) -> Bool {
    openings(for: product)?.isEmpty ?? false
  }

  /// What an allow rule opens in a site that is otherwise closed to a crawler; nil when it is not closed at all.
  package func openings(for product: String) -> [Rule]? {
    let rules = rules(for: product)
    let closing = rules.filter { !$0.allows && $0.pattern.matchesEverything }.map(\.pattern.length)
    guard let strongest = closing.max() else { return nil }
    return rules.filter { rule in
      rule.allows && rule.pattern.length >= strongest && rule.pattern.canMatch
        && !rule.pattern.isTheFileItself
    }
  }
}
