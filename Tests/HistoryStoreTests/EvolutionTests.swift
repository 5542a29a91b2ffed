import HistoryStore
import OrganizationModel
import TestSupport
import Testing

@Suite struct EvolutionTests {
  @Test(arguments: UInt64(0)..<12)
  func `an evolution has every snapshot as it was sealed`(seed: UInt64) throws {
    let store = try HistoryStore.inMemory()
    var organization = RandomOrganization(seed: seed)
    var snapshots: [Snapshot] = []
    for day in 1...8 {
      var snapshot = try organization.observedSnapshot(at: "2026-01-0\(day)T00:00:00Z")
      // What is unread is sorted when it is sealed.
      if day % 3 == 0 { snapshot.unread = [UnreadSubject(subject: "ListRoots", reason: "AccessDenied")] }
      snapshots.append(try store.snapshot(id: store.seal(snapshot).id).1)
      organization.change()
    }
    let sealed = try store.snapshots()
    for end in [0, 3, 7] {
      let evolution = try store.evolution(of: snapshots[0].organization.id, through: sealed[end].id)
      #expect(evolution.sealed == Array(sealed[...end]))
      var snapshot = evolution.first
      #expect(snapshot == snapshots[0])
      for (index, step) in evolution.steps.enumerated() {
        snapshot.apply(step.delta)
        snapshot.header = step.sealed.header
        #expect(snapshot == snapshots[index + 1], "seed \(seed), snapshot \(index + 1)")
      }
    }
  }

  @Test func `an unchanged snapshot changes nothing`() throws {
    let store = try HistoryStore.inMemory()
    var organization = RandomOrganization(seed: 1)
    var snapshot = try organization.observedSnapshot(at: "2026-01-01T00:00:00Z")
    _ = try store.seal(snapshot)
    snapshot.header.observedAt = snapshot.header.observedAt.adding(.seconds(60))
    let last = try store.seal(snapshot)
    let evolution = try store.evolution(of: snapshot.organization.id, through: last.id)
    #expect(evolution.steps.map(\.delta.isEmpty) == [true])
    #expect(evolution.last == last)
  }

  @Test func `a snapshot that is not there is refused`() throws {
    let store = try HistoryStore.inMemory()
    var organization = RandomOrganization(seed: 1)
    let snapshot = try organization.observedSnapshot(at: "2026-01-01T00:00:00Z")
    _ = try store.seal(snapshot)
    #expect(throws: StoreError.unknownSnapshot("s-000000000000")) {
      try store.evolution(of: snapshot.organization.id, through: "s-000000000000")
    }
  }
}
