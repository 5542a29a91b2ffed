import Foundation
import OrganizationModel
import OrganizationSimulator
import TestSupport
import Testing
import Timeline

/// A year of dated mutations on the simulator, with a snapshot after some of them and events for all.
@Suite struct YearReplayTests {
  private static let hardened = SamplePolicies.hardened
    .replacing("\n", with: "").replacing("  ", with: "")
  private static let unlocked = SamplePolicies.assigning("optOut")
  private static let lexIn = SamplePolicies.assigning("optIn", to: "lex")

  private static let tree = """
    o-exampleorg1 management=111111111111
    r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY
      111111111111 Management
      ou-ab12-locked000 Locked policies=p-locked000
        222222222222 Payments
        333333333333 Search
      ou-ab12-open0000 Open policies=p-open0000
        444444444444 Sandbox
    policy p-locked000 "Locked" \(hardened)
    policy p-open0000 "Open" \(unlocked)
    policy p-lex00000 "Lex in" \(lexIn)
    """

  private static func time(_ text: String) throws -> Timestamp {
    try #require(Timestamp("2026-\(text)Z"))
  }

  private static func account(_ digit: Int) -> AccountID {
    AccountID(unchecked: String(repeating: String(digit), count: 12))
  }

  private static func policy(_ name: String) -> PolicyID { PolicyID(unchecked: "p-\(name)") }

