import GRDB
import OrganizationModel
import Testing

@testable import HistoryStore

/// Every way of altering evidence, one at a time, on a store with one of everything.
@Suite struct TamperingTests {
  /// In memory, without the guards, which whoever tampers takes away first.
  private static func store() throws -> HistoryStore {
    let store = try HistoryStore.inMemory()
    var changed = Fixture.small(day: 2)
    changed.accounts.removeLast()
    changed.header.source = .export(observedAtGiven: true)
    for snapshot in [Fixture.small(day: 1), changed] { _ = try store.seal(snapshot) }
    _ = try store.append(
      LedgerDraft(
        organization: Fixture.organization, kind: .attestation, recordedAt: Fixture.day(3),
        body: ["item": "contract"], files: [Array("a file".utf8)]))
    _ = try store.importEvents(
      [Fixture.event("event-1", day: 2), Fixture.event("event-2", day: 2)],
      coverage: [EventCoverage(account: Fixture.account(1), from: Fixture.day(1), to: Fixture.day(2))],
      source: "files", recordedAt: Fixture.day(3), organization: Fixture.organization)
    try store.database.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      for name in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      {
        try database.execute(sql: "DROP TRIGGER \(name)")
      }
    }
    return store
  }

  /// The tables of evidence, as the migrations made them.
  private static let tables: [String] = {
    let store = try? HistoryStore.inMemory()
    return (try? store?.database.read { try evidenceTables($0) }) ?? []
  }()

  @Test func `every table of evidence is tried, and every column has a value somewhere`() throws {
    #expect(Self.tables.count == 12)
    try Self.store().database.read { database in
      for table in Self.tables {
        for column in try columns(of: table, database) {
          let values = try Int.fetchOne(database, sql: "SELECT count(\"\(column)\") FROM \(table)")
          #expect(values ?? 0 > 0, "\(table).\(column)")
        }
      }
    }
  }

  @Test(arguments: tables)
  func `any single byte of any value of any row is found and its snapshot named`(table: String) throws {
    try Self.store().database.write { database in
      for row in try EvidenceRow.all(of: table, database) {
        for (column, value) in row.values.sorted(by: { $0.key < $1.key }) {
          // A missing value is refused by the schema itself where one is required.
          for other in value.alterations where other != .null || !row.required.contains(column) {
            var altered = row
            altered.values[column] = other
            let problems = try EvidenceRow.problems(replacing: [row], by: [altered], database)
            // A message is costly, so that it is made only where one is needed.
            if !problems.contains(where: { row.isNamed(by: $0) }) {
              Issue.record("\(row): \(column) \(value) -> \(other) found \(problems)")
            }
          }
        }
      }
    }
  }

  @Test(arguments: tables)
  func `any deleted row is found and its snapshot named`(table: String) throws {
    try Self.store().database.write { database in
      for row in try EvidenceRow.all(of: table, database) {
        let problems = try EvidenceRow.problems(replacing: [row], by: [], database)
        #expect(problems.contains { row.isNamed(by: $0) }, "\(row) found \(problems)")
      }
    }
  }

  @Test(arguments: tables)
  func `any two rows that are swapped are found and a snapshot of theirs named`(table: String) throws {
    try Self.store().database.write { database in
      let rows = try EvidenceRow.all(of: table, database)
      for (index, row) in rows.enumerated() {
        for other in rows[(index + 1)...] {
          // Everything but the keys, and each value alone.
          let columns = row.values.keys.filter { !row.keys.contains($0) }.sorted()
          for swapped in [columns] + columns.map({ [$0] }) {
            var (a, b) = (row, other)
            for column in swapped {
              (a.values[column], b.values[column]) = (b.values[column], a.values[column])
            }
            guard a != row else { continue }
            let problems = try EvidenceRow.problems(replacing: [row, other], by: [a, b], database)
            #expect(
              problems.contains { row.isNamed(by: $0) || other.isNamed(by: $0) },
              "\(row) and \(other): \(swapped) found \(problems)")
          }
        }
      }
    }
  }

  @Test func `a tail that is cut off leaves a whole chain without the digest kept elsewhere`() throws {
    let store = try Self.store()
    let whole = try #require(try store.verifyChains().chains.first)
    try store.database.write { database in
      var last = whole.digests.count
      while last > 1 {
        last -= 1
        try Self.cut(after: last, database)
        var verifier = StoreVerifier(database)
        try verifier.run()
        let chain = try #require(verifier.chains.first)
        #expect(verifier.problems.isEmpty && chain.isIntact, "\(verifier.problems) \(chain.problems)")
        #expect(chain.digests == Array(whole.digests.prefix(last)))
      }
    }
  }

  /// Takes out everything that was recorded after an entry, and what only that named.
  private static func cut(after position: Int, _ database: Database) throws {
    let sequence = "(SELECT max(s.sequence) FROM snapshot AS s JOIN chain_entry AS c ON c.snapshot_id = s.id)"
    try database.execute(
      sql: """
        DELETE FROM event WHERE position > \(position);
        DELETE FROM ledger_entry WHERE position > \(position);
        DELETE FROM chain_entry WHERE position > \(position);
        DELETE FROM evidence_file WHERE sha256 NOT IN
          (SELECT value FROM ledger_entry, json_each(ledger_entry.files));
        """)
    for table in tables where try columns(of: table, database).contains("sequence") {
      try database.execute(sql: "DELETE FROM \(table) WHERE sequence > \(sequence)")
    }
    try database.execute(
      sql: """
        DELETE FROM document WHERE sha256 NOT IN (
          SELECT content_sha256 FROM policy WHERE content_sha256 IS NOT NULL
          UNION SELECT text_sha256 FROM effective_policy WHERE text_sha256 IS NOT NULL)
        """)
  }
}
