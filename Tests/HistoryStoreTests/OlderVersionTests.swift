import Foundation
import GRDB
import OrganizationModel
import Testing

@testable import HistoryStore

/// `Fixtures/version-1.sqlite` was made by optout-audit 0.1.0, which knew schema 1.
@Suite struct OlderVersionTests {
  let folder: TemporaryFolder
  let path: String
  let organization = OrganizationID(unchecked: "o-lockedorg01")
  let ids = ["s-e5f71206e052", "s-476a098a9dd3"]

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("version-1.sqlite")
    let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/version-1.sqlite").path
    try FileManager.default.copyItem(atPath: fixture, toPath: path)
  }

  @Test func `an older store is read as it is`() throws {
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let store = try HistoryStore(path: path, access: .readOnly)
    #expect(try store.snapshots().map(\.id) == ids)
    #expect(try store.snapshot(id: ids[1]).1.accounts.map(\.name) == ["Management", "Billing", "Web"])
    #expect(try store.entries(of: organization).isEmpty)
    #expect(try store.events(of: organization).isEmpty && store.eventCoverage(of: organization).isEmpty)
    #expect(try store.file(sha256: "x") == nil)
    #expect(try HistoryStore.openForVerification(path: path).verifyChains().isIntact)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test func `opening it for writing brings it up to date and keeps all it held`() throws {
    let old = try HistoryStore(path: path, access: .readOnly)
    let before = try ids.map { try old.snapshot(id: $0).1 }
    let digests = try old.snapshots().map(\.digest)
    let store = try HistoryStore(path: path, access: .readWrite)
    #expect(try ids.map { try store.snapshot(id: $0).1 } == before)
    #expect(try store.snapshots().map(\.digest) == digests)
    let entry = try store.append(
      LedgerDraft(organization: organization, kind: .probe, recordedAt: Fixture.day(1), body: ["a": 1]))
    #expect(entry.position == 3 && entry.previousDigest == digests.last)
    let found = try HistoryStore.openForVerification(path: path).verifyChains()
    #expect(found.isIntact && found.chains.map(\.digests) == [digests + [entry.digest]])
  }

  @Test func `a row changed in an older store is found`() throws {
    let store = try HistoryStore(path: path, access: .readWrite)
    try store.database.writeWithoutTransaction { database in
      try database.execute(sql: "DROP TRIGGER account_refuses_update; UPDATE account SET name = 'x'")
    }
    #expect(try store.verifyChains().chains[0].problems.contains { $0.snapshot == ids[0] })
  }
}
