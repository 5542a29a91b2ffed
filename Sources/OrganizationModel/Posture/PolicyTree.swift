package import PolicyLanguage

/// The policies along every path of a snapshot, followed once for each distinct path.
package struct PolicyTree: Sendable {
  /// Everything of the snapshot but its lists and AWS's answers.
  package private(set) var frame: Snapshot
  /// What AWS says about each account.
  package private(set) var answers: [AccountID: EffectivePolicyAnswer]
  /// Of accounts too.
  private var parents: [NodeID: NodeID]
  private var policiesByNode: [NodeID: Set<PolicyID>] = [:]
  private var nodesByPolicy: [PolicyID: Set<NodeID>] = [:]
  /// What is read out of each policy, once for all the nodes that it is on.
  private var contents: [PolicyID: (source: Answer<String>, content: LevelPolicy.Content)]
  private var orders: [NodeID: [PolicyID]]
  private var attachedLast: [NodeID: [PolicyID]]
  private var inheritedByContainer: [NodeID: InheritedPolicy] = [:]

  /// - Parameters:
  ///   - orders: the order in which the policies of a node were attached, where something proves it.
  ///   - attachedLast: policies that came after all others of their node, in their order.
  package init(
    of snapshot: Snapshot, orders: [NodeID: [PolicyID]] = [:], attachedLast: [NodeID: [PolicyID]] = [:]
  ) {
    frame = snapshot.frame
    answers = snapshot.effectivePolicies
    self.orders = orders
    self.attachedLast = attachedLast
    parents = [:]
    for unit in snapshot.organizationalUnits { parents[.organizationalUnit(unit.id)] = unit.parent }
    for account in snapshot.accounts { parents[.account(account.id)] = account.parent }
    contents = [:]
    for policy in snapshot.policies { contents[policy.id] = (policy.content, Self.content(of: policy)) }
    for attachment in snapshot.attachments { set(attachment, isPresent: true) }
  }

  private mutating func set(_ attachment: Attachment, isPresent: Bool) {
    let (node, policy) = (attachment.node, attachment.policy)
    if isPresent {
      policiesByNode[node, default: []].insert(policy)
      nodesByPolicy[policy, default: []].insert(node)
    } else {
      policiesByNode[node]?.remove(policy)
      if policiesByNode[node]?.isEmpty ?? false { policiesByNode[node] = nil }
      nodesByPolicy[policy]?.remove(node)
      if nodesByPolicy[policy]?.isEmpty ?? false { nodesByPolicy[policy] = nil }
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

  // MARK: - Asking

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

  /// The ids from the root to `node` itself; only the node when the way up is broken.
  package func path(to node: NodeID) -> [NodeID] { (path(toParentOf: parents[node]) ?? []) + [node] }

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
      node: node.rawValue,
      policies: (policiesByNode[node] ?? []).map { policy in
        LevelPolicy(
          id: policy.rawValue,
          content: contents[policy]?.content ?? .unreadable(reason: "it is attached but not listed"))
      },
      attachmentOrder: orders[node]?.map(\.rawValue),
      attachedLast: attachedLast[node]?.map(\.rawValue) ?? [], unknownAttachments: unknownAttachments)
  }

  /// Why policies may be attached to nodes where none is listed; nil when every attachment is known.
  private var unknownAttachments: String? {
    frame.policiesUnread
      ?? frame.targetsUnread.min { $0.key < $1.key }.map {
        "it could not be read where policy \($0.key) is attached: \($0.value)"
      }
  }

  /// `node` and what is above it, as far as the way up is known, upwards.
  func ancestors(of node: NodeID) -> [NodeID] {
    var result = [node]
    while let parent = result.last.flatMap({ parents[$0] }), result.count < 64 { result.append(parent) }
    return result
  }

  package func hasPolicies(on node: NodeID) -> Bool { policiesByNode[node] != nil }

  /// How many policies are attached to `node`.
  package func policyCount(on node: NodeID) -> Int { policiesByNode[node]?.count ?? 0 }

  /// Where `policy` is attached.
  func nodes(with policy: PolicyID) -> Set<NodeID> { nodesByPolicy[policy] ?? [] }

  func has(_ attachment: Attachment) -> Bool {
    nodesByPolicy[attachment.policy]?.contains(attachment.node) ?? false
  }

  /// Every attachment, sorted.
  var attachments: [Attachment] {
    nodesByPolicy.flatMap { policy, nodes in nodes.map { Attachment(policy: policy, node: $0) } }.sorted()
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

  // MARK: - Following

  /// Takes up `delta`.
  ///
  /// - Parameter scope: what it can affect, as it was before.
  mutating func follow(_ delta: SnapshotDelta, orders: KnownOrders, scope: ChangeScope) {
    for (account, answer) in delta.effectivePolicies { answers[account] = answer }
    if let whole = delta.frame {
      let header = frame.header
      frame = whole
      frame.header = header
    }
    for (id, account) in delta.accounts { parents[.account(id)] = account?.parent }
    for (id, unit) in delta.units { parents[.organizationalUnit(id)] = unit?.parent }
    for (id, policy) in delta.policies {
      guard let policy else {
        contents[id] = nil
        continue
      }
      if contents[id]?.source != policy.content { contents[id] = (policy.content, Self.content(of: policy)) }
    }
    for (attachment, isPresent) in delta.attachments { set(attachment, isPresent: isPresent) }
    (self.orders, attachedLast) = (orders.whole, orders.last)
    if scope.isEverything {
      inheritedByContainer = [:]
    } else if scope.concernsContainers {
      for container in inheritedByContainer.keys where isConcerned(container, by: scope) {
        inheritedByContainer[container] = nil
      }
    }
  }

  /// Whether what `scope` names is among `container` and the nodes above it.
  func isConcerned(_ container: NodeID, by scope: ChangeScope) -> Bool {
    // A broken way up ends at a node that is missing, which may be the one that was removed.
    scope.isEverything || ancestors(of: container).contains { scope.nodes.contains($0) }
  }
}

/// What a difference between two states of an organization can affect.
struct ChangeScope {
  /// On these nodes something differs, so that all accounts below may be concerned.
  var nodes: Set<NodeID> = []
  /// Every account may be concerned.
  var isEverything = false

  /// Whether it reaches further than to single accounts.
  var concernsContainers: Bool {
    isEverything || nodes.contains { if case .account = $0 { false } else { true } }
  }
}
