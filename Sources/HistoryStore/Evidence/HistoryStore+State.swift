internal import GRDB
package import OrganizationModel

extension HistoryStore {
  /// Whether something in force at a snapshot differs from the snapshot before it. True for the first one that the store
  /// has.
  package func sawChange(_ sealed: SealedSnapshot) throws(StoreError) -> Bool {
    try read { database in
      let same = try PreparedStatement(
        database,
        """
        SELECT before.content_digest = this.content_digest FROM snapshot AS this
        JOIN snapshot AS before
          ON before.organization_id = this.organization_id AND before.sequence = (
            SELECT max(sequence) FROM snapshot WHERE organization_id = this.organization_id AND sequence < this.sequence)
        WHERE this.id = ?
        """
      ).first([.text(sealed.id)]) { try $0.flag(0) }
      return same != true
    }
  }

  /// Everything in force at a snapshot as JSON with one spelling: by table, a list of records as objects of columns.
  ///
  /// - Throws: as `snapshot(id:)`.
  package func stateText(of id: String) throws(StoreError) -> String {
    let (sealed, snapshot) = try snapshot(id: id)
    let records = try SealedRecords(snapshot)
    var tables: [String: [CanonicalJSON]] = [:]
    for record in records.records {
      let names = record.table.keyColumns + record.table.columns
      let values = record.keyValues.map { ColumnValue.text($0) } + record.columnValues
      let members = zip(names, values).map { CanonicalJSON.Member(name: $0, value: $1.json) }
      tables[record.table.name, default: []].append(.object(members.sorted { $0.name < $1.name }))
    }
    let state = CanonicalJSON.object(
      tables.sorted { $0.key < $1.key }.map { CanonicalJSON.Member(name: $0.key, value: .array($0.value)) })
    return CanonicalJSON.object(of: [
      "digest": .string(sealed.digest), "observedAt": .string(sealed.header.observedAt.description),
      "snapshot": .string(sealed.id), "state": state,
    ]).text + "\n"
  }
}

extension ColumnValue {
  /// Bytes do not stand in tables of records.
  fileprivate var json: CanonicalJSON {
    switch self {
    case .null, .bytes: .null
    case .integer(let number): .integer(number)
    case .text(let text): .string(text)
    }
  }
}
