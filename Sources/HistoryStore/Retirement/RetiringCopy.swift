internal import GRDB
internal import OrganizationModel

/// Copies the rows of the attached database `old` that stay.
///
/// The records in force at the organization's first snapshot that stays become its rows, whenever they were last
/// changed; everything after it is copied as it is, and so is every other organization.
struct RetiringCopy {
  let database: Database
  let organization: OrganizationID
  private let retired: [RetirementRecord.Entry]

  init(database: Database, organization: OrganizationID, retired: [RetirementRecord.Entry]) {
    self.database = database
    self.organization = organization
    self.retired = retired
  }

  func run() throws {
    // Rows come before the texts that they name, which are known by then; references are judged at the end.
    try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
    // Lookups by position, in a table of this connection alone.
    try database.execute(sql: "CREATE TEMP TABLE gone (position INTEGER PRIMARY KEY)")
    for entry in retired {
      try database.execute(sql: "INSERT INTO temp.gone VALUES (?)", arguments: [entry.position])
    }
    let first = try firstSnapshot()
    try copySnapshots(from: first.sequence)
    for type in EvidenceTables.all { try copyChanges(of: type.table, first: first) }
    try copyLedger()
    try copyDocuments()
    try copyFiles()
    try database.execute(sql: "DROP TABLE temp.gone")
  }

  /// The oldest snapshot that stays. There is one, because the newest snapshot is always in effect.
  private func firstSnapshot() throws -> (id: String, sequence: Int64) {
    let found = try PreparedStatement(
      database,
      """
      SELECT id, sequence FROM old.snapshot WHERE organization_id = ?1 AND id NOT IN (
        SELECT snapshot_id FROM old.chain_entry
        WHERE organization_id = ?1 AND snapshot_id IS NOT NULL AND position IN (SELECT position FROM temp.gone))
      ORDER BY sequence LIMIT 1
      """
    ).first([.text(organization.rawValue)]) { (id: try $0.text(0), sequence: try $0.integer(1)) }
    guard let found else { throw StoreError.noSnapshots(organization) }
    return found
  }

  private func copySnapshots(from first: Int64) throws {
    try run(
      """
      INSERT INTO main.snapshot SELECT * FROM old.snapshot WHERE organization_id <> ?1 OR sequence >= ?2
      """, .integer(first))
    try run(
      """
      INSERT INTO main.chain_entry (\(ChainRow.columns.joined(separator: ", ")))
      SELECT organization_id, position, kind,
        CASE WHEN organization_id = ?1 AND position IN (SELECT position FROM temp.gone)
          THEN NULL ELSE snapshot_id END,
        previous_digest, digest
      FROM old.chain_entry
      """)
  }

  private func copyChanges(of table: EvidenceTable, first: (id: String, sequence: Int64)) throws {
    let names = Self.names(of: table)
    let columns = names.joined(separator: ", ")
    // A record that is gone at the first snapshot was never there for the new store.
    try run(
      """
      INSERT INTO main.\(table.name) (\(columns)) SELECT \(columns) FROM old.\(table.name)
      WHERE organization_id <> ?1 OR sequence > ?2 OR (sequence = ?2 AND is_removed = 0)
      """, .integer(first.sequence))
    // Without its type, GRDB's own kind of SQL would be made of the strings.
    let moved: String = names.map { name -> String in
      switch name {
      case "sequence": "?2"
      case "snapshot_id": "?3"
      default: "o.\(name)"
      }
    }.joined(separator: ", ")
    let isSameKey: String = table.keyColumns.map { "n.\($0) = o.\($0)" }.joined(separator: " AND ")
    try run(
      """
      INSERT INTO main.\(table.name) (\(columns)) SELECT \(moved) FROM old.\(table.name) AS o
      WHERE o.organization_id = ?1 AND o.sequence < ?2 AND o.is_removed = 0 AND o.sequence = (
        SELECT max(n.sequence) FROM old.\(table.name) AS n
        WHERE n.organization_id = ?1 AND \(isSameKey) AND n.sequence <= ?2)
      """, .integer(first.sequence), .text(first.id))
  }

  private static func names(of table: EvidenceTable) -> [String] {
    ["organization_id"] + table.keyColumns + ["sequence", "snapshot_id", "is_removed"] + table.columns + [
      "hash"
    ]
  }

  private func copyLedger() throws {
    let stays = "WHERE organization_id <> ?1 OR position NOT IN (SELECT position FROM temp.gone)"
    try run("INSERT INTO main.ledger_entry SELECT * FROM old.ledger_entry \(stays)")
    try run("INSERT INTO main.event SELECT * FROM old.event \(stays)")
  }

  /// The texts that a row of the new store names.
  private func copyDocuments() throws {
    var named: Set<String> = []
    for type in EvidenceTables.all { try collectDocuments(of: type, into: &named) }
    let copy = try PreparedStatement(
      database, "INSERT INTO main.document SELECT * FROM old.document WHERE sha256 = ?")
    for sha256 in named.sorted() { try copy.run([.text(sha256)]) }
  }

  private func collectDocuments<Record: EvidenceRecord>(
    of type: Record.Type, into named: inout Set<String>
  ) throws {
    let table = type.table
    try PreparedStatement(database, table.changesSQL).forEachRow { row in
      if try !row.flag(table.hashIndex + 1) { named.formUnion(try Record(row).documents) }
    }
  }

  private func copyFiles() throws {
    try database.execute(
      sql: """
        INSERT INTO main.evidence_file SELECT * FROM old.evidence_file WHERE sha256 IN (
          SELECT value FROM main.ledger_entry, json_each(main.ledger_entry.files))
        """)
  }

  /// Runs a statement whose first parameter is the organization.
  private func run(_ sql: String, _ values: ColumnValue...) throws {
    try PreparedStatement(database, sql).run([.text(organization.rawValue)] + values)
  }
}
