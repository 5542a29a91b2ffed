import Foundation
import OrganizationModel
import OrganizationSimulator
import TestSupport
import Testing
import Timeline

/// Random times of random organizations: what really happened is what the history tells.
@Suite struct RandomReplayTests {
  @Test(arguments: UInt64(0)..<40)
  func `with events everything is told once, at its moment, and periods equal the truth`(seed: UInt64) throws
  {
    let time = try RandomTime(seed: seed).played()
    let history = OrganizationHistory(
      of: try #require(time.evolution()), events: time.events.shuffled(), coverage: time.coverage)
    time.expectEveryMutation(in: history, areDated: true)
    for account in RandomTime.accounts {
      let id = AccountID(unchecked: account)
      if history.accounts.contains(where: { $0.id == id }) { time.expectPeriods(of: id, in: history) }
    }
    time.expectPeriods(of: nil, in: history)
    #expect(history.unmatchedEvents.isEmpty)
  }

  @Test(arguments: UInt64(0)..<40)
  func `without events everything that snapshots show is told once, around its moment`(seed: UInt64) throws {
    // One mutation between two snapshots, so that none cancels out another.
    let time = try RandomTime(seed: seed, mutationsPerSnapshot: 1).played()
    let history = OrganizationHistory(of: try #require(time.evolution()))
    time.expectEveryMutation(in: history, areDated: false)
    for change in history.changes where change.kind == .verdictChanged {
      let cause = try #require(change.cause.map { history.changes[$0] }, "\(change)")
      #expect(cause.kind != .verdictChanged && cause.kind != .lockChanged)
    }
  }

  @Test(arguments: UInt64(0)..<20)
  func `the answer of the last snapshot is that of the whole snapshot`(seed: UInt64) throws {
    let time = try RandomTime(seed: seed).played()
    let last = try #require(time.snapshots.last)
    let replay = Replay(
      of: try #require(time.evolution()), events: time.events, coverage: time.coverage)
    let orders = replay.posture.orders
    #expect(
      replay.posture
        == OrganizationPosture(of: last.snapshot, orders: orders.whole, attachedLast: orders.last))
    // What events tell of the order is true.
    for (node, order) in orders.whole { #expect(time.organization.orders[node] == order) }
  }

  @Test func `records of before the first snapshot bound dates around the truth`() throws {
    var bounded = 0
    for seed in UInt64(0)..<30 {
      let time = try RandomTime(seed: seed).played()
      for first in time.snapshots.dropFirst() {
        let evolution = try #require(Evolution(of: [first]))
        let dates = Replay(of: evolution, events: time.events, coverage: time.coverage).optOutDates
        for account in first.snapshot.accounts.map(\.id) {
          guard let date = dates[account] else { continue }
          let since = try #require(time.optedOutSince(account, by: first.sealed.header.observedAt))
          #expect(
            date.earliest.map { $0 <= since } ?? true, "seed \(seed): \(account) \(date), and it was \(since)"
          )
          // What holds since the beginning may have begun before it.
          let isFromBeginning = since == time.truth.first?.at
          #expect(
            isFromBeginning || date.latest >= since, "seed \(seed): \(account) \(date), and it was \(since)")
          if case .event = date.latestSource { bounded += 1 }
        }
      }
    }
    // Most began before the first record.
    #expect(bounded > 100)
  }

  @Test(arguments: UInt64(0)..<20)
  func `a lost record leaves its change unattributed and the others exact`(seed: UInt64) throws {
    let time = try RandomTime(seed: seed).played()
    var numbers = SeededNumbers(seed: seed)
    let lost = time.events[numbers.number(below: time.events.count)].id
    let history = OrganizationHistory(
      of: try #require(time.evolution()), events: time.events.filter { $0.id != lost },
      coverage: time.coverage)
    let facts = history.changes.filter { $0.kind != .verdictChanged && $0.kind != .lockChanged }
    for mutation in time.mutations where mutation.event != lost {
      #expect(
        facts.contains { $0.event?.id == mutation.event && $0.kind == mutation.kind },
        "seed \(seed): \(mutation)")
    }
  }
}

/// A few months at random.
private struct RandomTime {
  static let accounts = (1...6).map { String(repeating: String($0), count: 12) }
  private static let units = (0..<3).map { "ou-ab12-unit000\($0)" }
  private static let root = "r-ab12"

  private var numbers: SeededNumbers
  private var texts: RandomPolicies
  private let mutationsPerSnapshot: Int?

  init(seed: UInt64, mutationsPerSnapshot: Int? = nil) {
    numbers = SeededNumbers(seed: seed)
    texts = RandomPolicies(seed: seed)
    self.mutationsPerSnapshot = mutationsPerSnapshot
  }

  func played() throws -> PlayedTime {
    var copy = self
    return try copy.play()
  }

