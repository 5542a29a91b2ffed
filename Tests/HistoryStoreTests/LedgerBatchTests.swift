import GRDB
import OrganizationModel
import Testing

@testable import HistoryStore

@Suite struct LedgerBatchTests {
  private func drafts() throws -> [LedgerDraft] {
    try ["one", "two", "three"].map {
      try LedgerDraft(
        organization: Fixture.organization, kind: .attestation, recordedAt: Fixture.day(2), body: [$0],
        files: [Array($0.utf8)])
    }
  }

  @Test func `drafts become entries in their order, each linked to the one before`() throws {
    let store = try HistoryStore.inMemory()
    let entries = try store.append(drafts())
    #expect(entries.map(\.position) == [1, 2, 3])
    #expect(entries.map(\.previousDigest) == [nil, entries[0].digest, entries[1].digest])
    #expect(try store.entries(of: Fixture.organization, kinds: [.attestation]) == entries)
    #expect(try store.verifyChains().problems.isEmpty)
  }

  @Test func `when one cannot be recorded, none is`() throws {
    let store = try HistoryStore.inMemory()
    try store.database.write { database in
      try database.execute(
        sql: """
          CREATE TEMP TRIGGER refuse_second BEFORE INSERT ON ledger_entry WHEN NEW.position = 2
          BEGIN SELECT RAISE(ABORT, 'no'); END
          """)
    }
    #expect(throws: StoreError.self) { try store.append(drafts()) }
    #expect(try store.entries(of: Fixture.organization, kinds: [.attestation]).isEmpty)
    let files = try store.database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM evidence_file") }
    #expect(files == 0)
  }

  @Test func `no drafts make no entries`() throws {
    let store = try HistoryStore.inMemory()
    #expect(try store.append([LedgerDraft]()).isEmpty)
  }
}
