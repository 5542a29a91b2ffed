import OrganizationModel

/// What is known of an organization at a moment: the last snapshot's facts and what events changed since. What a
/// snapshot could not read stays as it was known before.
struct KnownState: FactSource {
  private(set) var accounts: [AccountID: Account] = [:]
  private(set) var units: [OrganizationalUnitID: OrganizationalUnit] = [:]
  private(set) var policies: [PolicyID: Policy] = [:]
  private(set) var attachments: Set<Attachment> = []
  private(set) var policiesByNode: [NodeID: Set<PolicyID>] = [:]
  private(set) var root: Root?
  private(set) var isTypeEnabled = false
  private(set) var resourcePolicy: String?
  private(set) var administrators: [AccountID: Set<String>] = [:]

  /// Nodes on which something was attached or detached since `takeTouchedNodes` was asked.
  private var touchedNodes: Set<NodeID> = []
  private var old = OldRows()

  init(_ snapshot: Snapshot) {
    for account in snapshot.accounts { accounts[account.id] = account }
    for unit in snapshot.organizationalUnits { units[unit.id] = unit }
    for policy in snapshot.policies { policies[policy.id] = policy }
    attachments = Set(snapshot.attachments)
    for attachment in attachments { policiesByNode[attachment.node, default: []].insert(attachment.policy) }
    root = snapshot.root.value
    isTypeEnabled = snapshot.isPolicyTypeEnabled ?? false
    resourcePolicy = snapshot.delegation.resourcePolicy.value ?? nil
    for administrator in snapshot.delegation.administrators.value ?? [] {
      administrators[administrator.account] = Set(administrator.services.value ?? [])
    }
    beginStep()
  }

  // MARK: - As a source of facts

  func account(_ id: AccountID) -> Account? { accounts[id] }
  func unit(_ id: OrganizationalUnitID) -> OrganizationalUnit? { units[id] }
  func policy(_ id: PolicyID) -> Policy? { policies[id] }
  func has(_ attachment: Attachment) -> Bool { attachments.contains(attachment) }

  /// What was known when the step began.
  var atStart: StateAtStart { StateAtStart(now: self, old: old) }

  /// From here on, `atStart` is what is known now.
  mutating func beginStep() {
    old = OldRows()
    (old.isTypeEnabled, old.resourcePolicy, old.administrators) = (
      isTypeEnabled, resourcePolicy, administrators
    )
  }

  mutating func takeTouchedNodes() -> Set<NodeID> {
    defer { touchedNodes = [] }
    return touchedNodes
  }

  // MARK: - Changing

  /// Gives a fact its value. A detail of something that is absent is passed over.
  mutating func set(_ effect: Effect) {
    let value = effect.value
    keep(effect.fact)
    switch effect.fact {
    case .account(let id):
      accounts[id] =
        value == nil
        ? nil : accounts[id] ?? Account(id: id, arn: "", name: id.rawValue, state: "ACTIVE", parent: nil)
    case .accountName(let id): accounts[id]?.name = value ?? id.rawValue
    case .accountState(let id): accounts[id]?.state = value
    case .accountPlace(let id): accounts[id]?.parent = value.flatMap { NodeID($0) }
    case .unit(let id):
      guard value != nil else {
        units[id] = nil
        return
      }
      guard units[id] == nil, let root else { return }
      units[id] = OrganizationalUnit(id: id, arn: "", name: id.rawValue, parent: .root(root.id))
    case .unitName(let id): units[id]?.name = value ?? id.rawValue
    case .unitPlace(let id): if let parent = value.flatMap({ NodeID($0) }) { units[id]?.parent = parent }
    case .policy(let id):
      policies[id] =
        value == nil
        ? nil
        : policies[id]
          ?? Policy(
            id: id, arn: "", name: id.rawValue, description: nil, isAWSManaged: false,
            content: .unread(reason: "no event says its content"))
    case .policyName(let id): policies[id]?.name = value ?? id.rawValue
    case .policyContent(let id):
      policies[id]?.content = value.map { .known($0) } ?? .unread(reason: "no event says its content")
    case .attachment(let attachment):
      touchedNodes.insert(attachment.node)
      if value == nil {
        attachments.remove(attachment)
        policiesByNode[attachment.node]?.remove(attachment.policy)
      } else {
        attachments.insert(attachment)
        policiesByNode[attachment.node, default: []].insert(attachment.policy)
      }
    case .policyType: isTypeEnabled = value != nil
    case .resourcePolicy: resourcePolicy = value
    case .administrator(let id, let service):
      if value == nil {
        administrators[id]?.remove(service)
      } else {
        administrators[id, default: []].insert(service)
      }
    }
  }

  /// Keeps the row that `fact` is about as it was when the step began.
  private mutating func keep(_ fact: Fact) {
    switch fact {
    case .account(let id), .accountName(let id), .accountState(let id), .accountPlace(let id):
      if old.accounts[id] == nil { old.accounts.updateValue(accounts[id], forKey: id) }
    case .unit(let id), .unitName(let id), .unitPlace(let id):
      if old.units[id] == nil { old.units.updateValue(units[id], forKey: id) }
    case .policy(let id), .policyName(let id), .policyContent(let id):
      if old.policies[id] == nil { old.policies.updateValue(policies[id], forKey: id) }
    case .attachment(let attachment):
      if old.attachments[attachment] == nil { old.attachments[attachment] = has(attachment) }
    case .policyType, .resourcePolicy, .administrator: break
    }
  }

  /// Takes up a whole row, for what no fact stands for: joined dates, ARNs.
  mutating func complete(_ account: Account) {
    guard let known = accounts[account.id] else { return }
    var row = account
    row.parent = account.parent ?? known.parent
    accounts[account.id] = row
  }

  mutating func complete(_ root: Root) { self.root = root }

  // MARK: - As a difference

  /// What a follower of the organization is to suppose when `facts` have come to be as they are here.
  ///
  /// - Parameter frame: what the follower has beside its lists.
  func delta(of facts: [Fact], frame: Snapshot) -> SnapshotDelta {
    var delta = SnapshotDelta()
    for fact in facts {
      switch fact {
      case .account(let id), .accountName(let id), .accountState(let id), .accountPlace(let id):
        delta.accounts.updateValue(accounts[id], forKey: id)
      case .unit(let id), .unitName(let id), .unitPlace(let id):
        delta.units.updateValue(units[id], forKey: id)
      case .policy(let id), .policyName(let id), .policyContent(let id):
        delta.policies.updateValue(policies[id], forKey: id)
      case .attachment(let attachment): delta.attachments[attachment] = attachments.contains(attachment)
      case .policyType:
        var frame = frame
        guard case .known(var root) = frame.root else { continue }
        root.policyTypes[Root.optOutPolicyType] = isTypeEnabled ? "ENABLED" : nil
        frame.root = .known(root)
        delta.frame = frame
      case .resourcePolicy, .administrator: break
      }
    }
    return delta
  }

  // MARK: - In words

  func name(of node: NodeID) -> String {
    switch node {
    case .account(let id): accounts[id]?.name ?? id.rawValue
    case .organizationalUnit(let id): units[id]?.name ?? id.rawValue
    case .root(let id): root?.id == id ? root?.name ?? id.rawValue : id.rawValue
    }
  }

  func name(of policy: PolicyID) -> String { policies[policy]?.name ?? policy.rawValue }
}
