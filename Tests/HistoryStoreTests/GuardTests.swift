import GRDB
import OrganizationModel
import Testing

@testable import HistoryStore

@Suite struct GuardTests {
  let store: HistoryStore

  init() throws {
    store = try HistoryStore.inMemory()
    _ = try store.seal(Fixture.rich(day: 1))
    var changed = Fixture.rich(day: 2)
    changed.attachments.removeLast()
    _ = try store.seal(changed)
    try Fixture.fillLedger(of: store)
  }

  @Test func `there are twelve tables of evidence and all of them hold rows`() throws {
    let counts = try store.read(rowCounts)
    #expect(
      counts.keys.sorted() == [
        "account", "attachment", "chain_entry", "document", "effective_policy", "event", "evidence_file",
        "ledger_entry", "observation", "organizational_unit", "policy", "snapshot",
      ])
    #expect(counts.values.allSatisfy { $0 > 0 })
  }

  /// What SQL offers for changing a row, for the table TABLE with the first column COLUMN.
  static let attempts = [
    "UPDATE TABLE SET COLUMN = COLUMN || 'x'",
    "UPDATE OR REPLACE TABLE SET COLUMN = COLUMN || 'x'",
    "UPDATE OR IGNORE TABLE SET COLUMN = COLUMN || 'x'",
    "DELETE FROM TABLE",
    "DELETE FROM TABLE WHERE COLUMN IS NOT NULL",
    "REPLACE INTO TABLE SELECT * FROM TABLE LIMIT 1",
    "INSERT OR REPLACE INTO TABLE SELECT * FROM TABLE",
    "INSERT OR IGNORE INTO TABLE SELECT * FROM TABLE",
    "INSERT INTO TABLE SELECT * FROM TABLE WHERE true ON CONFLICT DO UPDATE SET COLUMN = 'x'",
  ]

  @Test(arguments: attempts) func `evidence refuses`(attempt: String) throws {
    for table in try store.read(evidenceTables) {
      let before = try store.read { try Row.fetchAll($0, sql: "SELECT * FROM \(table)") }
      let column = try #require(try store.read { try columns(of: table, $0) }.first)
      let sql = attempt.replacing("TABLE", with: table).replacing("COLUMN", with: column)
      let error = #expect(throws: DatabaseError.self, "\(sql)") {
        try store.database.writeWithoutTransaction { try $0.execute(sql: sql) }
      }
      #expect(error?.resultCode == .SQLITE_CONSTRAINT && error?.message?.contains("evidence") == true)
      #expect(try store.read { try Row.fetchAll($0, sql: "SELECT * FROM \(table)") } == before)
    }
  }

  // REPLACE also deletes a row whose other unique key it meets.
  @Test(arguments: [
    "REPLACE INTO snapshot SELECT 's-x', organization_id, sequence, 1, 1, 'live', NULL, NULL, NULL, '', '', 1, 0, '' "
      + "FROM snapshot LIMIT 1",
    "REPLACE INTO chain_entry SELECT organization_id, 99, kind, NULL, NULL, digest FROM chain_entry LIMIT 1",
    "REPLACE INTO chain_entry SELECT organization_id, 99, kind, snapshot_id, NULL, 'x' FROM chain_entry LIMIT 1",
  ])
  func `a replacement through another unique key is refused`(sql: String) throws {
    let error = #expect(throws: DatabaseError.self) { try store.database.write { try $0.execute(sql: sql) } }
    #expect(error?.message?.contains("evidence") == true)
    #expect(try store.verifyChains().isIntact)
  }

  @Test func `every unique key of an evidence table is one that its guard asks for`() throws {
    try store.database.read { database in
      for table in try evidenceTables(database) {
        let guardSQL = try #require(
          try String.fetchOne(
            database, sql: "SELECT sql FROM sqlite_schema WHERE name = ?",
            arguments: ["\(table)_refuses_replace"]))
        let indexes = try String.fetchAll(
          database, sql: "SELECT name FROM pragma_index_list(?) WHERE \"unique\"", arguments: [table])
        #expect(!indexes.isEmpty)
        for index in indexes {
          let key = try String.fetchAll(
            database, sql: "SELECT name FROM pragma_index_info(?)", arguments: [index])
          // The reference index holds the primary key and more.
          if table == "snapshot", key.first == "id" { continue }
          #expect(key.allSatisfy { guardSQL.contains("\($0) = NEW.\($0)") }, "\(index)")
        }
      }
    }
  }
}
