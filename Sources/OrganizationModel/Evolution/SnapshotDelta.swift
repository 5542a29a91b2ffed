/// What became different from one snapshot of an organization to the next. Nil stands for what is gone.
package struct SnapshotDelta: Hashable, Sendable {
  package var accounts: [AccountID: Account?] = [:]
  package var units: [OrganizationalUnitID: OrganizationalUnit?] = [:]
  package var policies: [PolicyID: Policy?] = [:]
  /// Whether the policy is on the node.
  package var attachments: [Attachment: Bool] = [:]
  package var effectivePolicies: [AccountID: EffectivePolicyAnswer?] = [:]
  /// Everything else, as `Snapshot.frame`; nil when nothing of it differs. Its header is not to be used.
  package var frame: Snapshot?

  package init() {}

  package var isEmpty: Bool {
    accounts.isEmpty && units.isEmpty && policies.isEmpty && attachments.isEmpty && effectivePolicies.isEmpty
      && frame == nil
  }

  /// The difference between two whole snapshots.
  package init(from old: Snapshot, to new: Snapshot) {
    accounts = Self.differences(old.accounts, new.accounts, by: { $0.id })
    units = Self.differences(old.organizationalUnits, new.organizationalUnits, by: { $0.id })
    policies = Self.differences(old.policies, new.policies, by: { $0.id })
    let (before, after) = (Set(old.attachments), Set(new.attachments))
    for attachment in before.symmetricDifference(after) {
      attachments[attachment] = after.contains(attachment)
    }
    for (account, answer) in new.effectivePolicies where old.effectivePolicies[account] != answer {
      effectivePolicies[account] = answer
    }
    for account in old.effectivePolicies.keys where new.effectivePolicies[account] == nil {
      effectivePolicies.updateValue(nil, forKey: account)
    }
    var frame = new.frame
    frame.header = old.header
    self.frame = frame == old.frame ? nil : new.frame
  }

  private static func differences<ID: Hashable, Value: Hashable>(
    _ old: [Value], _ new: [Value], by id: (Value) -> ID
  ) -> [ID: Value?] {
    var before = Dictionary(old.map { (id($0), $0) }) { first, _ in first }
    var result: [ID: Value?] = [:]
    for value in new where before.removeValue(forKey: id(value)) != value {
      result[id(value)] = value
    }
    for gone in before.keys { result.updateValue(nil, forKey: gone) }
    return result
  }

  /// Adds what `later`, which follows this, changes.
  package mutating func merge(_ later: SnapshotDelta) {
    accounts.merge(later.accounts) { _, new in new }
    units.merge(later.units) { _, new in new }
    policies.merge(later.policies) { _, new in new }
    attachments.merge(later.attachments) { _, new in new }
    effectivePolicies.merge(later.effectivePolicies) { _, new in new }
    frame = later.frame ?? frame
  }
}

extension Snapshot {
  /// The snapshot without its accounts, units, policies, attachments and effective policies.
  package var frame: Snapshot {
    var frame = self
    frame.accounts = []
    frame.organizationalUnits = []
    frame.policies = []
    frame.attachments = []
    frame.effectivePolicies = [:]
    return frame
  }

  /// The snapshot after `delta`, with the header that it has.
  package mutating func apply(_ delta: SnapshotDelta) {
    accounts.apply(delta.accounts, by: { $0.id })
    organizationalUnits.apply(delta.units, by: { $0.id })
    policies.apply(delta.policies, by: { $0.id })
    if !delta.attachments.isEmpty {
      var all = Set(attachments)
      for (attachment, isPresent) in delta.attachments {
        if isPresent { all.insert(attachment) } else { all.remove(attachment) }
      }
      attachments = all.sorted()
    }
    for (account, answer) in delta.effectivePolicies { effectivePolicies[account] = answer }
    guard var whole = delta.frame else { return }
    whole.header = header
    whole.accounts = accounts
    whole.organizationalUnits = organizationalUnits
    whole.policies = policies
    whole.attachments = attachments
    whole.effectivePolicies = effectivePolicies
    self = whole
  }
}

extension Array {
  /// Replaces, adds and removes elements of a list that is sorted by `id`.
  fileprivate mutating func apply<ID: Comparable & Hashable>(
    _ changes: [ID: Element?], by id: (Element) -> ID
  ) {
    guard !changes.isEmpty else { return }
    var changes = changes
    var result: [Element] = []
    result.reserveCapacity(count + changes.count)
    for element in self {
      guard let change = changes.removeValue(forKey: id(element)) else {
        result.append(element)
        continue
      }
      if let change { result.append(change) }
    }
    let added = changes.values.compactMap { $0 }
    self = added.isEmpty ? result : (result + added).sorted { id($0) < id($1) }
  }
}
