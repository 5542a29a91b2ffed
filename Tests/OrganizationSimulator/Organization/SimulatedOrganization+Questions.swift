package import Foundation

extension SimulatedOrganization {
  package enum NodeKind: String, Sendable {
    case root = "ROOT"
    case organizationalUnit = "ORGANIZATIONAL_UNIT"
    case account = "ACCOUNT"
  }

  /// What the id stands for in this organization; nil when it stands for no node.
  package func kind(of node: String) -> NodeKind? {
    if accounts[node] != nil { return .account }
    if organizationalUnits[node] != nil { return .organizationalUnit }
    return node == root.id ? .root : nil
  }

  package func name(of node: String) -> String? {
    accounts[node]?.name ?? organizationalUnits[node]?.name ?? (node == root.id ? root.name : nil)
  }

  /// The id of the root or OU directly above; nil for the root and for unknown ids.
  package func parent(of node: String) -> String? {
    accounts[node]?.parentID ?? organizationalUnits[node]?.parentID
  }

  /// The ids from the root down to the node, both included. Empty for unknown ids.
  package func path(to node: String) -> [String] {
    guard kind(of: node) != nil else { return [] }
    var path = [node]
    while let parent = parent(of: path[path.count - 1]) { path.append(parent) }
    return path.reversed()
  }

  package func organizationalUnits(below parent: String) -> [OrganizationalUnit] {
    childUnitIDs[parent, default: []].compactMap { organizationalUnits[$0] }
  }

  package func accounts(below parent: String) -> [SimulatedAccount] {
    childAccountIDs[parent, default: []].compactMap { accounts[$0] }
  }

  /// The policies on the node in the order of attachment.
  package func policies(attachedTo node: String) -> [Policy] {
    attachments[node, default: []].compactMap { policies[$0] }
  }

  /// The nodes that have the policy: the root, then OUs, then accounts, each in listing order.
  package func targets(of policy: String) -> [String] {
    let nodes = attachments.filter { $0.value.contains(policy) }.map(\.key)
    guard nodes.count > 1 else { return nodes }
    func rank(_ node: String) -> Int {
      switch kind(of: node) {
      case .root: 0
      case .organizationalUnit: 1
      case .account, nil: 2
      }
    }
    return nodes.sorted { (rank($0), $0) < (rank($1), $1) }
  }

  package func isEnabled(_ policyType: String) -> Bool {
    featureSet == .all && root.policyTypes.contains { $0.type == policyType && $0.status == .enabled }
  }

  /// When the effective policy of the account last moved, as `LastUpdatedTimestamp` tells it: AWS moves it
  /// when a policy on the path is attached, detached or updated, when the type is enabled and when the
  /// account moves.
  package func effectivePolicyUpdatedAt(_ account: SimulatedAccount) -> Date {
    guard !touchedAt.isEmpty else { return account.effectivePolicyUpdatedAt }
    return path(to: account.id).compactMap { touchedAt[$0] }.reduce(account.effectivePolicyUpdatedAt, max)
  }
}
