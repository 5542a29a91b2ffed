internal import GRDB
package import OrganizationModel

extension HistoryStore {
  /// Seals `snapshot` as the newest of its organization, in one transaction: all of it is there, or nothing.
  /// What was pending of the organization is gone with it.
  ///
  /// - Throws: `StoreError.notLaterThanNewest` when it was observed no later than the organization's newest one,
  ///   `.listedTwice` when a list holds two of one id.
  package func seal(_ snapshot: Snapshot) throws(StoreError) -> SealedSnapshot {
    // Taken apart before the store is locked, which for many accounts is most of the work.
    let records = try SealedRecords(snapshot)
    return try write { try Self.seal(records, $0) }
  }

  private static func seal(_ sealed: SealedRecords, _ database: Database) throws -> SealedSnapshot {
    let facts = sealed.facts
    let organization = facts.header.organization
    let newest = try SnapshotRow.newest(of: organization, database)
    if let newest, facts.header.observedAt <= newest.facts.header.observedAt {
      throw StoreError.notLaterThanNewest(
        organization, observedAt: facts.header.observedAt, newest: newest.facts.header.observedAt,
        newestID: newest.id)
    }
    let end = try ChainRow.newest(of: organization, database)
    let digest = SnapshotDigest.digest(of: facts, previousDigest: end?.digest)
    let row = SnapshotRow(
      id: SnapshotDigest.id(digest: digest), sequence: (newest?.sequence ?? 0) + 1, facts: facts)
    try row.insert(database)
    try ChainRow(
      organization: organization, position: (end?.position ?? 0) + 1, kind: ChainRow.snapshotKind,
      snapshotID: row.id, previousDigest: end?.digest, digest: digest
    ).insert(database)
    try insert(sealed.documents, database)
    for type in EvidenceTables.all {
      try insertChanges(sealed.records.filter { $0.table == type.table }, in: type.table, of: row, database)
    }
    try PendingAnswers(database).delete(of: organization)
    return row.sealed(digest: digest, previousDigest: end?.digest)
  }

  private static func insert(_ documents: DocumentSet, _ database: Database) throws {
    let find = try PreparedStatement(database, "SELECT 1 FROM document WHERE sha256 = ?")
    let insert = try PreparedStatement(database, "INSERT INTO document (sha256, body) VALUES (?, ?)")
    for (sha256, text) in documents.texts.sorted(by: { $0.key < $1.key })
    where try find.first([.text(sha256)], { _ in true }) == nil {
      try insert.run([.text(sha256), .text(text)])
    }
  }

  /// Adds a row for each record that is new or differs, and for each that is gone.
  private static func insertChanges(
    _ records: [SealedRecord], in table: EvidenceTable, of snapshot: SnapshotRow, _ database: Database
  ) throws {
    var hashes = try hashes(in: table, of: snapshot, database)
    let insert = try PreparedStatement(database, table.insertSQL)
    let organization = ColumnValue.text(snapshot.facts.header.organization.rawValue)
    for record in records where hashes.removeValue(forKey: record.key)?.hash != record.hash {
      try insert.run(
        [organization] + record.keyValues.map { .text($0) }
          + [.integer(snapshot.sequence), .text(snapshot.id), .flag(false)] + record.columnValues
          + [.text(record.hash)])
    }
    for (_, gone) in hashes.sorted(by: { $0.key < $1.key }) {
      try insert.run(
        [organization] + gone.keyValues.map { .text($0) }
          + [.integer(snapshot.sequence), .text(snapshot.id), .flag(true)] + table.columns.map { _ in .null }
          + [.null])
    }
  }

  /// The hashes of the records in force before `snapshot`.
  private static func hashes(
    in table: EvidenceTable, of snapshot: SnapshotRow, _ database: Database
  ) throws -> [RecordKey: (keyValues: [String], hash: String)] {
    let keyCount = table.keyColumns.count
    var hashes: [RecordKey: (keyValues: [String], hash: String)] = [:]
    try PreparedStatement(database, table.hashesSQL).forEachRow(
      [.text(snapshot.facts.header.organization.rawValue), .integer(snapshot.sequence - 1)]
    ) { row in
      guard try !row.flag(keyCount + 1) else { return }
      var keyValues: [String] = []
      for index in 0..<keyCount { keyValues.append(try row.text(index)) }
      hashes[RecordKey(table.recordName, keyValues)] = (keyValues, try row.text(keyCount))
    }
    return hashes
  }
}
