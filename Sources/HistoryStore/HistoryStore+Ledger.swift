internal import GRDB
internal import Hashing
package import OrganizationModel

extension HistoryStore {
  /// Records `draft` as the newest entry of its organization's chain, in one transaction.
  package func append(_ draft: LedgerDraft) throws(StoreError) -> LedgerEntry {
    try write { try Self.append(draft, events: [], $0) }
  }

  /// The entries of the given kinds, in the order of the chain. A store of schema 1 has none.
  package func entries(
    of organization: OrganizationID, kinds: Set<LedgerKind> = Set(LedgerKind.allCases)
  ) throws(StoreError) -> [LedgerEntry] {
    guard hasLedger else { return [] }
    return try read { database in
      let columns = LedgerRow.columns.map { "l." + $0 } + ["c.digest", "c.previous_digest"]
      var result: [LedgerEntry] = []
      try PreparedStatement(
        database,
        """
        SELECT \(columns.joined(separator: ", ")) FROM ledger_entry AS l
        JOIN chain_entry AS c ON c.organization_id = l.organization_id AND c.position = l.position
        WHERE l.organization_id = ? ORDER BY l.position
        """
      ).forEachRow([.text(organization.rawValue)]) { row in
        let count = LedgerRow.columns.count
        guard let kind = LedgerKind(rawValue: row.anything(2)), kinds.contains(kind) else { return }
        result.append(
          try LedgerRow(row).entry(
            digest: try row.text(count), previousDigest: try row.optionalText(count + 1)))
      }
      return result
    }
  }

  /// The evidence file with this SHA-256, or nil when the store does not have it.
  package func file(sha256: String) throws(StoreError) -> [UInt8]? {
    guard hasLedger else { return nil }
    return try read { database in
      try PreparedStatement(database, "SELECT body FROM evidence_file WHERE sha256 = ?")
        .first([.text(sha256)]) { try $0.bytes(0) }
    }
  }

  /// Adds the entry that `draft` describes, its files, and the events that belong to it, sorted by the bytes of their
  /// ids.
  static func append(_ draft: LedgerDraft, events: [EventRow], _ database: Database) throws -> LedgerEntry {
    let end = try ChainRow.newest(of: draft.organization, database)
    let row = LedgerRow(
      organization: draft.organization, position: (end?.position ?? 0) + 1, kind: draft.kind,
      recordedAt: draft.recordedAt, body: draft.body, files: draft.files.map { SHA256.digest($0) })
    let eventsSHA256 = draft.kind == .eventImport ? LedgerDigest.eventsSHA256(events.map(\.hash)) : nil
    let digest = LedgerDigest.digest(of: row, eventsSHA256: eventsSHA256, previousDigest: end?.digest)
    try ChainRow(
      organization: row.organization, position: row.position, kind: row.kind.rawValue, snapshotID: nil,
      previousDigest: end?.digest, digest: digest
    ).insert(database)
    try row.insert(database)
    let find = try PreparedStatement(database, "SELECT 1 FROM evidence_file WHERE sha256 = ?")
    let insert = try PreparedStatement(database, "INSERT INTO evidence_file (sha256, body) VALUES (?, ?)")
    for (sha256, file) in zip(row.files, draft.files)
    where try find.first([.text(sha256)], { _ in true }) == nil {
      try insert.run([.text(sha256), .bytes(file)])
    }
    let insertEvent = try PreparedStatement(database, EventRow.insertSQL)
    for event in events {
      try event.insert(insertEvent, organization: row.organization, position: row.position)
    }
    return row.entry(digest: digest, previousDigest: end?.digest)
  }
}
