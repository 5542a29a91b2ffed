package import OrganizationModel

/// A small organization made at random, kept as plain tables so that a test can change it by hand and read it again.
package struct RandomOrganization: Sendable {
  package static let accounts = (1...9).map { String(repeating: String($0), count: 12) }
  package static let units = (0..<5).map { "ou-root-unit\($0)" }
  package static let root = "r-root"

  /// The parent of each unit and account.
  package var parents: [String: String] = [:]
  /// Policy ids by node, in the order of attachment.
  package var attachments: [String: [String]] = [:]
  package var texts: [String: String] = [:]
  package var numbers: SeededNumbers

  package init(seed: UInt64) {
    var policies = RandomPolicies(seed: seed)
    for index in 0..<6 { texts["p-policy\(index)"] = policies.text() }
    numbers = policies.numbers
    for (index, unit) in Self.units.enumerated() {
      parents[unit] = index == 0 || numbers.once(in: 3) ? Self.root : Self.units[numbers.number(below: index)]
    }
    for account in Self.accounts { parents[account] = container() }
    for node in [Self.root] + Self.units + Self.accounts.filter({ _ in numbers.once(in: 3) }) {
      let count = numbers.number(below: 3)
      attachments[node] = Array(texts.keys.sorted().shuffled(using: &numbers).prefix(count))
    }
  }

  /// The root or a unit.
  package mutating func container() -> String {
    numbers.once(in: 4) ? Self.root : Self.units[numbers.number(below: Self.units.count)]
  }

  /// The organization as a snapshot, without AWS's answers.
  package func snapshot() throws(SnapshotTreeError) -> Snapshot {
    try Snapshot.parsing(tree: lines(of: Self.root, indent: ""), policies: texts.mapValues { $0 })
  }

  /// What proves the order of attachment on every node.
  package var orders: [NodeID: [PolicyID]] {
    var result: [NodeID: [PolicyID]] = [:]
    for (node, policies) in attachments {
      guard let id = NodeID(node) else { continue }
      result[id] = policies.compactMap { PolicyID($0) }
    }
    return result
  }

  private func lines(of node: String, indent: String) -> String {
    let policies = attachments[node].map { $0.isEmpty ? "" : " [\($0.joined(separator: ", "))]" } ?? ""
    let children = (Self.units + Self.accounts).filter { parents[$0] == node }
    return "\(indent)\(node) Name\(policies)\n"
      + children.map { lines(of: $0, indent: indent + "  ") }.joined()
  }
}
