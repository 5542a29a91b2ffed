import Hashing

/// One fact of a snapshot as the store keeps it: a row of one of the tables of change rows.
protocol EvidenceRecord: Sendable {
  static var table: EvidenceTable { get }

  /// Values of `table.keyColumns`.
  var keyValues: [String] { get }
  /// Values of `table.columns`.
  var columnValues: [ColumnValue] { get }
  /// What the record's hash covers; see `SnapshotDigest`.
  var canonicalJSON: CanonicalJSON { get }
  /// The documents that the record names, by SHA-256.
  var documents: [String] { get }

  /// Reads the columns of `table.keyColumns` and then `table.columns`, the first of them at index 0.
  init(_ row: borrowing StatementRow) throws
}

extension EvidenceRecord {
  var key: RecordKey { RecordKey(Self.table.recordName, keyValues) }
  var hash: String { SHA256.digest(canonicalJSON.bytes) }
  var documents: [String] { [] }
}

/// A table of change rows.
struct EvidenceTable: Hashable {
  var name: String
  /// Begins the keys of the table's records.
  var recordName: String
  var keyColumns: [String]
  var columns: [String]

  /// Inserts a change row: organization, key, sequence, snapshot, removal, columns, hash.
  var insertSQL: String {
    let names =
      ["organization_id"] + keyColumns + ["sequence", "snapshot_id", "is_removed"] + columns + ["hash"]
    let places = names.map { _ in "?" }.joined(separator: ", ")
    return "INSERT INTO \(name) (\(names.joined(separator: ", "))) VALUES (\(places))"
  }

  /// The records of the organization ?1 in force at the sequence ?2: key, columns, hash, is_removed, snapshot_id.
  ///
  /// In a query with max(), SQLite takes bare columns from the row that has the maximum
  /// (<https://www.sqlite.org/lang_select.html#bareagg>); the primary key gives the groups in order.
  var stateSQL: String {
    let names = keyColumns + columns + ["hash", "is_removed", "snapshot_id"]
    return """
      SELECT \(names.joined(separator: ", ")), max(sequence) FROM \(name)
      WHERE organization_id = ? AND sequence <= ? GROUP BY \(keyColumns.joined(separator: ", "))
      """
  }

  /// The hashes of `stateSQL` alone: key, hash, is_removed.
  var hashesSQL: String {
    """
    SELECT \((keyColumns + ["hash", "is_removed"]).joined(separator: ", ")), max(sequence) FROM \(name)
    WHERE organization_id = ? AND sequence <= ? GROUP BY \(keyColumns.joined(separator: ", "))
    """
  }

  /// All change rows: key, columns, hash, is_removed, snapshot_id, sequence, organization_id.
  var changesSQL: String {
    let names =
      keyColumns + columns + ["hash", "is_removed", "snapshot_id", "sequence", "organization_id"]
    return "SELECT \(names.joined(separator: ", ")) FROM \(name)"
  }

  /// Where the hash stands in `stateSQL` and `changesSQL`.
  var hashIndex: Int { keyColumns.count + columns.count }
}
