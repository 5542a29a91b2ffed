import OrganizationModel

/// Reads out of events what they changed.
///
/// Names and parameters are those of
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html>.
struct EventReader {
  /// Policies that are AI services opt-out policies: those of any snapshot, and those that an event creates with a
  /// content. The same operations attach policies of other types, which are passed over.
  private let policies: Set<PolicyID>

  init(policies: Set<PolicyID>, events: [Event]) {
    let created = events.filter {
      $0.name == "CreatePolicy" && $0.concernsOptOutType && $0.details["content"] != nil
    }
    self.policies = policies.union(created.compactMap(\.policy))
  }

  /// Whether `event` is about something that no snapshot has: a policy of another type, for one.
  func isForeign(_ event: Event) -> Bool {
    switch event.name {
    case "AttachPolicy", "DetachPolicy", "CreatePolicy", "UpdatePolicy", "DeletePolicy":
      event.policy.map { !policies.contains($0) } ?? true
    case "EnablePolicyType", "DisablePolicyType": !event.concernsOptOutType
    default: false
    }
  }

  /// What `event` gives which fact, in the order in which it takes effect. Empty when it says nothing that is known.
  ///
  /// - Parameters:
  ///   - known: the state before the event.
  ///   - ahead: the events between it and the next snapshot.
  ///   - facts: what the next snapshot gives to facts, for what the event does not say; without them all is as it was
  ///     when the step began.
  func effects(
    of event: Event, in known: KnownState, ahead: ArraySlice<Event> = [], facts: SnapshotFacts? = nil
  ) -> [Effect] {
    let details = event.details
    func later(_ fact: Fact) -> String? { facts?[fact] ?? known.atStart[fact] }
    switch event.name {
    case "AttachPolicy", "DetachPolicy":
      guard let policy = event.policy, let node = details["targetId"].flatMap({ NodeID($0) }) else {
        return []
      }
      let value = event.name == "AttachPolicy" ? Fact.present : nil
      return [Effect(fact: .attachment(Attachment(policy: policy, node: node)), value: value)]
    case "CreatePolicy":
      guard let policy = event.policy else { return [] }
      return [Effect(fact: .policy(policy), value: Fact.present)]
        + details["name"].map { Effect(fact: .policyName(policy), value: $0) }
        + [content(of: policy, event, later)]
    case "UpdatePolicy":
      guard let policy = event.policy else { return [] }
      // A parameter that is absent changes nothing; where none is there, the content was left out of the record.
      let saysNothing = details["name"] == nil && details["description"] == nil && details["content"] == nil
      var effects: [Effect] = []
      if let name = details["name"] { effects.append(Effect(fact: .policyName(policy), value: name)) }
      if details["content"] != nil || saysNothing { effects.append(content(of: policy, event, later)) }
      return effects
    case "DeletePolicy": return event.policy.map { [Effect(fact: .policy($0), value: nil)] } ?? []
    case "EnablePolicyType": return [Effect(fact: .policyType, value: Fact.present)]
    case "DisablePolicyType":
      return [Effect(fact: .policyType, value: nil)] + detachments(in: known, ahead, later)
    case "CreateOrganizationalUnit":
      guard let unit = event.unit else { return [] }
      return [Effect(fact: .unit(unit), value: Fact.present)]
        + details["parentId"].map { Effect(fact: .unitPlace(unit), value: $0) }
        + details["name"].map { Effect(fact: .unitName(unit), value: $0) }
    case "UpdateOrganizationalUnit":
      guard let unit = event.unit, let name = details["name"] else { return [] }
      return [Effect(fact: .unitName(unit), value: name)]
    case "DeleteOrganizationalUnit": return event.unit.map { [Effect(fact: .unit($0), value: nil)] } ?? []
    case "MoveAccount":
      guard let account = event.account, let place = details["destinationParentId"] else { return [] }
      return [Effect(fact: .accountPlace(account), value: place)]
    case "CreateAccount", "CreateAccountResult", "AcceptHandshake":
      guard let account = event.joiningAccount else { return [] }
      return joining(account, event, known, ahead, later)
    case "RemoveAccountFromOrganization":
      return event.account.map { [Effect(fact: .account($0), value: nil)] } ?? []
    case "LeaveOrganization":
      // The member calls it for itself, so the record is in its own trail.
      return (event.account ?? event.trailAccount).map { [Effect(fact: .account($0), value: nil)] } ?? []
    case "CloseAccount", "CloseAccountResult":
      guard let account = event.account else { return [] }
      let state = later(.accountState(account)).flatMap { $0 == "ACTIVE" ? nil : $0 }
      let fallback = event.name == "CloseAccount" ? "PENDING_CLOSURE" : "CLOSED"
      return [Effect(fact: .accountState(account), value: state ?? fallback)]
    case "PutResourcePolicy":
      let text = details["content"] ?? later(.resourcePolicy)
      return text.map { [Effect(fact: .resourcePolicy, value: $0)] } ?? []
    case "DeleteResourcePolicy": return [Effect(fact: .resourcePolicy, value: nil)]
    case "RegisterDelegatedAdministrator", "DeregisterDelegatedAdministrator":
      guard let account = event.account, let service = details["servicePrincipal"] else { return [] }
      let value = event.name.hasPrefix("Register") ? Fact.present : nil
      return [Effect(fact: .administrator(account, service: service), value: value)]
    default: return []
    }
  }

