/// A snapshot as it would be after changes: the tree, the policies and where they are attached.
///
/// The changes count together, whatever their order in the list: texts are replaced, then policies are detached, then
/// attached, then accounts moved. A text that AWS would not save is left out and named in `brokenLimits`.
package struct ChangedSnapshot: Hashable, Sendable {
  /// AWS's answers for the accounts concerned are dropped, since they no longer hold.
  package private(set) var snapshot: Snapshot
  package private(set) var orders: [NodeID: [PolicyID]]
  /// The policies that the changes attach, by node: they come after those that are there.
  package private(set) var attachedLast: [NodeID: [PolicyID]] = [:]
  /// Accounts that the changes could concern, sorted.
  package private(set) var concernedAccounts: [AccountID] = []
  package private(set) var brokenLimits: [BrokenLimit] = []
  /// Doubts about the changes, each as a sentence without its full stop.
  package private(set) var notes: [String] = []
  /// Nodes whose policies change.
  private var touchedNodes: Set<NodeID> = []
  private var draftCount = 0

  package static let policiesPerNode = 5
  package static let policiesPerOrganization = 1_000

  /// - Parameter orders: the order in which the policies of a node were attached, where something proves it.
  package init(
    applying changes: [SnapshotChange], to snapshot: Snapshot, orders: [NodeID: [PolicyID]] = [:]
  ) throws(SnapshotChangeError) {
    self.snapshot = snapshot
    self.orders = orders
    try replace(changes)
    try detach(changes)
    try attach(changes)
    let moved = try move(changes)
    countPolicies()
    findConcerned(moved: moved)
    dropAnswers()
  }

  package var tree: PolicyTree { PolicyTree(of: snapshot, orders: orders, attachedLast: attachedLast) }

  // MARK: - Changes

  private mutating func replace(_ changes: [SnapshotChange]) throws(SnapshotChangeError) {
    var replaced: Set<PolicyID> = []
    for case .replace(let policy, let text) in changes {
      guard let index = snapshot.policies.firstIndex(where: { $0.id == policy }) else {
        throw .unknownPolicy(policy)
      }
      guard replaced.insert(policy).inserted else { throw .replacedTwice(policy) }
      guard admit(text, as: policy.rawValue) else { continue }
      snapshot.policies[index].content = .known(text)
      touchedNodes.formUnion(snapshot.attachments.filter { $0.policy == policy }.map(\.node))
      if let reason = snapshot.targetsUnread[policy] {
        notes.append(
          "it could not be read where \(policy) is attached (\(reason)), so its effect is not known")
      }
    }
  }

  private mutating func detach(_ changes: [SnapshotChange]) throws(SnapshotChangeError) {
    var detached: Set<Attachment> = []
    for case .detach(let policy, let node) in changes {
      try requirePolicy(policy)
      try requireNode(node)
      let attachment = Attachment(policy: policy, node: node)
      guard detached.insert(attachment).inserted else { throw .detachedTwice(policy, node) }
      guard let index = snapshot.attachments.firstIndex(of: attachment) else {
        if let reason = snapshot.targetsUnread[policy] { throw .targetsUnread(policy, reason: reason) }
        throw .notAttached(
          policy, node, attachedTo: snapshot.attachments.filter { $0.policy == policy }.map(\.node))
      }
      snapshot.attachments.remove(at: index)
      orders[node]?.removeAll { $0 == policy }
      touchedNodes.insert(node)
    }
  }

  private mutating func attach(_ changes: [SnapshotChange]) throws(SnapshotChangeError) {
    var drafts: [AttachedPolicy: PolicyID?] = [:]
    var attached: Set<Attachment> = []
    for case .attach(let policy, let node) in changes {
      try requireNode(node)
      let id: PolicyID
      let name: String
      switch policy {
      case .existing(let existing):
        try requirePolicy(existing)
        (id, name) = (existing, existing.rawValue)
      case .draft(let draftName, let text):
        if drafts[policy] == nil { drafts[policy] = .some(addDraft(named: draftName, text: text)) }
        guard let draft = drafts[policy] ?? nil else { continue }
        (id, name) = (draft, draftName)
      }
      let attachment = Attachment(policy: id, node: node)
      guard attached.insert(attachment).inserted else { throw .attachedTwice(name, node) }
      guard !snapshot.attachments.contains(attachment) else { throw .alreadyAttached(id, node) }
      snapshot.attachments.append(attachment)
      attachedLast[node, default: []].append(id)
      orders[node]?.append(id)
      touchedNodes.insert(node)
      checkTypeIsEnabled(for: name, on: node)
    }
    snapshot.attachments.sort()
    snapshot.policies.sort { $0.id < $1.id }
  }

  /// The id that a draft gets in the snapshot; nil when AWS would not save it.
  private mutating func addDraft(named name: String, text: String) -> PolicyID? {
    guard admit(text, as: name) else { return nil }
    let ids = Set(snapshot.policies.map(\.id))
    var number = 1
    while ids.contains(PolicyID(unchecked: "p-draft\(number)")) { number += 1 }
    let id = PolicyID(unchecked: "p-draft\(number)")
    draftCount += 1
    snapshot.policies.append(
      Policy(id: id, arn: "", name: name, description: nil, isAWSManaged: false, content: .known(text)))
    return id
  }

  private mutating func move(_ changes: [SnapshotChange]) throws(SnapshotChangeError) -> Set<AccountID> {
    var moved: Set<AccountID> = []
    for case .move(let account, let container) in changes {
      guard let index = snapshot.accounts.firstIndex(where: { $0.id == account }) else {
        throw .unknownAccount(account)
      }
      if case .account = container { throw .notAContainer(container) }
      try requireNode(container)
      guard moved.insert(account).inserted else { throw .movedTwice(account) }
      guard snapshot.accounts[index].parent != container else { throw .alreadyThere(account, container) }
      snapshot.accounts[index].parent = container
    }
    return moved
  }

  // MARK: - Conditions

  private func requirePolicy(_ policy: PolicyID) throws(SnapshotChangeError) {
    guard snapshot.policies.contains(where: { $0.id == policy }) else { throw .unknownPolicy(policy) }
  }

  private func requireNode(_ node: NodeID) throws(SnapshotChangeError) {
    guard snapshot.contains(node) else { throw .unknownNode(node) }
  }

  /// Notes what AWS would say to `text`, and tells whether it would save it apart from its size.
  private mutating func admit(_ text: String, as subject: String) -> Bool {
    let admission = PolicyAdmission(of: text)
    if admission.characters > PolicyAdmission.sizeLimit {
      brokenLimits.append(
        BrokenLimit(
          kind: .policySize, subject: subject,
          message: "\(subject) has \(admission.characters) characters, white space included; AWS takes "
            + "\(PolicyAdmission.sizeLimit)"))
    }
    if let rejection = admission.rejections.first {
      brokenLimits.append(
        BrokenLimit(
          kind: .malformedPolicy, subject: subject,
          message: "AWS would reject \(subject), so it is left out: \(rejection)"))
      return false
    }
    notes += admission.unknownServices.map {
      "\(subject) has the service key \"\($0)\", which this version does not know; AWS rejects unknown keys"
    }
    return true
  }

  private mutating func checkTypeIsEnabled(for policy: String, on node: NodeID) {
    guard snapshot.isPolicyTypeEnabled == false else { return }
    brokenLimits.append(
      BrokenLimit(
        kind: .policyTypeNotEnabled, subject: node.rawValue,
        message: "\(policy) cannot be attached to \(node) before the policy type is enabled on the root"))
  }

  private mutating func countPolicies() {
    for node in attachedLast.keys.sorted() {
      let count = snapshot.attachments.count { $0.node == node }
      guard count > Self.policiesPerNode else { continue }
      brokenLimits.append(
        BrokenLimit(
          kind: .policiesPerNode, subject: node.rawValue,
          message: "\(node) would have \(count) AI services opt-out policies; AWS allows "
            + "\(Self.policiesPerNode)"))
    }
    guard draftCount > 0, snapshot.policies.count > Self.policiesPerOrganization else { return }
    brokenLimits.append(
      BrokenLimit(
        kind: .policiesPerOrganization, subject: snapshot.organization.id.rawValue,
        message: "the organization would have \(snapshot.policies.count) AI services opt-out policies; AWS "
          + "allows \(Self.policiesPerOrganization)"))
  }

  // MARK: - Consequences

  private mutating func findConcerned(moved: Set<AccountID>) {
    guard !touchedNodes.isEmpty || !moved.isEmpty else { return }
    let tree = PolicyTree(of: snapshot)
    var isTouched: [NodeID: Bool] = [:]
    concernedAccounts = snapshot.accounts.filter { account in
      if moved.contains(account.id) || touchedNodes.contains(.account(account.id)) { return true }
      guard let parent = account.parent else { return false }
      if let known = isTouched[parent] { return known }
      let result = tree.path(toParentOf: parent)?.contains { touchedNodes.contains($0) } ?? false
      isTouched[parent] = result
      return result
    }.map(\.id)
  }

  private mutating func dropAnswers() {
    let concerned = Set(concernedAccounts)
    for (account, answer) in snapshot.effectivePolicies {
      if concerned.contains(account) {
        snapshot.effectivePolicies[account] = .unread(reason: "the change is only simulated")
      } else if case .representative(let other) = answer, concerned.contains(other) {
        snapshot.effectivePolicies[account] = .unread(
          reason: "the answer for \(other), which stood for it, no longer holds")
      }
    }
    snapshot.mismatches.removeAll { concerned.contains($0.account) }
  }
}

extension Snapshot {
  /// Whether `node` is in the tree.
  package func contains(_ node: NodeID) -> Bool {
    switch node {
    case .account(let id): accounts.contains { $0.id == id }
    case .organizationalUnit(let id): organizationalUnits.contains { $0.id == id }
    case .root(let id): root.value?.id == id
    }
  }
}
