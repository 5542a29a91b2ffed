import OrganizationModel

/// Tells for which accounts nothing changed since an earlier snapshot that an effective policy could depend on: the
/// policy type is enabled, and the path has the same nodes, the same policies on each, and the same text in each policy.
///
/// What either snapshot could not read may have changed.
struct UnchangedPaths {
  private let current: Snapshot
  private let earlier: Snapshot
  private let isComparable: Bool
  private let parents: [NodeID: NodeID]
  private let earlierParents: [NodeID: NodeID]
  private var nodes: [NodeID: Bool] = [:]
  private let policies: [NodeID: Set<PolicyID>]
  private let earlierPolicies: [NodeID: Set<PolicyID>]
  private let changedPolicies: Set<PolicyID>

  init(in current: Snapshot, since earlier: Snapshot) {
    self.current = current
    self.earlier = earlier
    isComparable =
      [current, earlier].allSatisfy { snapshot in
        snapshot.isPolicyTypeEnabled == true && snapshot.policiesUnread == nil
          && snapshot.targetsUnread.isEmpty
      } && current.organization.id == earlier.organization.id
      && current.root.value?.id == earlier.root.value?.id
      && Self.isFromTheSameEndpoint(current.header.source, earlier.header.source)
    parents = Self.parents(in: current)
    earlierParents = Self.parents(in: earlier)
    policies = Self.policies(in: current)
    earlierPolicies = Self.policies(in: earlier)
    let texts = Dictionary(earlier.policies.map { ($0.id, $0.content.value) }) { first, _ in first }
    changedPolicies = Set(
      current.policies.filter { policy in
        guard let text = policy.content.value, let before = texts[policy.id] ?? nil else { return true }
        return text != before
      }.map(\.id))
  }

  /// The answers of the earlier snapshot that still stand and were read at `notBefore` or later.
  mutating func answers(readSince notBefore: Timestamp) -> [AccountID: EarlierAnswer] {
    guard isComparable else { return [:] }
    let before = Dictionary(earlier.accounts.map { ($0.id, $0) }) { first, _ in first }
    let disputed = Set(earlier.mismatches.map(\.account))
    var result: [AccountID: EarlierAnswer] = [:]
    for account in current.accounts {
      guard case .reported(let answer)? = earlier.effectivePolicies[account.id],
        let readAt = earlier.readingTime(of: account.id), readAt.startedAt >= notBefore,
        let old = before[account.id], old.parent == account.parent, old.state == account.state,
        !disputed.contains(account.id), let parent = account.parent,
        isUnchanged(.account(account.id)), isPathUnchanged(from: parent)
      else { continue }
      result[account.id] = EarlierAnswer(answer, readAt: readAt)
    }
    return result
  }

  /// Whether `node` and everything above it is as it was.
  private mutating func isPathUnchanged(from node: NodeID, depth: Int = 0) -> Bool {
    if let known = nodes[node] { return known }
    // AWS allows five levels of organizational units; anything far deeper is a loop in hostile input.
    guard depth < 64 else { return false }
    let result: Bool
    if case .root = node {
      result = isUnchanged(node)
    } else if let parent = parents[node], earlierParents[node] == parent, isUnchanged(node) {
      result = isPathUnchanged(from: parent, depth: depth + 1)
    } else {
      result = false
    }
    nodes[node] = result
    return result
  }

  private func isUnchanged(_ node: NodeID) -> Bool {
    let attached = policies[node] ?? []
    return attached == earlierPolicies[node] ?? [] && attached.isDisjoint(with: changedPolicies)
  }

  private static func parents(in snapshot: Snapshot) -> [NodeID: NodeID] {
    Dictionary(snapshot.organizationalUnits.map { (.organizationalUnit($0.id), $0.parent) }) { first, _ in
      first
    }
  }

  private static func policies(in snapshot: Snapshot) -> [NodeID: Set<PolicyID>] {
    let known = Set(snapshot.policies.map(\.id))
    var result: [NodeID: Set<PolicyID>] = [:]
    for attachment in snapshot.attachments where known.contains(attachment.policy) {
      result[attachment.node, default: []].insert(attachment.policy)
    }
    return result
  }

  /// Files are what an operator says that AWS answered, and another endpoint may be another AWS.
  private static func isFromTheSameEndpoint(_ one: SnapshotSource, _ other: SnapshotSource) -> Bool {
    guard case .live(let endpoint, _) = one, case .live(let before, _) = other else { return false }
    return endpoint == before
  }
}
