import OrganizationModel

/// Parts of an organization that a snapshot may have failed to read. What was not read is not gone.
enum Reading: Hashable {
  case units
  /// The list of policies, and so where they are attached.
  case policies
  case targets(PolicyID)
  case policyType
  case resourcePolicy
  case administrators
  case services(AccountID)
}

/// What a snapshot could not read.
struct Unreadings: Hashable {
  private(set) var unread: Set<Reading> = []

  /// - Parameter frame: a snapshot, with or without its lists.
  init(in frame: Snapshot) {
    let operation = "ListOrganizationalUnitsForParent"
    let files = "list-organizational-units-for-parent"
    let failed = frame.unread.contains { $0.subject.hasPrefix(operation) || $0.subject.hasPrefix(files) }
    if failed || frame.root.value == nil { unread.insert(.units) }
    if frame.policiesUnread != nil { unread.insert(.policies) }
    for policy in frame.targetsUnread.keys { unread.insert(.targets(policy)) }
    if frame.isPolicyTypeEnabled == nil { unread.insert(.policyType) }
    if frame.delegation.resourcePolicy.reason != nil { unread.insert(.resourcePolicy) }
    switch frame.delegation.administrators {
    case .unread: unread.insert(.administrators)
    case .known(let administrators):
      for administrator in administrators where administrator.services.reason != nil {
        unread.insert(.services(administrator.account))
      }
    }
  }

  func contains(_ reading: Reading) -> Bool { unread.contains(reading) }

  /// Whether nothing can be said about `fact`.
  func hides(_ fact: Fact) -> Bool {
    guard !unread.isEmpty else { return false }
    return Self.readings(for: fact).contains { unread.contains($0) }
  }

  /// What must have been read for `fact` to be known.
  static func readings(for fact: Fact) -> [Reading] {
    switch fact {
    case .account, .accountName, .accountState, .accountPlace: []
    case .unit, .unitName, .unitPlace: [.units]
    case .policy, .policyName, .policyContent: [.policies]
    case .attachment(let attachment): [.policies, .targets(attachment.policy)]
    case .policyType: [.policyType]
    case .resourcePolicy: [.resourcePolicy]
    case .administrator(let account, _): [.administrators, .services(account)]
    }
  }
}