  private func content(of policy: PolicyID, _ event: Event, _ later: (Fact) -> String?) -> Effect {
    let fact = Fact.policyContent(policy)
    return Effect(fact: fact, value: event.details["content"] ?? later(fact))
  }

  /// Disabling the type drops every attachment, and no DetachPolicy follows. A listing may go on showing some while the
  /// type is disabled; those count as still there.
  private func detachments(
    in known: KnownState, _ ahead: ArraySlice<Event>, _ later: (Fact) -> String?
  ) -> [Effect] {
    let again = Set(
      ahead.filter { $0.name == "AttachPolicy" }.map { [$0.details["policyId"], $0.details["targetId"]] })
    return known.attachments.sorted()
      .filter {
        later(.attachment($0)) == nil || again.contains([$0.policy.rawValue, $0.node.rawValue])
      }
      .map { Effect(fact: .attachment($0), value: nil) }
  }

  /// An account joins at the root; where no event tells that it was moved, the snapshot's place counts.
  private func joining(
    _ account: AccountID, _ event: Event, _ known: KnownState, _ ahead: ArraySlice<Event>,
    _ later: (Fact) -> String?
  ) -> [Effect] {
    let moved = ahead.first { $0.name == "MoveAccount" && $0.account == account }
    let place = moved?.details["sourceParentId"] ?? later(.accountPlace(account)) ?? known.root?.id.rawValue
    let name = later(.accountName(account)) ?? event.details["accountName"]
    return [Effect(fact: .account(account), value: Fact.present)]
      + place.map { Effect(fact: .accountPlace(account), value: $0) }
      + name.map { Effect(fact: .accountName(account), value: $0) }
  }
}

extension Event {
  var policy: PolicyID? { details["policyId"].flatMap { PolicyID($0) } }
  var account: AccountID? { details["accountId"].flatMap { AccountID($0) } }
  var unit: OrganizationalUnitID? { details["organizationalUnitId"].flatMap { OrganizationalUnitID($0) } }

  /// Who joins. An invitation is accepted by the account itself, in its own trail.
  var joiningAccount: AccountID? { account ?? (name == "AcceptHandshake" ? trailAccount : nil) }

  /// Whether the policy type that the event names, where it does, is the AI services opt-out policy's.
  fileprivate var concernsOptOutType: Bool {
    (details["policyType"] ?? details["type"]).map { $0 == Root.optOutPolicyType } ?? true
  }
}

private func + (left: [Effect], right: Effect?) -> [Effect] { right.map { left + [$0] } ?? left }
