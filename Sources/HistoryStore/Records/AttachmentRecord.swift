internal import OrganizationModel

extension Attachment: EvidenceRecord {
  static let table = EvidenceTable(
    name: "attachment", recordName: "attachment", keyColumns: ["policy_id", "node_id"], columns: [])

  var keyValues: [String] { [policy.rawValue, node.rawValue] }

  var columnValues: [ColumnValue] { [] }

  var canonicalJSON: CanonicalJSON {
    .object(of: [
      "format": .integer(SnapshotDigest.formatVersion),
      "node": .string(node.rawValue),
      "policy": .string(policy.rawValue),
      "record": .string(Self.table.recordName),
    ])
  }

  init(_ row: borrowing StatementRow) throws {
    self.init(policy: try row.id(0), node: try row.node(1))
  }
}
