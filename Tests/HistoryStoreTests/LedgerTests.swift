import Foundation
import GRDB
import OrganizationModel
import Testing

@testable import HistoryStore

@Suite struct LedgerTests {
  let store: HistoryStore

  init() throws {
    store = try HistoryStore.inMemory()
  }

  private struct Note: Codable, Hashable {
    var text: String
    var count: Int?
    var list: [String]
  }

  private func draft(_ note: Note, files: [[UInt8]] = [], kind: LedgerKind = .probe) throws -> LedgerDraft {
    try LedgerDraft(
      organization: Fixture.organization, kind: kind, recordedAt: Fixture.day(2), body: note, files: files)
  }

  @Test func `an entry comes back as it was recorded`() throws {
    let note = Note(text: "a/b \"c\" \u{1F}\u{0}\u{7F} 👩‍👩‍👧‍👦 \u{202E}", count: -3, list: ["", "\\"])
    let files = [Array("evidence".utf8), []]
    let entry = try store.append(draft(note, files: files))
    #expect(try store.entries(of: Fixture.organization) == [entry])
    #expect(try entry.decode(Note.self) == note)
    #expect(entry.recordedAt == Fixture.day(2) && entry.kind == .probe && entry.position == 1)
    #expect(try entry.files.map { try store.file(sha256: $0) } == files)
    #expect(try store.file(sha256: "nothing") == nil)
  }

  @Test func `the body is canonical, whatever the order of its members`() throws {
    let body = try LedgerDraft(
      organization: Fixture.organization, kind: .usage, recordedAt: Fixture.day(1),
      body: Note(text: "é/", count: 1, list: ["x"])
    ).body
    #expect(body == #"{"count":1,"list":["x"],"text":"é/"}"#)
  }

  @Test func `a fraction is refused`() {
    #expect(throws: EncodingError.self) {
      try LedgerDraft(
        organization: Fixture.organization, kind: .usage, recordedAt: Fixture.day(1), body: ["x": 1.5])
    }
  }

  @Test func `entries and snapshots share one chain`() throws {
    let first = try store.append(draft(Note(text: "before", list: [])))
    let sealed = try store.seal(Fixture.rich(day: 1))
    let second = try store.append(draft(Note(text: "between", list: []), kind: .attestation))
    let last = try store.seal(Fixture.rich(day: 2))
    #expect(first.previousDigest == nil && sealed.previousDigest == first.digest)
    #expect(second.previousDigest == sealed.digest && second.position == 3)
    #expect(last.previousDigest == second.digest)
    #expect(try store.entries(of: Fixture.organization, kinds: [.attestation]) == [second])
    #expect(try store.entries(of: OrganizationID(unchecked: "o-other")).isEmpty)
    let found = try store.verifyChains()
    #expect(found.isIntact && found.chains.map(\.head) == [last.digest])
  }

  /// Frozen: what digests cover never changes.
  @Test func `the digest of an entry is what it was`() throws {
    let entry = try store.append(draft(Note(text: "frozen", list: []), files: [Array("file".utf8)]))
    #expect(entry.digest == "5a659b521a5bac77cd9f002da4b2465a80682d07f1d7713e104faed23484dcf6")
    _ = try store.importEvents(
      [Fixture.event("b", day: 1), Fixture.event("a", day: 2)], coverage: [], source: "files",
      recordedAt: Fixture.day(3), organization: Fixture.organization)
    let last = try store.entries(of: Fixture.organization).last
    #expect(last?.digest == "061ea8e662214f66883722dfec4a67aed107ed3ef17e9076743ccb716e0d5084")
  }

  @Test func `the same file is kept once`() throws {
    let file = Array("evidence".utf8)
    let first = try store.append(draft(Note(text: "1", list: []), files: [file, file]))
    let second = try store.append(draft(Note(text: "2", list: []), files: [file]))
    #expect(first.files == second.files + second.files)
    #expect(try store.read(rowCounts)["evidence_file"] == 1)
    #expect(try store.verifyChains().isIntact)
  }

  @Test func `an event is kept once, however often it is imported`() throws {
    let organization = Fixture.organization
    func add(_ events: [Event], _ coverage: [EventCoverage] = []) throws -> EventImportResult {
      try store.importEvents(
        events, coverage: coverage, source: "files", recordedAt: Fixture.day(9), organization: organization)
    }
    let events = [Fixture.event("b", day: 2), Fixture.event("a", day: 2), Fixture.event("c", day: 1)]
    #expect(try add(events + [events[0]]) == EventImportResult(added: 3, duplicates: 1))
    #expect(try store.events(of: organization) == [events[2], events[1], events[0]])
    #expect(try add(events) == EventImportResult(added: 0, duplicates: 3))
    #expect(try store.entries(of: organization).count == 1)
    let span = EventCoverage(account: Fixture.account(1), from: Fixture.day(1), to: Fixture.day(3))
    #expect(try add([], [span]) == EventImportResult(added: 0, duplicates: 0))
    #expect(try store.eventCoverage(of: organization) == [span])
    // Another organization has events of its own.
    let other = OrganizationID(unchecked: "o-other")
    let result = try store.importEvents(
      events, coverage: [span], source: "files", recordedAt: Fixture.day(9), organization: other)
    #expect(result.added == 3)
    #expect(try store.verifyChains().isIntact)
  }

  @Test func `the views read as they are documented`() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("history.sqlite")
    let store = try HistoryStore(path: path, access: .readWrite)
    let attestation = Attestation(
      item: "item", outcome: .passed, statement: "so it is", attestedBy: "A. Auditor", systemUser: "me",
      effective: Fixture.day(1), expires: Fixture.day(30))
    let entry = try store.append(
      LedgerDraft(
        organization: Fixture.organization, kind: .attestation, recordedAt: Fixture.day(2), body: attestation)
    )
    _ = try store.importEvents(
      [Fixture.event("a", day: 2)], coverage: [], source: "files", recordedAt: Fixture.day(9),
      organization: Fixture.organization)
    func text(_ sql: String) throws -> String? {
      // As other programs open it: with functions allowed in views.
      try DatabaseQueue(path: path).read { try String.fetchOne($0, sql: sql) }
    }
    #expect(
      try text("SELECT kind || ' ' || recorded_at || ' ' || body FROM ledger_list WHERE position = 1")
        == "attestation 2026-01-02T00:00:00.000Z " + entry.body)
    #expect(
      try text("SELECT id || ' ' || outcome || ' ' || item || ' ' || attested_by FROM attestation_list")
        == "a-\(entry.digest.prefix(12)) passed item A. Auditor")
    #expect(
      try text(
        "SELECT time || ' ' || name || ' ' || actor || ' ' || json_extract(details, '$.policyId') FROM event_list"
      )
        == "2026-01-02T00:00:00Z AttachPolicy arn:aws:sts::111111111111:assumed-role/admin/me p-1111111111")
  }
}
