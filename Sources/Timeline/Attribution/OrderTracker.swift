import OrganizationModel

/// Follows events to the order in which the policies of each node were attached.
///
/// No API returns that order; a policy that is detached and attached again moves to the end.
struct OrderTracker {
  /// When each policy of a node was attached, where an event tells.
  private var attached: [NodeID: [PolicyID: Timestamp]] = [:]
  /// What the events tell of each node with several policies.
  private var claims: [NodeID: Claim] = [:]
  /// Nodes whose claim may have become another.
  private var stale: Set<NodeID> = []
  /// Those of the claims that are proven, and the moment since when every record had to be there for that.
  private var orders = KnownOrders()
  private var coveredSince: Timestamp?
  /// Of the claims that are proven, the one that needs records from furthest back.
  private var oldestProven: Timestamp?

  /// An order, provided that every record since a moment has been read: a policy without one was attached before it.
  private struct Claim {
    var since: Timestamp
    var policies: [PolicyID]
    /// Whether these are all policies of the node, and not only those that came last.
    var isWhole: Bool
  }

  var isEmpty: Bool { attached.isEmpty }

  mutating func follow(_ attachment: Attachment, isAttached: Bool, at time: Timestamp) {
    attached[attachment.node, default: [:]][attachment.policy] = isAttached ? time : nil
    stale.insert(attachment.node)
  }

  /// Something was attached to these nodes or detached, with or without an event.
  mutating func touch(_ nodes: Set<NodeID>) { stale.formUnion(nodes) }

  /// What is proven about the orders of the policies in force.
  ///
  /// - Parameters:
  ///   - policies: those of a node.
  ///   - since: from when on every record has been read.
  mutating func orders(coveredSince since: Timestamp, policies: (NodeID) -> Set<PolicyID>) -> KnownOrders {
    for node in stale {
      let claim = claim(of: node, policies(node))
      claims[node] = claim
      prove(node, claim.flatMap { $0.since >= since ? $0 : nil })
    }
    stale = []
    // With later records needed, claims can only be lost; with earlier ones, only be won.
    if let before = coveredSince,
      since < before || (since > before && oldestProven.map { $0 < since } ?? false)
    {
      orders = KnownOrders()
      oldestProven = nil
      for (node, claim) in claims where claim.since >= since { prove(node, claim) }
    }
    coveredSince = since
    return orders
  }

  private mutating func prove(_ node: NodeID, _ claim: Claim?) {
    orders.whole[node] = claim.flatMap { $0.isWhole ? $0.policies : nil }
    orders.last[node] = claim.flatMap { $0.isWhole ? nil : $0.policies }
    if let claim { oldestProven = min(oldestProven ?? claim.since, claim.since) }
  }

  private func claim(of node: NodeID, _ policies: Set<PolicyID>) -> Claim? {
    guard policies.count > 1, let times = attached[node] else { return nil }
    let dated = policies.compactMap { policy in times[policy].map { (time: $0, policy: policy) } }
      .sorted { ($0.time, $0.policy) < ($1.time, $1.policy) }
    // Records are dated by the second, which may not tell two apart.
    guard let first = dated.first, Set(dated.map(\.time)).count == dated.count else { return nil }
    let others = policies.filter { times[$0] == nil }
    return Claim(
      since: first.time, policies: (others.count <= 1 ? Array(others) : []) + dated.map(\.policy),
      isWhole: others.count <= 1)
  }
}
