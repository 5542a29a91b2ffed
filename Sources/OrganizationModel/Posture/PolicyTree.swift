package import PolicyLanguage

/// The policies along every path of a snapshot, followed once for each distinct path.
package struct PolicyTree {
  package let snapshot: Snapshot
  private let parents: [NodeID: NodeID]
  private let policiesByNode: [NodeID: [LevelPolicy]]
  private var orders: [NodeID: [PolicyID]]
  private var attachedLast: [NodeID: [PolicyID]]
  /// Why policies may be attached to nodes where none is listed; nil when every attachment is known.
  private let unknownAttachments: String?
  private var inheritedByContainer: [NodeID: InheritedPolicy] = [:]

  /// - Parameters:
  ///   - orders: the order in which the policies of a node were attached, where something proves it.
  ///   - attachedLast: policies that came after all others of their node, in their order.
  package init(
    of snapshot: Snapshot, orders: [NodeID: [PolicyID]] = [:], attachedLast: [NodeID: [PolicyID]] = [:]
  ) {
    self.snapshot = snapshot
    self.orders = orders
    self.attachedLast = attachedLast
    var parents: [NodeID: NodeID] = [:]
    for unit in snapshot.organizationalUnits { parents[.organizationalUnit(unit.id)] = unit.parent }
    self.parents = parents
    var contents: [PolicyID: LevelPolicy.Content] = [:]
    for policy in snapshot.policies { contents[policy.id] = Self.content(of: policy) }
    var byNode: [NodeID: [LevelPolicy]] = [:]
    for attachment in snapshot.attachments {
      let content = contents[attachment.policy] ?? .unreadable(reason: "it is attached but not listed")
      byNode[attachment.node, default: []].append(
        LevelPolicy(id: attachment.policy.rawValue, content: content))
    }
    policiesByNode = byNode
    unknownAttachments =
      snapshot.policiesUnread
      ?? snapshot.targetsUnread.min { $0.key < $1.key }.map {
        "it could not be read where policy \($0.key) is attached: \($0.value)"
      }
  }

  private static func content(of policy: Policy) -> LevelPolicy.Content {
    switch policy.content {
    case .unread(let reason): return .unreadable(reason: reason)
    case .known(let text):
      do {
        return .document(try PolicyDocument(parsing: text))
      } catch {
        return .unreadable(reason: "its text does not parse (\(error))")
      }
    }
  }

  /// The ids from the root to the parent of `node`, root first; nil when the way up is broken.
  package func path(toParentOf parent: NodeID?) -> [NodeID]? {
    guard var node = parent else { return nil }
    var path: [NodeID] = []
    while true {
      path.append(node)
      if case .root = node { return path.reversed() }
      // AWS allows five levels of organizational units; anything far deeper is a loop in hostile input.
      guard path.count < 64, let above = parents[node] else { return nil }
      node = above
    }
  }

  /// What `container` (the root or an organizational unit) and all nodes above it amount to; nil when the way up is
  /// broken.
  package mutating func inherited(through container: NodeID) -> InheritedPolicy? {
    if let known = inheritedByContainer[container] { return known }
    guard let path = path(toParentOf: container) else { return nil }
    var inherited = InheritedPolicy()
    var start = 0
    for (index, node) in path.enumerated().reversed() {
      if let known = inheritedByContainer[node] {
        inherited = known
        start = index + 1
        break
      }
    }
    for node in path[start...] {
      inherited.apply(level(of: node))
      inheritedByContainer[node] = inherited
    }
    return inherited
  }

  package func level(of node: NodeID) -> InheritanceLevel {
    InheritanceLevel(
      node: node.rawValue, policies: policiesByNode[node] ?? [],
      attachmentOrder: orders[node]?.map(\.rawValue),
      attachedLast: attachedLast[node]?.map(\.rawValue) ?? [], unknownAttachments: unknownAttachments)
  }

  /// The same tree with nothing known about the order of attachment; nil when nothing is known of it here.
  package var withoutOrders: PolicyTree? {
    guard !orders.isEmpty || !attachedLast.isEmpty else { return nil }
    var copy = self
    copy.orders = [:]
    copy.attachedLast = [:]
    copy.inheritedByContainer = [:]
    return copy
  }

  package func hasPolicies(on node: NodeID) -> Bool { policiesByNode[node] != nil }

  /// How many policies are attached to `node`.
  package func policyCount(on node: NodeID) -> Int { policiesByNode[node]?.count ?? 0 }
}