  private mutating func play() throws -> PlayedTime {
    let tree = """
      o-exampleorg1 management=111111111111
      \(Self.root) Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-policy01
        111111111111 Management
        \(Self.units[0]) Zero
          222222222222 Two
          \(Self.units[1]) One policies=p-policy02
            333333333333 Three
            444444444444 Four
        \(Self.units[2]) Two
          555555555555 Five
      policy p-policy01 One \(SamplePolicies.assigning("optOut"))
      policy p-policy02 Two \(SamplePolicies.assigning("optIn", to: "lex"))
      policy p-policy03 Three \(SamplePolicies.assigning("optOut"))
      """
    var at = Timestamp(milliseconds: 1_767_225_600_000)
    var time = try PlayedTime(SimulatedOrganization(tree: tree), at: at)
    at = at.adding(.seconds(3600))
    try time.collect(at: at)
    for _ in 0..<12 {
      for _ in 0..<(mutationsPerSnapshot ?? numbers.number(below: 5)) {
        at = at.adding(.seconds(1 + numbers.number(below: 90_000)))
        try change(&time, at: at)
      }
      // Sometimes at once, so that the listing begins before the change is over.
      at = at.adding(.seconds(numbers.once(in: 2) ? 6 : 7200))
      try time.collect(at: at)
    }
    return time
  }

  private mutating func change(_ time: inout PlayedTime, at: Timestamp) throws {
    let organization = time.organization
    switch numbers.number(below: 6) {
    case 0:
      let account = pick(organization.accountIDs)
      let source = organization.parent(of: account) ?? ""
      let target = pick(([Self.root] + Self.units).filter { $0 != source })
      try time.change(
        at: at, [(.accountMoved, .init(account: AccountID(unchecked: account)))],
        event: (
          "MoveAccount",
          ["accountId": account, "sourceParentId": source, "destinationParentId": target]
        )
      ) { try $0.move(account, to: target, at: $1) }
    case 1, 2:
      let node = pick([Self.root] + Self.units + organization.accountIDs)
      let policy = pick(organization.policyIDs)
      let isAttached = organization.attachments[node]?.contains(policy) == true
      // Nothing can be attached while the type is disabled.
      guard isAttached || organization.isEnabled(SimulatedOrganization.optOutPolicyType) else { return }
      try time.change(
        at: at,
        [
          (
            isAttached ? .policyDetached : .policyAttached,
            .init(policy: PolicyID(unchecked: policy), node: NodeID(node))
          )
        ],
        event: (isAttached ? "DetachPolicy" : "AttachPolicy", ["policyId": policy, "targetId": node])
      ) {
        if isAttached {
          try $0.detach(policy, from: node, at: $1)
        } else {
          try $0.attach(policy, to: node, at: $1)
        }
      }
    case 3:
      let policy = pick(organization.policyIDs)
      let text = texts.text()
      guard text != organization.policies[policy]?.content else { return }
      try time.change(
        at: at, [(.policyContentChanged, .init(policy: PolicyID(unchecked: policy)))],
        event: ("UpdatePolicy", ["policyId": policy, "content": text])
      ) { try $0.update(policy, content: text, at: $1) }
    case 4:
      let id = "666666666666"
      let subject = Change.Subject(account: AccountID(unchecked: id))
      if organization.accounts[id] == nil {
        let place = pick([Self.root] + Self.units)
        try time.change(
          at: at, [(.accountJoined, subject)], event: ("CreateAccountResult", ["accountId": id])
        ) { organization, date in
          var account = SimulatedAccount(id: id, name: "Six", parentID: place)
          account.joinedAt = date
          try organization.addAccount(account)
        }
      } else if organization.attachments[id] == nil {
        try time.change(
          at: at, [(.accountLeft, subject)], event: ("RemoveAccountFromOrganization", ["accountId": id])
        ) { organization, _ in try organization.remove(id) }
      }
    default:
      let subject = Change.Subject(root: RootID(unchecked: Self.root))
      let details = ["rootId": Self.root, "policyType": SimulatedOrganization.optOutPolicyType]
      if organization.isEnabled(SimulatedOrganization.optOutPolicyType) {
        guard numbers.once(in: 3) else { return }
        let dropped = organization.attachments.flatMap { node, policies in
          policies.map {
            (
              Change.Kind.policyDetached,
              Change.Subject(policy: PolicyID(unchecked: $0), node: NodeID(node))
            )
          }
        }
        try time.change(
          at: at, [(.policyTypeDisabled, subject)] + dropped, event: ("DisablePolicyType", details)
        ) { organization, _ in organization.disablePolicyType() }
      } else {
        try time.change(at: at, [(.policyTypeEnabled, subject)], event: ("EnablePolicyType", details)) {
          $0.enablePolicyType(at: $1)
        }
      }
    }
  }

  private mutating func pick(_ list: [String]) -> String { list[numbers.number(below: list.count)] }
}
