import OrganizationModel

/// The values that a snapshot gives to facts which may differ from those known before it.
struct SnapshotFacts {
  private(set) var values: [Fact: String?] = [:]
  let unreadings: Unreadings

  /// - Parameters:
  ///   - frame: everything of the snapshot but its lists.
  ///   - recovered: what it read and the snapshot before did not; all of that is compared, not only what differs.
  ///   - known: the state before.
  init(
    _ delta: SnapshotDelta, frame: Snapshot, unreadings: Unreadings, recovered: Set<Reading>,
    known: KnownState
  ) {
    self.unreadings = unreadings
    compareWhole(recovered, known: known)
    for (id, account) in delta.accounts {
      set(.account(id), account == nil ? nil : Fact.present)
      guard let account else { continue }
      set(.accountName(id), account.name)
      if let state = account.state { set(.accountState(id), state) }
      if let parent = account.parent { set(.accountPlace(id), parent.rawValue) }
    }
    for (id, unit) in delta.units {
      set(.unit(id), unit == nil ? nil : Fact.present)
      guard let unit else { continue }
      set(.unitName(id), unit.name)
      set(.unitPlace(id), unit.parent.rawValue)
    }
    for (id, policy) in delta.policies {
      set(.policy(id), policy == nil ? nil : Fact.present)
      guard let policy else { continue }
      set(.policyName(id), policy.name)
      // A content that could not be read is not another content.
      if case .known(let text) = policy.content { set(.policyContent(id), text) }
    }
    for (attachment, isPresent) in delta.attachments {
      set(.attachment(attachment), isPresent ? Fact.present : nil)
    }
    if delta.frame != nil { compare(frame, known: known) }
  }

  /// The value of `fact`; the outer nil when the snapshot says nothing new about it.
  subscript(fact: Fact) -> String?? { values[fact] }

  private mutating func set(_ fact: Fact, _ value: String?) {
    guard !unreadings.hides(fact) else { return }
    values.updateValue(value, forKey: fact)
  }

  private mutating func compareWhole(_ recovered: Set<Reading>, known: KnownState) {
    for reading in recovered {
      switch reading {
      case .units: for id in known.units.keys { set(.unit(id), nil) }
      case .policies:
        for id in known.policies.keys { set(.policy(id), nil) }
        for attachment in known.attachments { set(.attachment(attachment), nil) }
      case .targets(let policy):
        for attachment in known.attachments where attachment.policy == policy {
          set(.attachment(attachment), nil)
        }
      // These are compared whole with every frame.
      case .policyType, .resourcePolicy, .administrators, .services: break
      }
    }
  }

  private mutating func compare(_ frame: Snapshot, known: KnownState) {
    if let isEnabled = frame.isPolicyTypeEnabled { set(.policyType, isEnabled ? Fact.present : nil) }
    if case .known(let text) = frame.delegation.resourcePolicy { set(.resourcePolicy, text) }
    guard case .known(let administrators) = frame.delegation.administrators else { return }
    for (account, services) in known.administrators {
      for service in services { set(.administrator(account, service: service), nil) }
    }
    for administrator in administrators {
      for service in administrator.services.value ?? [] {
        set(.administrator(administrator.account, service: service), Fact.present)
      }
    }
  }
}
