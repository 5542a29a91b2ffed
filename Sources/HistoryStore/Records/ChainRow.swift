internal import GRDB
internal import OrganizationModel

/// A row of table `chain_entry`.
struct ChainRow: Hashable {
  static let snapshotKind = "snapshot"

  var organization: OrganizationID
  /// Counts the organization's entries from 1.
  var position: Int64
  var kind: String
  var snapshotID: String?
  var previousDigest: String?
  var digest: String

  static let columns = ["organization_id", "position", "kind", "snapshot_id", "previous_digest", "digest"]

  init(
    organization: OrganizationID, position: Int64, kind: String, snapshotID: String?, previousDigest: String?,
    digest: String
  ) {
    self.organization = organization
    self.position = position
    self.kind = kind
    self.snapshotID = snapshotID
    self.previousDigest = previousDigest
    self.digest = digest
  }

  /// Reads `columns`, the first of them at index 0.
  init(_ row: borrowing StatementRow) throws {
    organization = try row.id(0)
    position = try row.integer(1)
    kind = try row.text(2)
    snapshotID = try row.optionalText(3)
    previousDigest = try row.optionalText(4)
    digest = try row.text(5)
  }

  /// The end of the organization's chain, or nil when it has none.
  static func newest(of organization: OrganizationID, _ database: Database) throws -> ChainRow? {
    try PreparedStatement(
      database,
      """
      SELECT \(columns.joined(separator: ", ")) FROM chain_entry
      WHERE organization_id = ? ORDER BY position DESC LIMIT 1
      """
    ).first([.text(organization.rawValue)]) { try ChainRow($0) }
  }

  func insert(_ database: Database) throws {
    try PreparedStatement(
      database, "INSERT INTO chain_entry (\(Self.columns.joined(separator: ", "))) VALUES (?, ?, ?, ?, ?, ?)"
    ).run([
      .text(organization.rawValue), .integer(position), .text(kind), .text(snapshotID), .text(previousDigest),
      .text(digest),
    ])
  }
}
