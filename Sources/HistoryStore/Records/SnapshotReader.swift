internal import GRDB
internal import OrganizationModel

/// Puts a snapshot together from the rows in force at its sequence.
struct SnapshotReader {
  private let database: Database
  private let sealed: SealedSnapshot
  private let sequence: Int64
  private let documents: DocumentReader

  init(_ database: Database, _ sealed: SealedSnapshot) throws {
    self.database = database
    self.sealed = sealed
    documents = try DocumentReader(database)
    let found = try PreparedStatement(database, "SELECT sequence FROM snapshot WHERE id = ?")
      .first([.text(sealed.id)]) { try $0.integer(0) }
    guard let found else { throw ColumnDamage(message: "its row is missing") }
    sequence = found
  }

  func snapshot() throws -> Snapshot {
    let observations = try records(of: Observation.self)
    guard let organization = try observations.first(where: { $0.kind == .organization })?.organization else {
      throw ColumnDamage(message: "the organization is missing")
    }
    var snapshot = Snapshot(
      header: sealed.header, organization: organization, root: .unread(reason: "not read"))
    for observation in observations { try observation.apply(to: &snapshot, documents: documents) }
    snapshot.organizationalUnits = try records(of: OrganizationalUnit.self)
    snapshot.accounts = try records(of: Account.self)
    snapshot.policies = try records(of: StoredPolicy.self).map { try $0.policy(documents) }
    snapshot.attachments = try records(of: Attachment.self)
    snapshot.effectivePolicies.reserveCapacity(snapshot.accounts.count)
    try forEach(StoredEffectivePolicy.self) { policy in
      snapshot.effectivePolicies[policy.account] = try policy.answer(documents)
    }
    return snapshot
  }

  /// In the order of the table's key.
  private func records<Record: EvidenceRecord>(of type: Record.Type) throws -> [Record] {
    var records: [Record] = []
    try forEach(type) { records.append($0) }
    return records
  }

  private func forEach<Record: EvidenceRecord>(_ type: Record.Type, _ body: (Record) throws -> Void) throws {
    let table = type.table
    try PreparedStatement(database, table.stateSQL).forEachRow(
      [.text(sealed.header.organization.rawValue), .integer(sequence)]
    ) { row in
      if try !row.flag(table.hashIndex + 1) { try body(Record(row)) }
    }
  }
}
