import OrganizationModel
import Testing

@testable import HistoryStore

@Suite struct SnapshotSelectorTests {
  let other = OrganizationID(unchecked: "o-another0001")

  private func sealed(
    _ id: String, at moment: String, of organization: OrganizationID = Fixture.organization
  ) throws -> SealedSnapshot {
    var header = Fixture.header(day: 1, organization: organization)
    header.observedAt = try #require(Timestamp(moment))
    return SealedSnapshot(
      id: id, header: header, digest: "", previousDigest: nil, isComplete: true, accountCount: 0)
  }

  private func history() throws -> [SealedSnapshot] {
    [
      try sealed("s-aa1100000000", at: "2026-03-01T08:00:00Z"),
      try sealed("s-aa2200000000", at: "2026-03-02T08:00:00Z"),
      try sealed("s-bb3300000000", at: "2026-03-02T23:59:59.999Z"),
    ]
  }

  @Test(arguments: [
    ("s-aa2", "s-aa2200000000"), ("s-bb3300000000", "s-bb3300000000"), ("S-BB", "s-bb3300000000"),
    ("2026-03-01", "s-aa1100000000"), ("2026-03-02", "s-bb3300000000"), ("2027-01-01", "s-bb3300000000"),
    ("2026-03-01T08:00:00Z", "s-aa1100000000"), ("2026-03-02T07:59:59Z", "s-aa1100000000"),
    ("2026-03-02T08:00:00Z", "s-aa2200000000"),
  ])
  func `a selector finds its snapshot`(text: String, id: String) throws {
    #expect(try SnapshotSelector(text).choose(among: history(), of: nil).id == id)
  }

  @Test func `without a selector it is the newest`() throws {
    #expect(try SnapshotSelector.newest.choose(among: history(), of: nil).id == "s-bb3300000000")
  }

  @Test func `an ambiguous beginning names the candidates`() throws {
    let history = try history()
    let error = #expect(throws: StoreError.self) {
      try SnapshotSelector("s-aa").choose(among: history, of: nil)
    }
    #expect(error == .ambiguousSnapshot(prefix: "s-aa", candidates: Array(history.prefix(2))))
    #expect(error?.description.contains("s-aa1100000000 of 2026-03-01T08:00:00Z") == true)
  }

  @Test func `a time before everything names the first snapshot`() throws {
    let history = try history()
    #expect(throws: StoreError.nothingObservedBy("2026-02-28", first: history[0])) {
      try SnapshotSelector("2026-02-28").choose(among: history, of: nil)
    }
  }

  @Test func `an id that nothing has is unknown`() throws {
    #expect(throws: StoreError.unknownSnapshot("s-cc")) {
      try SnapshotSelector("s-cc").choose(among: history(), of: nil)
    }
  }

  @Test func `an empty store has no snapshot to choose`() throws {
    for selector in [
      SnapshotSelector.newest, try SnapshotSelector("s-cc"), try SnapshotSelector("2026-01-01"),
    ] {
      #expect(throws: StoreError.noSnapshots(nil)) { try selector.choose(among: [], of: nil) }
    }
    #expect(throws: StoreError.noSnapshots(other)) {
      try SnapshotSelector.newest.choose(among: history(), of: other)
    }
  }

  @Test(arguments: ["", "yesterday", "s-", "2026-13-01", "2026-02-30", "aa11"])
  func `anything else is no selector`(text: String) {
    #expect(throws: StoreError.notASelector(text)) { try SnapshotSelector(text) }
  }

  @Test func `several organizations need one to be chosen, except by id`() throws {
    let all = try history() + [sealed("s-cc4400000000", at: "2026-03-05T00:00:00Z", of: other)]
    #expect(throws: StoreError.severalOrganizations([other, Fixture.organization])) {
      try SnapshotSelector.newest.choose(among: all, of: nil)
    }
    #expect(try SnapshotSelector("s-cc").choose(among: all, of: nil).header.organization == other)
    #expect(try SnapshotSelector.newest.choose(among: all, of: Fixture.organization).id == "s-bb3300000000")
    #expect(throws: StoreError.unknownSnapshot("s-cc")) {
      try SnapshotSelector("s-cc").choose(among: all, of: Fixture.organization)
    }
  }

  @Test func `the store chooses among its own`() throws {
    let store = try HistoryStore.inMemory()
    let first = try store.seal(Fixture.bare(day: 1))
    _ = try store.seal(Fixture.bare(day: 3))
    #expect(try store.select(SnapshotSelector("2026-01-02")) == first)
  }
}
