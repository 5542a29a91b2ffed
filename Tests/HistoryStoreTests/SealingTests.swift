import GRDB
import OrganizationModel
import Testing

@testable import HistoryStore

@Suite struct SealingTests {
  let store: HistoryStore

  init() throws { store = try HistoryStore.inMemory() }

  @Test(arguments: [Fixture.bare(day: 1), Fixture.rich(day: 1), Fixture.plain(day: 1, accounts: 30)])
  func `a snapshot comes back as it was sealed`(_ snapshot: Snapshot) throws {
    let sealed = try store.seal(snapshot)
    let (found, back) = try store.snapshot(id: sealed.id)
    #expect(found == sealed)
    #expect(back == snapshot)
    #expect(
      Array(back.accounts.map(\.name).joined().utf8) == Array(snapshot.accounts.map(\.name).joined().utf8))
    #expect(sealed.accountCount == snapshot.accounts.count)
    #expect(sealed.isComplete == snapshot.isComplete)
    #expect(try store.verifyChains().isIntact)
  }

  @Test func `every shape of header and answer comes back`() throws {
    var snapshot = Fixture.bare(day: 1)
    snapshot.header.source = .live(endpoint: "http://127.0.0.1:5000", callerARN: nil)
    snapshot.header.effectiveMode = .representative
    snapshot.delegation = Delegation(resourcePolicy: .known(nil), administrators: .known([]))
    snapshot.serviceControlPolicies = .known([])
    snapshot.invalidEffectivePolicies = .unread(reason: "denied")
    snapshot.trustedServices = .known([])
    let first = try store.seal(snapshot)
    #expect(try store.snapshot(id: first.id).1 == snapshot)

    snapshot.header = Fixture.header(day: 2)
    snapshot.header.source = .export(observedAtGiven: true)
    snapshot.serviceControlPolicies = .unread(reason: "denied")
    snapshot.delegation.resourcePolicy = .unread(reason: "denied")
    let second = try store.seal(snapshot)
    #expect(try store.snapshot(id: second.id).1 == snapshot)
    #expect(second.previousDigest == first.digest)
  }

  @Test func `an unchanged snapshot adds a snapshot and a link, and nothing else`() throws {
    _ = try store.seal(Fixture.rich(day: 1))
    let before = try store.read(rowCounts)
    let second = try store.seal(Fixture.rich(day: 2))
    var expected = before
    expected["snapshot"] = 2
    expected["chain_entry"] = 2
    #expect(try store.read(rowCounts) == expected)
    #expect(try store.snapshot(id: second.id).1 == Fixture.rich(day: 2))
  }

  @Test func `a change adds one row and leaves the earlier snapshot as it was`() throws {
    let first = try store.seal(Fixture.rich(day: 1))
    let before = try store.read(rowCounts)
    var renamed = Fixture.rich(day: 2)
    renamed.accounts[0].name = "e\u{301}"
    let second = try store.seal(renamed)
    var composed = renamed
    composed.header = Fixture.header(day: 3)
    composed.accounts[0].name = "\u{E9}"
    let third = try store.seal(composed)
    #expect(try store.read(rowCounts)["account"] == (before["account"] ?? 0) + 2)
    #expect(try store.snapshot(id: first.id).1 == Fixture.rich(day: 1))
    #expect(try store.snapshot(id: second.id).1 == renamed)
    #expect(Array(try store.snapshot(id: third.id).1.accounts[0].name.utf8) == [0xC3, 0xA9])
  }

  @Test func `an account that leaves and returns is there, gone and there again`() throws {
    let whole = Fixture.plain(day: 1, accounts: 3)
    var without = Fixture.plain(day: 2, accounts: 3)
    without.accounts.remove(at: 1)
    without.effectivePolicies[Fixture.account(2)] = nil
    let sealed = try [whole, without, Fixture.plain(day: 3, accounts: 3)].map { try store.seal($0) }
    #expect(try sealed.map { try store.snapshot(id: $0.id).1.accounts.count } == [3, 2, 3])
    #expect(try store.snapshot(id: sealed[1].id).1 == without)
    #expect(
      try store.read {
        try Int.fetchAll(
          $0, sql: "SELECT is_removed FROM account WHERE account_id = ? ORDER BY sequence",
          arguments: [Fixture.account(2).rawValue])
      } == [0, 1, 0])
    #expect(try store.verifyChains().isIntact)
  }

  @Test func `organizations share a store without meeting`() throws {
    let other = OrganizationID(unchecked: "o-another0001")
    _ = try store.seal(Fixture.plain(day: 5, accounts: 2))
    let second = try store.seal(Fixture.plain(day: 1, accounts: 4, organization: other))
    _ = try store.seal(Fixture.plain(day: 6, accounts: 1))
    #expect(second.previousDigest == nil)
    #expect(try store.organizations() == [other, Fixture.organization])
    #expect(try store.snapshots(of: Fixture.organization).map(\.accountCount) == [2, 1])
    #expect(try store.snapshots().map(\.accountCount) == [4, 2, 1])
    #expect(try store.newest(of: other) == second)
    #expect(try store.snapshot(id: second.id).1.accounts.count == 4)
    #expect(try store.verifyChains().chains.map(\.organization) == [other, Fixture.organization])
  }

  @Test(arguments: [1, 2]) func `a snapshot observed no later than the newest is refused`(day: Int) throws {
    let newest = try store.seal(Fixture.rich(day: 2))
    #expect(
      throws: StoreError.notLaterThanNewest(
        Fixture.organization, observedAt: Fixture.day(day), newest: Fixture.day(2), newestID: newest.id)
    ) { try store.seal(Fixture.plain(day: day, accounts: 3)) }
    #expect(try store.snapshots().count == 1)
  }

  @Test func `a list with two of one id is refused`() throws {
    var snapshot = Fixture.plain(day: 1, accounts: 2)
    snapshot.accounts.append(snapshot.accounts[0])
    #expect(throws: StoreError.listedTwice(record: "account/000000000001")) { try store.seal(snapshot) }
    #expect(try store.organizations().isEmpty)
  }

  @Test func `a snapshot with the facts of another organization is refused`() throws {
    var snapshot = Fixture.bare(day: 1)
    snapshot.organization.id = OrganizationID(unchecked: "o-another0001")
    #expect(
      throws: StoreError.foreignOrganization(
        header: Fixture.organization, organization: snapshot.organization.id)
    ) { try store.seal(snapshot) }
  }

  @Test(arguments: ["snapshot", "chain_entry", "document", "account", "effective_policy", "observation"])
  func `a seal that breaks off leaves nothing`(at table: String) throws {
    let first = try store.seal(Fixture.plain(day: 1, accounts: 2))
    let before = try store.read(rowCounts)
    try store.database.write { database in
      try database.execute(
        sql: """
          CREATE TEMP TRIGGER breaks_off BEFORE INSERT ON main.\(table)
          BEGIN SELECT RAISE(ABORT, 'broken off'); END
          """)
    }
    #expect(throws: StoreError.self) { try store.seal(Fixture.rich(day: 2)) }
    #expect(try store.read(rowCounts) == before)
    #expect(try store.newest(of: Fixture.organization) == first)
    try store.database.write { try $0.execute(sql: "DROP TRIGGER temp.breaks_off") }
    let second = try store.seal(Fixture.rich(day: 2))
    #expect(try store.snapshot(id: second.id).1 == Fixture.rich(day: 2))
  }

  @Test func `a text is stored once`() throws {
    _ = try store.seal(Fixture.plain(day: 1, accounts: 30))
    #expect(try store.read(rowCounts)["document"] == 1)
  }

  @Test func `the views show the newest state`() throws {
    _ = try store.seal(Fixture.rich(day: 1))
    _ = try store.seal(Fixture.plain(day: 2, accounts: 3))
    let views = [
      "snapshot_list", "current_account", "current_organizational_unit", "current_policy",
      "current_attachment",
      "current_observation",
    ]
    let counts = try views.map { view in
      try store.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(view)") }
    }
    #expect(counts == [2, 3, 0, 0, 0, 6])
    let texts = try store.read {
      try String.fetchAll($0, sql: "SELECT DISTINCT content FROM current_effective_policy")
    }
    #expect(texts == [Fixture.optOut])
    let times = try store.read {
      try String.fetchAll($0, sql: "SELECT observed_at FROM snapshot_list ORDER BY sequence")
    }
    #expect(times == ["2026-01-01T00:00:00.000Z", "2026-01-02T00:00:00.000Z"])
  }
}
