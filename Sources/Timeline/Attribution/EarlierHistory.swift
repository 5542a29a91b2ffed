import OrganizationModel

/// What events prove of the time before the first snapshot: since when accounts that it sees opted out were so.
///
/// They are taken back one by one, the newest first, from what the snapshot shows. That proves something only as far
/// back as every record is there, and only while each record fits what is known of the time after it; there it ends.
/// Of the organization as a whole it proves nothing, since members that left before are not known.
struct EarlierHistory {
  private(set) var starts: [AccountID: Start] = [:]

  enum Start: Hashable {
    /// It became so by this event.
    case by(Event)
    /// It was so from this event on; what was before is not known.
    case noLater(Event)
  }

  private var known: KnownState
  private var follower: PostureFollower
  private let events: [Event]
  /// Accounts without an interruption so far.
  private var candidates: [AccountID: Account] = [:]

  /// - Parameters:
  ///   - follower: at the first snapshot, with nothing supposed about orders of attachment.
  ///   - events: those of before whose effects the snapshot shows, oldest first.
  ///   - coveredSince: from when on every record is there.
  init(
    before known: KnownState, _ follower: PostureFollower, events: [Event], coveredSince: Timestamp,
    reader: EventReader
  ) {
    (self.known, self.follower) = (known, follower)
    self.events = events.filter { $0.time >= coveredSince && $0.changedSomething && !reader.isForeign($0) }
    guard !self.events.isEmpty else { return }
    for (id, posture) in follower.postures where posture.verdict == .optedOut {
      candidates[id] = posture.account
    }
    for (index, event) in self.events.enumerated().reversed() {
      guard !candidates.isEmpty, let effects = effects(before: event, at: index) else { break }
      takeBack(event, effects)
    }
  }

  private mutating func takeBack(_ event: Event, _ effects: [Effect]) {
    guard !effects.isEmpty else { return }
    for effect in effects { known.set(effect) }
    let delta = known.delta(of: effects.map(\.fact), frame: follower.frame)
    let changes = follower.suppose(delta)
    for id in follower.unsettled where isCandidate(id, at: event.time) {
      // Where AWS's answer is not what is computed, this says nothing about the time after the event either.
      if !follower.contradicted.contains(id) { starts[id] = .noLater(event) }
    }
    for change in changes where change.after?.verdict != .optedOut {
      if isCandidate(change.account, at: event.time) { starts[change.account] = .by(event) }
    }
  }

  /// Whether an account was opted out from `time` on without an interruption; it is asked once.
  private mutating func isCandidate(_ id: AccountID, at time: Timestamp) -> Bool {
    guard let account = candidates.removeValue(forKey: id) else { return false }
    // Whoever joined later was not there.
    return account.joinedAt.map { $0 <= time } ?? true
  }

  /// What has to be set for things to be as they were before `event`. Empty when it changed nothing that decides
  /// verdicts; nil when that cannot be told, or when what is known does not fit the event.
  private func effects(before event: Event, at index: Int) -> [Effect]? {
    switch event.name {
    case "AttachPolicy", "DetachPolicy":
      guard let policy = event.policy, let node = event.details["targetId"].flatMap({ NodeID($0) }) else {
        return nil
      }
      let fact = Fact.attachment(Attachment(policy: policy, node: node))
      let isAttached = event.name == "AttachPolicy"
      guard (known[fact] != nil) == isAttached else { return nil }
      return [Effect(fact: fact, value: isAttached ? nil : Fact.present)]
    case "UpdatePolicy": return contentEffects(before: event, at: index)
    case "CreatePolicy":
      guard let policy = event.policy, known[.policy(policy)] != nil else { return nil }
      return [Effect(fact: .policy(policy), value: nil)]
    case "EnablePolicyType":
      return known[.policyType] == nil ? nil : [Effect(fact: .policyType, value: nil)]
    case "MoveAccount":
      guard let account = event.account, let source = event.details["sourceParentId"],
        known[.accountPlace(account)] == event.details["destinationParentId"]
      else { return nil }
      return [Effect(fact: .accountPlace(account), value: source)]
    case "CreateAccount", "CreateAccountResult", "AcceptHandshake":
      guard let account = event.joiningAccount, known[.account(account)] != nil else { return [] }
      return [Effect(fact: .account(account), value: nil)]
    // Other accounts' ends, names, states, and units in which nothing is yet or any more.
    case "RemoveAccountFromOrganization", "LeaveOrganization", "CloseAccount", "CloseAccountResult",
      "CreateOrganizationalUnit", "UpdateOrganizationalUnit", "DeleteOrganizationalUnit", "DeletePolicy":
      return []
    // Whoever could edit before may have done so in a trail that nobody thought of; what was attached when the type
    // was disabled is not recorded.
    default: return nil
    }
  }

  private func contentEffects(before event: Event, at index: Int) -> [Effect]? {
    guard event.isAboutContent else { return [] }
    guard let policy = event.policy, known[.policy(policy)] != nil else { return nil }
    let fact = Fact.policyContent(policy)
    if let told = event.details["content"], let text = known[fact],
      !ContentDifference.isNone(between: told, and: text)
    {
      return nil
    }
    let earlier = events[..<index].last {
      $0.policy == policy
        && ($0.name == "CreatePolicy" || ($0.name == "UpdatePolicy" && $0.isAboutContent))
    }
    return [Effect(fact: fact, value: earlier?.details["content"])]
  }
}

extension Event {
  /// Whether an UpdatePolicy says another content, or nothing at all because the content was left out of the record.
  fileprivate var isAboutContent: Bool {
    details["content"] != nil || (details["name"] == nil && details["description"] == nil)
  }
}
