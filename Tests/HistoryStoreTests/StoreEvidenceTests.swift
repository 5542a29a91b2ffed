import OrganizationModel
import Testing

@testable import HistoryStore

@Suite struct StoreEvidenceTests {
  private func store() throws -> HistoryStore {
    let store = try HistoryStore.inMemory()
    _ = try store.seal(Fixture.rich(day: 1))
    _ = try store.append(
      LedgerDraft(
        organization: Fixture.organization, kind: .attestation, recordedAt: Fixture.day(2),
        body: ["statement": "é \"quoted\" \u{1F}"], files: [Array("a file".utf8)]))
    let event = Event(
      id: "e-1", name: "AttachPolicy", time: Fixture.day(2), trailAccount: nil,
      actor: EventActor(arn: "arn:aws:iam::111111111111:user/a", type: "IAMUser"),
      details: ["policyId": "p-12345678"])
    _ = try store.importEvents(
      [event], coverage: [], source: "files", recordedAt: Fixture.day(3), organization: Fixture.organization)
    _ = try store.seal(Fixture.rich(day: 4))
    return store
  }

  @Test func `a restored store has the same chain, intact, and the same answers`() throws {
    let store = try store()
    let evidence = try store.evidence(of: Fixture.organization)
    #expect(evidence.entries.map(\.position) == [1, 2, 3, 4])
    #expect(evidence.entries.map(\.kind) == ["snapshot", "attestation", "eventImport", "snapshot"])
    let restored = try HistoryStore.restoring(evidence)
    let verification = try restored.verifyChains()
    #expect(verification.problems.isEmpty)
    #expect(verification.chains.flatMap(\.problems).isEmpty)
    #expect(verification.chains.map(\.head) == (try store.verifyChains().chains.map(\.head)))
    #expect(try restored.snapshots() == store.snapshots())
    for sealed in try store.snapshots() {
      #expect(try restored.snapshot(id: sealed.id).1 == store.snapshot(id: sealed.id).1)
    }
    #expect(try restored.events(of: Fixture.organization) == store.events(of: Fixture.organization))
    #expect(try restored.entries(of: Fixture.organization) == store.entries(of: Fixture.organization))
    #expect(try restored.evidence(of: Fixture.organization) == evidence)
  }

  @Test func `a changed value does not pass`() throws {
    var evidence = try store().evidence(of: Fixture.organization)
    let text = evidence.entries[0].text
    #expect(text.contains("\"name\":\""))
    evidence.entries[0].text = text.replacing("\"name\":\"", with: "\"name\":\"x", maxReplacements: 1)
    let verification = try HistoryStore.restoring(evidence).verifyChains()
    #expect(!(verification.problems + verification.chains.flatMap(\.problems)).isEmpty)
  }

  @Test(arguments: [
    "{}x", #"{"sqlite_master":[{}]}"#, #"{"account":[{"evil":1}]}"#, #"{"account":[1]}"#, #"{"account":1}"#,
    #"{"chain_entry":[{"organization_id":"o-1"}]}"#,
  ])
  func `rows that do not fit the schema are refused`(text: String) {
    let evidence = StoreEvidence(
      entries: [.init(position: 1, kind: "snapshot", snapshot: nil, text: text)], documents: [], files: [])
    #expect(throws: StoreEvidenceError.self) { try HistoryStore.restoring(evidence) }
  }
}
