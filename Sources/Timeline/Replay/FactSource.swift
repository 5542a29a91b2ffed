import OrganizationModel

/// Something that knows an organization's facts at a moment.
protocol FactSource {
  func account(_ id: AccountID) -> Account?
  func unit(_ id: OrganizationalUnitID) -> OrganizationalUnit?
  func policy(_ id: PolicyID) -> Policy?
  func has(_ attachment: Attachment) -> Bool
  var isTypeEnabled: Bool { get }
  var resourcePolicy: String? { get }
  var administrators: [AccountID: Set<String>] { get }
}

extension FactSource {
  subscript(fact: Fact) -> String? {
    switch fact {
    case .account(let id): account(id) == nil ? nil : Fact.present
    case .accountName(let id): account(id)?.name
    case .accountState(let id): account(id)?.state
    case .accountPlace(let id): account(id)?.parent?.rawValue
    case .unit(let id): unit(id) == nil ? nil : Fact.present
    case .unitName(let id): unit(id)?.name
    case .unitPlace(let id): unit(id)?.parent.rawValue
    case .policy(let id): policy(id) == nil ? nil : Fact.present
    case .policyName(let id): policy(id)?.name
    case .policyContent(let id): policy(id)?.content.value
    case .attachment(let attachment): has(attachment) ? Fact.present : nil
    case .policyType: isTypeEnabled ? Fact.present : nil
    case .resourcePolicy: resourcePolicy
    case .administrator(let id, let service):
      administrators[id]?.contains(service) == true ? Fact.present : nil
    }
  }
}

/// What was known at the beginning of a step, told by what is known and the rows that were replaced since. A copy of
/// everything at each of a thousand snapshots would take most of the time.
struct StateAtStart: FactSource {
  private let now: KnownState
  private let old: OldRows

  init(now: KnownState, old: OldRows) {
    (self.now, self.old) = (now, old)
  }

  func account(_ id: AccountID) -> Account? { old.accounts[id] ?? now.account(id) }
  func unit(_ id: OrganizationalUnitID) -> OrganizationalUnit? { old.units[id] ?? now.unit(id) }
  func policy(_ id: PolicyID) -> Policy? { old.policies[id] ?? now.policy(id) }
  func has(_ attachment: Attachment) -> Bool { old.attachments[attachment] ?? now.has(attachment) }
  var isTypeEnabled: Bool { old.isTypeEnabled }
  var resourcePolicy: String? { old.resourcePolicy }
  var administrators: [AccountID: Set<String>] { old.administrators }
}

/// Rows as they were before the first change of a step. An inner nil stands for none.
struct OldRows {
  var accounts: [AccountID: Account?] = [:]
  var units: [OrganizationalUnitID: OrganizationalUnit?] = [:]
  var policies: [PolicyID: Policy?] = [:]
  var attachments: [Attachment: Bool] = [:]
  var isTypeEnabled = false
  var resourcePolicy: String?
  var administrators: [AccountID: Set<String>] = [:]
}
