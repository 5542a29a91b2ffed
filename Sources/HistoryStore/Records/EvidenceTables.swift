internal import OrganizationModel

/// Every table of change rows, so that sealing, reading and verifying leave none out.
enum EvidenceTables {
  static let all: [any EvidenceRecord.Type] = [
    OrganizationalUnit.self, Account.self, StoredPolicy.self, Attachment.self, StoredEffectivePolicy.self,
    Observation.self,
  ]
}

extension StatementRow {
  /// The identifier in a column; anything that does not have its form is damage.
  func id<ID: AWSIdentifier>(_ index: Int, as type: ID.Type = ID.self) throws(ColumnDamage) -> ID {
    let text = try text(index)
    guard let id = ID(text) else { throw damage(index, "\"\(text)\", which is no id") }
    return id
  }

  func node(_ index: Int) throws(ColumnDamage) -> NodeID {
    let text = try text(index)
    guard let node = NodeID(text) else { throw damage(index, "\"\(text)\", which is no node") }
    return node
  }

  func timestamp(_ index: Int) throws(ColumnDamage) -> Timestamp? {
    try optionalInteger(index).map { Timestamp(milliseconds: $0) }
  }
}
