internal import OrganizationModel

extension Account: EvidenceRecord {
  static let table = EvidenceTable(
    name: "account", recordName: "account", keyColumns: ["account_id"],
    columns: ["arn", "name", "state", "joined_method", "joined_at_ms", "parent_id"])

  var keyValues: [String] { [id.rawValue] }

  var columnValues: [ColumnValue] {
    [
      .text(arn), .text(name), .text(state), .text(joinedMethod), .integer(joinedAt?.milliseconds),
      .text(parent?.rawValue),
    ]
  }

  var canonicalJSON: CanonicalJSON {
    .object(of: [
      "arn": .string(arn),
      "format": .integer(SnapshotDigest.formatVersion),
      "id": .string(id.rawValue),
      "joinedAtMilliseconds": .integer(joinedAt?.milliseconds),
      "joinedMethod": .string(joinedMethod),
      "name": .string(name),
      "parent": .string(parent?.rawValue),
      "record": .string(Self.table.recordName),
      "state": .string(state),
    ])
  }

  init(_ row: borrowing StatementRow) throws {
    self.init(
      id: try row.id(0), arn: try row.text(1), name: try row.text(2), state: try row.optionalText(3),
      joinedMethod: try row.optionalText(4), joinedAt: try row.timestamp(5),
      parent: row.isNull(6) ? nil : try row.node(6))
  }
}
