internal import GRDB
package import OrganizationModel

extension HistoryStore {
  /// All evidence of `organization`, as it lies in the store.
  package func evidence(of organization: OrganizationID) throws(StoreError) -> StoreEvidence {
    try read { database in
      var rows: [Int64: [String: [CanonicalJSON]]] = [:]
      for table in EntryTable.allCases {
        try Self.readRows(of: table, organization, database) {
          rows[$0, default: [:]][table.rawValue, default: []].append($1)
        }
      }
      let entries = try rows.sorted { $0.key < $1.key }.map { try Self.entry($0.key, $0.value) }
      let texts = entries.map(\.text)
      return StoreEvidence(
        entries: entries, documents: try Self.documents(namedIn: texts, database),
        files: try Self.files(namedIn: texts, database))
    }
  }

  /// A store in memory that holds exactly `evidence`.
  ///
  /// - Throws: `StoreEvidenceError` when it has another form or breaks a rule of the schema. Whether digests hold is
  ///   for `verifyChains` to say.
  package static func restoring(_ evidence: StoreEvidence) throws -> HistoryStore {
    let store = try HistoryStore.inMemory()
    try store.database.write { database in
      let document = try PreparedStatement(database, "INSERT INTO document (sha256, body) VALUES (?, ?)")
      for item in evidence.documents { try document.run([.text(item.sha256), .text(item.text)]) }
      let file = try PreparedStatement(database, "INSERT INTO evidence_file (sha256, body) VALUES (?, ?)")
      for item in evidence.files { try file.run([.text(item.sha256), .bytes(item.bytes)]) }
      var inserter = try EntryInserter(database)
      for entry in evidence.entries { try inserter.insert(entry) }
    }
    return store
  }

  private static func readRows(
    of table: EntryTable, _ organization: OrganizationID, _ database: Database,
    _ body: (Int64, CanonicalJSON) -> Void
  ) throws {
    let columns = try table.columns(database)
    guard !columns.isEmpty else { return }
    try PreparedStatement(database, table.selectSQL(columns)).forEachRow([.text(organization.rawValue)]) {
      row in
      let position = try row.integer(0)
      var members: [CanonicalJSON.Member] = []
      for (index, name) in columns.enumerated() {
        members.append(CanonicalJSON.Member(name: name, value: try row.json(index + 1)))
      }
      body(position, .object(members.sorted { $0.name < $1.name }))
    }
  }

  private static func entry(
    _ position: Int64, _ tables: [String: [CanonicalJSON]]
  ) throws -> StoreEvidence.Entry {
    let chain = tables[EntryTable.chainEntry.rawValue]?.first
    let members = tables.sorted { $0.key < $1.key }.map {
      CanonicalJSON.Member(name: $0.key, value: .array($0.value))
    }
    var kind = ""
    if case .string(let text)? = chain?["kind"] { kind = text }
    var snapshot: String?
    if case .string(let text)? = chain?["snapshot_id"] { snapshot = text }
    return StoreEvidence.Entry(
      position: position, kind: kind, snapshot: snapshot, text: CanonicalJSON.object(members).text)
  }

  private static func documents(
    namedIn texts: [String], _ database: Database
  ) throws -> [StoreEvidence.Document] {
    let find = try PreparedStatement(database, "SELECT body FROM document WHERE sha256 = ?")
    return try digests(in: texts).compactMap { sha256 in
      try find.first([.text(sha256)]) { StoreEvidence.Document(sha256: sha256, text: try $0.text(0)) }
    }
  }

  private static func files(namedIn texts: [String], _ database: Database) throws -> [StoreEvidence.File] {
    guard try !EntryTable.ledgerEntry.columns(database).isEmpty else { return [] }
    let find = try PreparedStatement(database, "SELECT body FROM evidence_file WHERE sha256 = ?")
    return try digests(in: texts).compactMap { sha256 in
      try find.first([.text(sha256)]) { StoreEvidence.File(sha256: sha256, bytes: try $0.bytes(0)) }
    }
  }

  /// Everything in `texts` that has the form of a SHA-256, sorted, each once.
  private static func digests(in texts: [String]) -> [String] {
    var found: Set<String> = []
    for text in texts {
      var run: [UInt8] = []
      for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): run.append(byte)
        default:
          if run.count == 64 { found.insert(String(decoding: run, as: UTF8.self)) }
          run.removeAll(keepingCapacity: true)
        }
      }
    }
    return found.sorted()
  }
}

extension StatementRow {
  /// A column of text, a number or nothing.
  fileprivate func json(_ index: Int) throws(ColumnDamage) -> CanonicalJSON {
    if isNull(index) { return .null }
    if isInteger(index) { return .integer(try integer(index)) }
    return .string(try text(index))
  }
}
