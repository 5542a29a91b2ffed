import Foundation
import GRDB
import OrganizationModel
import Testing

@testable import HistoryStore

@Suite struct RetirementTests {
  let folder: TemporaryFolder
  let store: HistoryStore
  let other = OrganizationID(unchecked: "o-other")
  let ids: [String]

  init() throws {
    folder = try TemporaryFolder()
    store = try HistoryStore(path: folder.file("old.sqlite"), access: .readWrite)
    var ids: [String] = []
    for day in 1...6 {
      var snapshot = Fixture.rich(day: day)
      // A record that changes, one that goes, one that comes, and the rest from the first day.
      snapshot.accounts[1].name = "day \(day)"
      if day >= 3 { snapshot.attachments.removeLast() }
      if day >= 4 { snapshot.accounts[0].state = "CLOSED" }
      if day == 2 { snapshot.policies[0].content = .known(#"{"once":1}"#) }
      ids.append(try store.seal(snapshot).id)
      _ = try store.seal(Fixture.plain(day: day, accounts: 2, organization: other))
      _ = try store.importEvents(
        [Fixture.event("event-\(day)", day: day)], coverage: [], source: "files",
        recordedAt: Fixture.day(day),
        organization: Fixture.organization)
      try Self.record(.probe, day: day, ["day": day], file: "probe \(day)", in: store)
    }
    self.ids = ids
  }

  private static func record(
    _ kind: LedgerKind, day: Int, _ body: some Encodable, file: String? = nil, in store: HistoryStore
  ) throws {
    _ = try store.append(
      LedgerDraft(
        organization: Fixture.organization, kind: kind, recordedAt: Fixture.day(day), body: body,
        files: file.map { [Array($0.utf8)] } ?? []))
  }

  private func attest(day: Int, expires: Int) throws {
    try Self.record(
      .attestation, day: day,
      Attestation(
        item: "item", outcome: .passed, statement: "yes", attestedBy: "A", systemUser: "a",
        effective: Fixture.day(day), expires: Fixture.day(expires)), in: store)
  }

  private func retire(before day: Int, from store: HistoryStore, to name: String) throws -> HistoryStore {
    let record = RetirementRecord(
      before: Fixture.day(day), by: "A. Keeper", systemUser: "keeper", reason: "schedule", rules: ["rule"],
      entries: try store.retirable(of: Fixture.organization, before: Fixture.day(day)))
    _ = try store.retire(
      record, of: Fixture.organization, recordedAt: Fixture.day(30), to: folder.file(name))
    return try HistoryStore(path: folder.file(name), access: .readWrite)
  }

  @Test func `what stays reads as before and the chain still verifies`() throws {
    let before = try Data(contentsOf: URL(fileURLWithPath: folder.file("old.sqlite")))
    let new = try retire(before: 5, from: store, to: "new.sqlite")
    let kept = Array(ids[4...])
    #expect(try new.snapshots(of: Fixture.organization).map(\.id) == kept)
    for id in kept { #expect(try new.snapshot(id: id).1 == (try store.snapshot(id: id).1)) }
    #expect(try new.snapshots(of: other) == (try store.snapshots(of: other)))
    #expect(try new.events(of: Fixture.organization).map(\.id) == ["event-5", "event-6"])
    #expect(try new.file(sha256: "\(try store.entries(of: Fixture.organization)[1].files[0])") == nil)

    let found = try HistoryStore.openForVerification(path: folder.file("new.sqlite")).verifyChains()
    #expect(found.isIntact, "\(found)")
    let chain = try #require(found.chains.first { $0.organization == Fixture.organization })
    let old = try store.chain(of: Fixture.organization).map(\.digest)
    #expect(Array(chain.digests.dropLast()) == old)
    #expect(chain.retirements.map(\.by) == ["A. Keeper"])
    #expect(chain.retirements[0].entries.count == 12)
    #expect(chain.retirements[0].entries.first?.time == Fixture.day(1))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("old.sqlite"))) == before)
    let documents = try [new, store].map { try $0.read(rowCounts)["document"] ?? 0 }
    #expect(documents[0] == documents[1] - 1)
  }

  @Test func `a store goes on after a retirement, and can be retired again`() throws {
    let new = try retire(before: 3, from: store, to: "new.sqlite")
    let sealed = try new.seal(Fixture.rich(day: 7))
    #expect(try new.snapshot(id: sealed.id).1 == Fixture.rich(day: 7))
    let newer = try retire(before: 6, from: new, to: "newer.sqlite")
    #expect(try newer.snapshots(of: Fixture.organization).map(\.id) == [ids[5], sealed.id])
    let found = try newer.verifyChains()
    #expect(found.isIntact, "\(found)")
    #expect(found.chains.flatMap(\.retirements).count == 2)
    let positions = found.chains.flatMap(\.retirements).flatMap(\.entries).map(\.position)
    #expect(Set(positions).count == positions.count)
  }

  @Test func `an attestation stays until it has expired, with what was said about it`() throws {
    try attest(day: 7, expires: 8)
    try attest(day: 8, expires: 20)
    try Self.record(.revocation, day: 9, ["of": "the second"], in: store)
    try Self.record(.attestation, day: 9, ["no": "attestation"], in: store)
    func kinds(_ day: Int) throws -> [String] {
      try store.retirable(of: Fixture.organization, before: Fixture.day(day)).map(\.kind)
        .filter { !["snapshot", "probe", "eventImport"].contains($0) }
    }
    #expect(try kinds(8).isEmpty)
    #expect(try kinds(9) == ["attestation"])
    #expect(try kinds(21) == ["attestation", "attestation", "revocation"])
  }

  @Test func `the newest snapshot and the one in effect stay`() throws {
    #expect(
      try store.retirable(of: Fixture.organization, before: Fixture.day(99)).filter { $0.kind == "snapshot" }
        .count == 5)
    let justAfter = Fixture.day(2).adding(.milliseconds(-1))
    #expect(
      try store.retirable(of: Fixture.organization, before: justAfter).allSatisfy { $0.kind != "snapshot" })
    #expect(throws: StoreError.nothingToRetire(before: Fixture.day(1))) {
      try retire(before: 1, from: store, to: "new.sqlite")
    }
    #expect(!FileManager.default.fileExists(atPath: folder.file("new.sqlite")))
    #expect(throws: StoreError.alreadyThere(path: folder.file("old.sqlite"))) {
      try retire(before: 5, from: store, to: "old.sqlite")
    }
  }

  @Test(arguments: [
    "UPDATE chain_entry SET digest = replace(digest, substr(digest, 1, 1), 'g') WHERE position = 2 AND organization_id = 'o-exampleorg1'",
    "UPDATE chain_entry SET previous_digest = NULL WHERE position = 3 AND organization_id = 'o-exampleorg1'",
    "UPDATE chain_entry SET kind = 'usage' WHERE position = 3 AND organization_id = 'o-exampleorg1'",
    "UPDATE chain_entry SET snapshot_id = 's-x' WHERE position = 1 AND organization_id = 'o-exampleorg1'",
    "DELETE FROM chain_entry WHERE position = 4 AND organization_id = 'o-exampleorg1'",
    "UPDATE account SET name = 'x' WHERE account_id = '000000000003'",
    "DELETE FROM account WHERE account_id = '000000000003'",
    "UPDATE ledger_entry SET body = replace(body, 'A. Keeper', 'B. Keeper') WHERE kind = 'retirement'",
    "UPDATE ledger_entry SET body = '{}' WHERE kind = 'retirement'",
    "INSERT INTO ledger_entry VALUES ('o-exampleorg1', 2, 'probe', 1, '{}', '[]')",
  ])
  func `tampering after a retirement is found`(sql: String) throws {
    let new = try retire(before: 5, from: store, to: "new.sqlite")
    try new.database.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      for name in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      {
        try database.execute(sql: "DROP TRIGGER \(name)")
      }
      try database.execute(sql: sql)
      #expect(database.changesCount > 0)
    }
    #expect(try new.verifyChains().chains.contains { !$0.isIntact })
  }

  @Test func `a backup holds what the store holds`() throws {
    let path = folder.file("backup.sqlite")
    #expect(try store.backUp(to: path).isIntact)
    let copy = try HistoryStore(path: path, access: .readOnly)
    #expect(try copy.snapshots() == (try store.snapshots()))
    #expect(try copy.snapshot(id: ids[2]).1 == (try store.snapshot(id: ids[2]).1))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    #expect(throws: StoreError.alreadyThere(path: path)) { try store.backUp(to: path) }
  }
}
