import OrganizationModel

/// What is known of an organization at a moment: the last snapshot's facts and what events changed since. What a
/// snapshot could not read stays as it was known before.
struct KnownState {
  private(set) var accounts: [AccountID: Account] = [:]
  private(set) var units: [OrganizationalUnitID: OrganizationalUnit] = [:]
  private(set) var policies: [PolicyID: Policy] = [:]
  private(set) var attachments: Set<Attachment> = []
  private(set) var root: Root?
  private(set) var isTypeEnabled = false
  private(set) var resourcePolicy: String?
  private(set) var administrators: [AccountID: Set<String>] = [:]

  init(_ snapshot: Snapshot) {
    for account in snapshot.accounts { accounts[account.id] = account }
    for unit in snapshot.organizationalUnits { units[unit.id] = unit }
    for policy in snapshot.policies { policies[policy.id] = policy }
    attachments = Set(snapshot.attachments)
    root = snapshot.root.value
    isTypeEnabled = snapshot.isPolicyTypeEnabled ?? false
    resourcePolicy = snapshot.delegation.resourcePolicy.value ?? nil
    for administrator in snapshot.delegation.administrators.value ?? [] {
      administrators[administrator.account] = Set(administrator.services.value ?? [])
    }
  }

  subscript(fact: Fact) -> String? {
    switch fact {
    case .account(let id): accounts[id] == nil ? nil : Fact.present
    case .accountName(let id): accounts[id]?.name
    case .accountState(let id): accounts[id]?.state
    case .accountPlace(let id): accounts[id]?.parent?.rawValue
    case .unit(let id): units[id] == nil ? nil : Fact.present
    case .unitName(let id): units[id]?.name
    case .unitPlace(let id): units[id]?.parent.rawValue
    case .policy(let id): policies[id] == nil ? nil : Fact.present
    case .policyName(let id): policies[id]?.name
    case .policyContent(let id): policies[id]?.content.value
    case .attachment(let attachment): attachments.contains(attachment) ? Fact.present : nil
    case .policyType: isTypeEnabled ? Fact.present : nil
    case .resourcePolicy: resourcePolicy
    case .administrator(let id, let service):
      administrators[id]?.contains(service) == true ? Fact.present : nil
    }
  }

  /// Gives a fact its value. A detail of something that is absent is passed over.
  mutating func set(_ effect: Effect) {
    let value = effect.value
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
      if value == nil { attachments.remove(attachment) } else { attachments.insert(attachment) }
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
