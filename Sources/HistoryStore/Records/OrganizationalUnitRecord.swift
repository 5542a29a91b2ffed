internal import OrganizationModel

extension OrganizationalUnit: EvidenceRecord {
  static let table = EvidenceTable(
    name: "organizational_unit", recordName: "organizationalUnit", keyColumns: ["organizational_unit_id"],
    columns: ["arn", "name", "parent_id"])

  var keyValues: [String] { [id.rawValue] }

  var columnValues: [ColumnValue] { [.text(arn), .text(name), .text(parent.rawValue)] }

  var canonicalJSON: CanonicalJSON {
    .object(of: [
      "arn": .string(arn),
      "format": .integer(SnapshotDigest.formatVersion),
      "id": .string(id.rawValue),
      "name": .string(name),
      "parent": .string(parent.rawValue),
      "record": .string(Self.table.recordName),
    ])
  }

  init(_ row: borrowing StatementRow) throws {
    self.init(id: try row.id(0), arn: try row.text(1), name: try row.text(2), parent: try row.node(3))
  }
}