  /// - Parameter cancels: whether mutations that cancel out between two snapshots take place.
  static func year(cancels: Bool) throws -> PlayedTime {
    var time = try PlayedTime(
      SimulatedOrganization(tree: tree), at: try Self.time("01-01T00:00:00"))
    try time.collect(at: try Self.time("01-02T06:00:05"))
    func attached(_ policy: String, _ node: String) -> Change.Subject {
      Change.Subject(policy: PolicyID(unchecked: policy), node: NodeID(node))
    }
    // January: the root gets the opt-out for everybody.
    try time.change(
      at: try Self.time("01-10T10:00:01"), [(.policyAttached, attached("p-open0000", "r-ab12"))],
      event: ("AttachPolicy", ["policyId": "p-open0000", "targetId": "r-ab12"])
    ) { try $0.attach("p-open0000", to: "r-ab12", at: $1) }
    try time.collect(at: try Self.time("01-11T06:00:05"))
    // February: another description, which moves LastUpdatedTimestamp and changes nothing.
    try time.change(
      at: try Self.time("02-01T09:00:00"), [],
      event: ("UpdatePolicy", ["policyId": "p-open0000", "description": "for everybody"])
    ) { organization, date in
      let content = organization.policies["p-open0000"]?.content ?? ""
      try organization.update("p-open0000", content: content, at: date)
    }
    try time.collect(at: try Self.time("02-02T06:00:05"))
    // February: an account moves into the open OU and one there overrules.
    try time.change(
      at: try Self.time("02-10T11:30:00"), [(.accountMoved, .init(account: account(3)))],
      event: (
        "MoveAccount",
        [
          "accountId": "333333333333", "sourceParentId": "ou-ab12-locked000",
          "destinationParentId": "ou-ab12-open0000",
        ]
      )
    ) { try $0.move("333333333333", to: "ou-ab12-open0000", at: $1) }
    try time.change(
      at: try Self.time("02-12T08:15:30"), [(.policyAttached, attached("p-lex00000", "444444444444"))],
      event: ("AttachPolicy", ["policyId": "p-lex00000", "targetId": "444444444444"])
    ) { try $0.attach("p-lex00000", to: "444444444444", at: $1) }
    try time.collect(at: try Self.time("02-20T06:00:05"))
    // March: put right, and moved back.
    try time.change(
      at: try Self.time("03-01T14:00:00"), [(.policyDetached, attached("p-lex00000", "444444444444"))],
      event: ("DetachPolicy", ["policyId": "p-lex00000", "targetId": "444444444444"])
    ) { try $0.detach("p-lex00000", from: "444444444444", at: $1) }
    try time.change(
      at: try Self.time("03-02T14:00:00"), [(.accountMoved, .init(account: account(3)))],
      event: (
        "MoveAccount",
        [
          "accountId": "333333333333", "sourceParentId": "ou-ab12-open0000",
          "destinationParentId": "ou-ab12-locked000",
        ]
      )
    ) { try $0.move("333333333333", to: "ou-ab12-locked000", at: $1) }
    try time.collect(at: try Self.time("03-10T06:00:05"))
    // April: an account joins.
    try time.change(
      at: try Self.time("04-05T10:00:00"), [(.accountJoined, .init(account: account(5)))],
      event: ("AcceptHandshake", ["accountId": "555555555555"])
    ) { organization, date in
      var joined = SimulatedAccount(id: "555555555555", name: "Newcomer", parentID: "r-ab12")
      joined.joinedAt = date
      try organization.addAccount(joined)
    }
    try time.collect(at: try Self.time("04-10T06:00:05"))
    if cancels {
      // May: detached and attached again within a day, and a content changed and back.
      try time.change(
        at: try Self.time("05-01T10:00:00"), [(.policyDetached, attached("p-open0000", "r-ab12"))],
        event: ("DetachPolicy", ["policyId": "p-open0000", "targetId": "r-ab12"])
      ) { try $0.detach("p-open0000", from: "r-ab12", at: $1) }
      try time.change(
        at: try Self.time("05-01T12:30:00"), [(.policyAttached, attached("p-open0000", "r-ab12"))],
        event: ("AttachPolicy", ["policyId": "p-open0000", "targetId": "r-ab12"])
      ) { try $0.attach("p-open0000", to: "r-ab12", at: $1) }
      try time.change(
        at: try Self.time("05-02T10:00:00"), [(.policyContentChanged, .init(policy: policy("locked000")))],
        event: ("UpdatePolicy", ["policyId": "p-locked000", "content": lexIn])
      ) { try $0.update("p-locked000", content: lexIn, at: $1) }
      try time.change(
        at: try Self.time("05-02T10:20:00"), [(.policyContentChanged, .init(policy: policy("locked000")))],
        event: ("UpdatePolicy", ["policyId": "p-locked000", "content": hardened])
      ) { try $0.update("p-locked000", content: hardened, at: $1) }
    }
    try time.collect(at: try Self.time("05-10T06:00:05"))
    // June: a content changes for good.
    try time.change(
      at: try Self.time("06-01T10:00:00"), [(.policyContentChanged, .init(policy: policy("open0000")))],
      event: ("UpdatePolicy", ["policyId": "p-open0000", "content": hardened])
    ) { try $0.update("p-open0000", content: hardened, at: $1) }
    try time.collect(at: try Self.time("06-10T06:00:05"))
    // July: an account is closed.
    try time.change(
      at: try Self.time("07-01T10:00:00"), [(.accountStateChanged, .init(account: account(2)))],
      event: ("CloseAccount", ["accountId": "222222222222"])
    ) { organization, _ in try organization.close("222222222222") }
    try time.collect(at: try Self.time("07-10T06:00:05"))
    // August: the type is disabled, which drops all attachments.
    let dropped = time.organization.attachments.flatMap { node, policies in
      policies.map { (Change.Kind.policyDetached, attached($0, node)) }
    }
    let root = Change.Subject(root: RootID(unchecked: "r-ab12"))
    try time.change(
      at: try Self.time("08-01T10:00:00"), [(.policyTypeDisabled, root)] + dropped,
      event: ("DisablePolicyType", ["rootId": "r-ab12", "policyType": "AISERVICES_OPT_OUT_POLICY"])
    ) { organization, _ in organization.disablePolicyType() }
    try time.collect(at: try Self.time("08-10T06:00:05"))
    // September: enabled and put right.
    try time.change(
      at: try Self.time("09-01T10:00:00"), [(.policyTypeEnabled, root)],
      event: ("EnablePolicyType", ["rootId": "r-ab12", "policyType": "AISERVICES_OPT_OUT_POLICY"])
    ) { organization, date in organization.enablePolicyType(at: date) }
    try time.change(
      at: try Self.time("09-01T10:05:00"), [(.policyAttached, attached("p-locked000", "r-ab12"))],
      event: ("AttachPolicy", ["policyId": "p-locked000", "targetId": "r-ab12"])
    ) { try $0.attach("p-locked000", to: "r-ab12", at: $1) }
    try time.collect(at: try Self.time("09-10T06:00:05"))
    // November: an account leaves.
    try time.change(
      at: try Self.time("11-01T10:00:00"), [(.accountLeft, .init(account: account(4)))],
      event: ("RemoveAccountFromOrganization", ["accountId": "444444444444"])
    ) { organization, _ in try organization.remove("444444444444") }
    try time.collect(at: try Self.time("12-31T06:00:05"))
    return time
  }

