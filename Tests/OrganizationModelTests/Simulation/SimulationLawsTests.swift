import OrganizationModel
import PolicyLanguage
import TestSupport
import Testing

/// Laws of simulating, tried on random organizations. A seed names each.
@Suite struct SimulationLawsTests {
  @Test(arguments: 0..<100 as Range<UInt64>)
  func `simulating nothing is empty`(seed: UInt64) throws {
    let snapshot = try RandomOrganization(seed: seed).snapshot()
    let simulation = try Simulation(of: [], on: snapshot)
    #expect(simulation.changed.snapshot == snapshot)
    #expect(simulation.changes.isEmpty)
    #expect(simulation.verdicts.isEmpty)
    #expect(simulation.undecided.isEmpty)
    #expect(simulation.brokenLimits.isEmpty)
    #expect(!simulation.endangersAccounts)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `simulating changes equals computing the changed tree`(seed: UInt64) throws {
    let organization = RandomOrganization(seed: seed)
    var changed = organization
    let changes = try Self.change(&changed)
    let (before, after) = (try organization.snapshot(), try changed.snapshot())
    let simulation = try Simulation(of: changes, on: before, orders: organization.orders)

    var old = AccountJudge(tree: PolicyTree(of: before, orders: organization.orders))
    var new = AccountJudge(tree: PolicyTree(of: after, orders: changed.orders))
    var verdicts: [VerdictChange] = []
    var flips: [String: String] = [:]
    var locks: [AccountID: [String]] = [:]
    for (one, other) in zip(before.accounts, after.accounts) {
      let (was, becomes) = (old.posture(of: one), new.posture(of: other))
      if was.verdict != becomes.verdict {
        verdicts.append(VerdictChange(account: one.id, before: was.verdict, after: becomes.verdict))
      }
      if was.lock.word != becomes.lock.word { locks[one.id] = [was.lock.word, becomes.lock.word] }
      let (values, others) = (try #require(was.effective), try #require(becomes.effective))
      for service in Set(values.values.keys).union(others.values.keys)
      where values.value(for: service) != others.value(for: service) {
        flips["\(one.id) \(service)"] = Self.phrase(values.value(for: service), others.value(for: service))
      }
    }
    #expect(simulation.verdicts == verdicts)
    let simulated = simulation.changes.filter { $0.before != $0.after }.map {
      ("\($0.account) \($0.service ?? "")", Self.phrase($0.before.certain, $0.after.certain))
    }
    #expect(Dictionary(uniqueKeysWithValues: simulated) == flips)
    let simulatedLocks = simulation.changes.filter { $0.lockBefore.word != $0.lockAfter.word }
    #expect(Set(simulatedLocks.map(\.account)) == Set(locks.keys))
    for change in simulatedLocks {
      #expect(locks[change.account] == [change.lockBefore.word, change.lockAfter.word])
    }
  }

  private static func phrase(_ before: OptOutValue?, _ after: OptOutValue?) -> String {
    "\(before?.rawValue ?? "nothing") to \(after?.rawValue ?? "nothing")"
  }

  /// Changes the tables of `organization` by hand, and gives the same as changes to simulate.
  private static func change(_ organization: inout RandomOrganization) throws -> [SnapshotChange] {
    var changes: [SnapshotChange] = []
    func node(_ text: String) throws -> NodeID { try #require(NodeID(text)) }
    func policy(_ text: String) throws -> PolicyID { try #require(PolicyID(text)) }
    var drafts = RandomPolicies(seed: organization.numbers.next())
    if organization.numbers.once(in: 2) {
      let id = "p-policy\(organization.numbers.number(below: 6))"
      let text = drafts.text()
      organization.texts[id] = text
      changes.append(.replace(try policy(id), by: text))
    }
    let places = [RandomOrganization.root] + RandomOrganization.units + RandomOrganization.accounts
    for place in places where organization.numbers.once(in: 5) {
      guard let id = organization.attachments[place]?.first else { continue }
      organization.attachments[place]?.removeFirst()
      changes.append(.detach(try policy(id), from: try node(place)))
    }
    if organization.numbers.once(in: 2) {
      let place = places[organization.numbers.number(below: places.count)]
      let text = drafts.text()
      organization.texts["p-draft1"] = text
      organization.attachments[place, default: []].append("p-draft1")
      changes.append(.attach(.draft(name: "draft.json", text: text), to: try node(place)))
    }
    let place = places[organization.numbers.number(below: places.count)]
    let id = "p-policy\(organization.numbers.number(below: 6))"
    if organization.attachments[place]?.contains(id) != true {
      organization.attachments[place, default: []].append(id)
      changes.append(.attach(.existing(try policy(id)), to: try node(place)))
    }
    let account = RandomOrganization.accounts[organization.numbers.number(below: 9)]
    let container = organization.container()
    if organization.parents[account] != container {
      organization.parents[account] = container
      changes.append(.move(try #require(AccountID(account)), to: try node(container)))
    }
    return changes.shuffled(using: &organization.numbers)
  }
}
