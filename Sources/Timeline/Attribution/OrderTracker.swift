import OrganizationModel

/// Follows events to the order in which the policies of each node were attached.
///
/// No API returns that order; a policy that is detached and attached again moves to the end.
struct OrderTracker {
  /// When each policy of a node was attached, where an event tells.
  private var attached: [NodeID: [PolicyID: Timestamp]] = [:]

  var isEmpty: Bool { attached.isEmpty }

  mutating func follow(_ attachment: Attachment, isAttached: Bool, at time: Timestamp) {
    attached[attachment.node, default: [:]][attachment.policy] = isAttached ? time : nil
  }

  /// What is proven about the orders of `attachments`, which are those in force.
  ///
  /// - Parameter isCovered: whether every record since the moment given has been read. Where it has, a policy without a
  ///   record was attached before it.
  func orders(of attachments: some Sequence<Attachment>, isCovered: (Timestamp) -> Bool) -> KnownOrders {
    guard !attached.isEmpty else { return .none }
    var present: [NodeID: [PolicyID]] = [:]
    for attachment in attachments where attached[attachment.node] != nil {
      present[attachment.node, default: []].append(attachment.policy)
    }
    var orders = KnownOrders()
    for (node, policies) in present where policies.count > 1 {
      let times = attached[node] ?? [:]
      let dated = policies.filter { times[$0] != nil }
        .sorted { (times[$0], $0) < (times[$1], $1) }
      // Records are dated by the second, which may not tell two apart.
      guard let first = dated.first.flatMap({ times[$0] }), Set(dated.map { times[$0] }).count == dated.count,
        isCovered(first)
      else { continue }
      let others = policies.filter { times[$0] == nil }
      if others.count <= 1 {
        orders.whole[node] = others + dated
      } else {
        orders.last[node] = dated
      }
    }
    return orders
  }
}

private func < (left: (Timestamp?, PolicyID), right: (Timestamp?, PolicyID)) -> Bool {
  guard let a = left.0, let b = right.0, a != b else { return left.1 < right.1 }
  return a < b
}
