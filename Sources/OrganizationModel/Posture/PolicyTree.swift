package import PolicyLanguage

/// The policies along every path of a snapshot, followed once for each distinct path.
package struct PolicyTree: Sendable {
  package private(set) var snapshot: Snapshot
  private let parents: [NodeID: NodeID]
  private let policiesByNode: [NodeID: [LevelPolicy]]
  /// What is read out of each policy, so that a tree made from another one reads only what differs.
  private let contents: [PolicyID: (source: Answer<String>, content: LevelPolicy.Content)]
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
    self.init(of: snapshot, orders: orders, attachedLast: attachedLast, reading: [:])
  }

  private init(
    of snapshot: Snapshot, orders: [NodeID: [PolicyID]], attachedLast: [NodeID: [PolicyID]],
    reading known: [PolicyID: (source: Answer<String>, content: LevelPolicy.Content)]
  ) {
    self.snapshot = snapshot
    self.orders = orders
    self.attachedLast = attachedLast
    var parents: [NodeID: NodeID] = [:]
    for unit in snapshot.organizationalUnits { parents[.organizationalUnit(unit.id)] = unit.parent }
    self.parents = parents
    var contents: [PolicyID: (source: Answer<String>, content: LevelPolicy.Content)] = [:]
    for policy in snapshot.policies {
      if let read = known[policy.id], read.source == policy.content {
        contents[policy.id] = read
      } else {
        contents[policy.id] = (policy.content, Self.content(of: policy))
      }
    }
    self.contents = contents
    var byNode: [NodeID: [LevelPolicy]] = [:]
    for attachment in snapshot.attachments {
      let content =
        contents[attachment.policy]?.content ?? .unreadable(reason: "it is attached but not listed")
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

  /// `node` and what is above it, as far as the way up is known, upwards.
  func ancestors(of node: NodeID) -> [NodeID] {
    var result = [node]
    while let parent = result.last.flatMap({ parents[$0] }), result.count < 64 { result.append(parent) }
    return result
  }

  /// Takes up `delta`, whose accounts are left to whoever keeps them.
  ///
  /// - Parameter isStructural: whether it may touch more than AWS's answers.
  mutating func follow(_ delta: SnapshotDelta, orders: KnownOrders, isStructural: Bool) {
    var delta = delta
    delta.accounts = [:]
    snapshot.apply(delta)
    guard isStructural else { return }
    self = PolicyTree(of: snapshot, orders: orders.whole, attachedLast: orders.last, reading: contents)
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