  @Test func `with events every mutation appears once, at its moment, with actor and id`() throws {
    let year = try Self.year(cancels: true)
    let history = OrganizationHistory(
      of: try #require(year.evolution()), events: year.events, coverage: year.coverage)
    year.expectEveryMutation(in: history, areDated: true)
    #expect(history.uncovered.isEmpty)
    // The new description changed nothing.
    #expect(
      history.unmatchedEvents.map(\.details) == [["policyId": "p-open0000", "description": "for everybody"]])
  }

  @Test func `without events every mutation is unattributed, in an interval that holds the truth`() throws {
    let year = try Self.year(cancels: false)
    let history = OrganizationHistory(of: try #require(year.evolution()))
    year.expectEveryMutation(in: history, areDated: false)
    #expect(history.uncovered.count == year.snapshots.count - 1)
  }

  @Test(arguments: 1...5)
  func `with events periods and gaps equal the truth`(digit: Int) throws {
    let year = try Self.year(cancels: true)
    let history = OrganizationHistory(
      of: try #require(year.evolution()), events: year.events, coverage: year.coverage)
    year.expectPeriods(of: Self.account(digit), in: history)
    year.expectPeriods(of: nil, in: history)
  }

  @Test(arguments: 1...5)
  func `without events periods lie around the truth, and gaps are never told too short`(digit: Int) throws {
    let year = try Self.year(cancels: false)
    let history = OrganizationHistory(of: try #require(year.evolution()))
    year.expectPeriodsAround(Self.account(digit), in: history)
    year.expectPeriodsAround(nil, in: history)
  }

  @Test func `a new description moves no opt-out date`() throws {
    let year = try Self.year(cancels: true)
    let before = try #require(Evolution(of: Array(year.snapshots[...1])))
    let after = try #require(Evolution(of: Array(year.snapshots[...2])))
    for events in [[], year.events] {
      let dates = Replay(of: before, events: events, coverage: year.coverage).optOutDates
      let later = Replay(of: after, events: events, coverage: year.coverage).optOutDates
      for digit in 1...4 { #expect(dates[Self.account(digit)] == later[Self.account(digit)]) }
      #expect(dates[Self.account(1)] != nil)
    }
  }

  @Test func `the overruling account's verdict names the attachment as its cause`() throws {
    let year = try Self.year(cancels: true)
    for events in [[], year.events] {
      let history = OrganizationHistory(
        of: try #require(year.evolution()), events: events, coverage: events.isEmpty ? [] : year.coverage)
      let change = try #require(
        history.changes.first {
          $0.kind == .verdictChanged && $0.subject.account == Self.account(4) && $0.after == "partial"
        })
      let cause = history.changes[try #require(change.cause)]
      #expect(cause.kind == .policyAttached)
      #expect(cause.subject.policy == Self.policy("lex00000"))
      #expect(change.event == cause.event)
      #expect(change.at == cause.at)
    }
  }

  @Test func `a content's change is told by service`() throws {
    let year = try Self.year(cancels: true)
    let history = OrganizationHistory(
      of: try #require(year.evolution()), events: year.events, coverage: year.coverage)
    let changes = history.changes.filter { $0.kind == .policyContentChanged }
    #expect(
      changes.map(\.after) == [
        "new services: locked -> unlocked; default: optOut -> no value; default: locked -> unlocked; "
          + "lex: no value -> optIn",
        "new services: unlocked -> locked; default: no value -> optOut; default: unlocked -> locked; "
          + "lex: optIn -> no value",
        "new services: unlocked -> locked; default: unlocked -> locked",
      ])
  }
}

extension PlayedTime {
  /// Expects each mutation once, and no other change but those of verdicts and locks.
  func expectEveryMutation(
    in history: OrganizationHistory, areDated: Bool, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let facts = history.changes.filter { $0.kind != .verdictChanged && $0.kind != .lockChanged }
    var rest = facts
    for mutation in mutations {
      let index = rest.firstIndex { change in
        change.kind == mutation.kind && change.subject == mutation.subject
          && (areDated
            ? change.at == Moment(at: mutation.at)
            : change.at.earliest.map { $0 <= mutation.at } ?? false
              && change.at.latest.map { $0 >= mutation.at } ?? false)
      }
      guard let index else {
        Issue.record("missing: \(mutation)", sourceLocation: sourceLocation)
        continue
      }
      let change = rest.remove(at: index)
      #expect(
        change.event?.id == (areDated ? mutation.event : nil), "\(mutation)", sourceLocation: sourceLocation)
      if areDated {
        #expect(change.event?.actor == Self.actor, sourceLocation: sourceLocation)
      }
    }
    #expect(rest.isEmpty, "told but never done: \(rest)", sourceLocation: sourceLocation)
  }

  /// Expects the periods that the truth has, at their moments, with the longest gap and the share that follow.
  func expectPeriods(
    of account: AccountID?, in history: OrganizationHistory,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let (name, found, times, first, last) = told(of: account, in: history, sourceLocation)
    else { return }
    for (period, time) in zip(found.list, times) {
      if time.lowerBound > first.startedAt {
        #expect(period.start.at == Moment(at: time.lowerBound), "\(name)", sourceLocation: sourceLocation)
      } else {
        #expect(
          period.start.at.latest.map { $0 <= first.observedAt } ?? false, "\(name)",
          sourceLocation: sourceLocation)
      }
      if time.upperBound < last.observedAt {
        #expect(period.end?.at == Moment(at: time.upperBound), "\(name)", sourceLocation: sourceLocation)
      } else {
        #expect(period.end == nil, "\(name)", sourceLocation: sourceLocation)
      }
    }
    let longest = gaps(of: account).map(\.length).max()
    #expect(found.longestGap == longest, "\(name)", sourceLocation: sourceLocation)
    // What the first snapshot shows is certain from its end on, seconds after its start.
    let total = Self.seconds(presence(of: account))
    let share = Self.seconds(times) / total
    #expect(abs((found.coveredShare ?? -1) - share) <= 10 / total, "\(name)", sourceLocation: sourceLocation)
  }

  /// Expects as many periods as the truth has, each bound between moments that hold the true one; no gap told shorter
  /// and no share told greater than it was.
  func expectPeriodsAround(
    _ account: AccountID?, in history: OrganizationHistory,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    guard let (name, found, times, first, last) = told(of: account, in: history, sourceLocation)
    else { return }
    for (period, time) in zip(found.list, times) {
      #expect(
        time.lowerBound <= first.startedAt || period.start.at.holds(time.lowerBound),
        "\(name): \(period) \(time)", sourceLocation: sourceLocation)
      #expect(
        time.upperBound == last.observedAt
          ? period.end == nil : period.end?.at.holds(time.upperBound) ?? false,
        "\(name): \(period) \(time)", sourceLocation: sourceLocation)
    }
    let longest = gaps(of: account).map(\.length).max()
    #expect((longest == nil) == (found.longestGap == nil), "\(name)", sourceLocation: sourceLocation)
    #expect(
      found.longestGap ?? .zero >= longest ?? .zero, "\(name)", sourceLocation: sourceLocation)
    let total = Self.seconds(presence(of: account))
    #expect(
      (found.coveredShare ?? 2) <= Self.seconds(times) / total + 10 / total, "\(name)",
      sourceLocation: sourceLocation)
  }

  /// What `history` tells of `account`, or of the organization without one, beside the true times, as many of both, and the
  /// first and the last snapshot; nil where it tells nothing.
  private func told(
    of account: AccountID?, in history: OrganizationHistory, _ sourceLocation: SourceLocation
  ) -> (
    name: String, found: AccountHistory.Periods, times: [ClosedRange<Timestamp>], first: SnapshotHeader,
    last: SnapshotHeader
  )? {
    let name = account?.rawValue ?? "the organization"
    let periods: AccountHistory.Periods? =
      account.map { id in history.accounts.first { $0.id == id }?.periods } ?? history.organization
    guard let periods, let first = snapshots.first?.sealed.header, let last = snapshots.last?.sealed.header
    else {
      Issue.record("\(name) has no history", sourceLocation: sourceLocation)
      return nil
    }
    let times = optedOutTimes(of: account)
    #expect(periods.list.count == times.count, "\(name): \(periods.list)", sourceLocation: sourceLocation)
    return (name, periods, times, first, last)
  }

  private static func seconds(_ times: [ClosedRange<Timestamp>]) -> Double {
    Double(times.reduce(Duration.zero) { $0 + $1.length }.components.seconds)
  }
}

extension Moment {
  /// Whether `moment` is no earlier and no later than it says.
  fileprivate func holds(_ moment: Timestamp) -> Bool {
    earliest.map { $0 <= moment } ?? true && latest.map { $0 >= moment } ?? true
  }
}
