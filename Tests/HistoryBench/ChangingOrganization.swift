import OrganizationModel

/// An organization in which accounts move and policies come and go, by chance that always falls the same.
struct ChangingOrganization {
  private(set) var snapshot: Snapshot
  let management = AccountID(unchecked: "100000000000")
  private var state: UInt64 = 7
  private var eventCount = 0
  private var attachments: Set<Attachment>

  private static let units = 200
  private static let optOut = PolicyID(unchecked: "p-optoutall1")
  private static let optIn = PolicyID(unchecked: "p-lexoptin01")
  private static let optedOut = #"{"services":{"default":{"opt_out_policy":"optOut"}}}"#
  private static let lexOptedIn =
    #"{"services":{"default":{"opt_out_policy":"optOut"},"lex":{"opt_out_policy":"optIn"}}}"#

  init(accounts: Int, at time: Timestamp) {
    let organization = OrganizationID(unchecked: "o-historybench")
    let root = RootID(unchecked: "r-ab12")
    let arn = "arn:aws:organizations::\(management)"
    snapshot = Snapshot(
      header: SnapshotHeader(
        organization: organization, startedAt: time, observedAt: time,
        source: .live(endpoint: nil, callerARN: "arn:aws:sts::\(management):assumed-role/audit/audit"),
        toolVersion: "1.0.0", effectiveMode: .every),
      organization: Organization(
        id: organization, arn: "\(arn):organization/\(organization)", featureSet: "ALL",
        managementAccount: management),
      root: .known(
        Root(
          id: root, arn: "\(arn):root/\(organization)/\(root)", name: "Root",
          policyTypes: [Root.optOutPolicyType: "ENABLED"])))
    snapshot.organizationalUnits = (0..<Self.units).map { number in
      OrganizationalUnit(
        id: Self.unit(number), arn: "\(arn):ou/\(organization)/\(Self.unit(number))", name: "Unit \(number)",
        parent: .root(root))
    }
    let joined = time.adding(.seconds(-86400 * 365))
    snapshot.accounts = (0..<accounts).map { number in
      let id = AccountID(unchecked: String(100_000_000_000 + number))
      return Account(
        id: id, arn: "\(arn):account/\(organization)/\(id)", name: "Account \(number)", state: "ACTIVE",
        joinedMethod: "CREATED", joinedAt: joined,
        parent: .organizationalUnit(Self.unit(number % Self.units)))
    }
    snapshot.policies = [
      Self.policy(
        Self.optIn, "Lex may learn", #"{"services":{"lex":{"opt_out_policy":{"@@assign":"optIn"}}}}"#),
      Self.policy(
        Self.optOut, "Opt out", #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#),
    ]
    attachments = [Attachment(policy: Self.optOut, node: .root(root))]
    snapshot.attachments = attachments.sorted()
    for account in snapshot.accounts {
      snapshot.effectivePolicies[account.id] = .reported(
        ReportedEffectivePolicy(text: Self.optedOut, lastUpdated: joined))
    }
    snapshot.delegation = Delegation(resourcePolicy: .known(nil), administrators: .known([]))
  }

  /// Makes the changes of the day before `time`, and gives their events.
  mutating func advance(to time: Timestamp, changes: Int) -> [Event] {
    snapshot.header.startedAt = time.adding(.seconds(-600))
    snapshot.header.observedAt = time
    return (0..<changes).map { change in
      let moment = time.adding(.seconds(-86_000 + 8000 * Int64(change % 10) + Int64(change / 10)))
      let index = Int(next() % UInt64(snapshot.accounts.count))
      let event = change % 2 == 0 ? move(index, at: moment) : switchPolicy(index, at: moment)
      snapshot.attachments = attachments.sorted()
      return event
    }
  }

  private mutating func move(_ index: Int, at moment: Timestamp) -> Event {
    let destination = NodeID.organizationalUnit(Self.unit(Int(next() % UInt64(Self.units))))
    let source = snapshot.accounts[index].parent?.rawValue ?? ""
    snapshot.accounts[index].parent = destination
    return event(
      "MoveAccount", at: moment,
      [
        "accountId": snapshot.accounts[index].id.rawValue, "sourceParentId": source,
        "destinationParentId": destination.rawValue,
      ])
  }

  private mutating func switchPolicy(_ index: Int, at moment: Timestamp) -> Event {
    let account = snapshot.accounts[index].id
    let attachment = Attachment(policy: Self.optIn, node: .account(account))
    let isAttached = attachments.remove(attachment) != nil
    if !isAttached { attachments.insert(attachment) }
    snapshot.effectivePolicies[account] = .reported(
      ReportedEffectivePolicy(
        text: isAttached ? Self.optedOut : Self.lexOptedIn, lastUpdated: moment.adding(.seconds(2))))
    return event(
      isAttached ? "DetachPolicy" : "AttachPolicy", at: moment,
      ["policyId": Self.optIn.rawValue, "targetId": account.rawValue])
  }

  private mutating func event(_ name: String, at moment: Timestamp, _ details: [String: String]) -> Event {
    eventCount += 1
    let digits = String(eventCount, radix: 16)
    let id = "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    return Event(
      id: id, name: name, time: moment, trailAccount: management,
      actor: EventActor(
        arn: "arn:aws:sts::\(management):assumed-role/platform/ada", type: "AssumedRole",
        role: "arn:aws:iam::\(management):role/platform"),
      sourceAddress: "198.51.100.7", details: details)
  }

  private static func unit(_ number: Int) -> OrganizationalUnitID {
    OrganizationalUnitID(unchecked: "ou-ab12-\(10_000_000 + number)")
  }

  private static func policy(_ id: PolicyID, _ name: String, _ content: String) -> Policy {
    Policy(
      id: id, arn: "arn:aws:organizations::policy/\(id)", name: name, description: nil, isAWSManaged: false,
      content: .known(content))
  }

  // SplitMix64 (https://prng.di.unimi.it/splitmix64.c).
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
