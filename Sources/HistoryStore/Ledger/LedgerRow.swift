internal import GRDB
internal import OrganizationModel

/// A row of table `ledger_entry`.
struct LedgerRow: Hashable {
  var organization: OrganizationID
  var position: Int64
  var kind: LedgerKind
  var recordedAt: Timestamp
  /// Canonical JSON.
  var body: String
  /// SHA-256 of each file.
  var files: [String]

  static let columns = ["organization_id", "position", "kind", "recorded_at_ms", "body", "files"]

  init(
    organization: OrganizationID, position: Int64, kind: LedgerKind, recordedAt: Timestamp, body: String,
    files: [String]
  ) {
    self.organization = organization
    self.position = position
    self.kind = kind
    self.recordedAt = recordedAt
    self.body = body
    self.files = files
  }

  /// Reads `columns`, the first of them at index 0.
  init(_ row: borrowing StatementRow) throws {
    organization = try row.id(0)
    position = try row.integer(1)
    let name = try row.text(2)
    guard let kind = LedgerKind(rawValue: name) else {
      throw row.damage(2, "\"\(name)\", which is no kind of entry")
    }
    self.kind = kind
    recordedAt = Timestamp(milliseconds: try row.integer(3))
    body = try row.text(4)
    guard case .array(let files) = CanonicalJSON(parsing: try row.text(5)) else {
      throw row.damage(5, "no list of files")
    }
    self.files = []
    for file in files {
      guard case .string(let sha256) = file else { throw row.damage(5, "no list of files") }
      self.files.append(sha256)
    }
  }

  func insert(_ database: Database) throws {
    try PreparedStatement(
      database,
      "INSERT INTO ledger_entry (\(Self.columns.joined(separator: ", "))) VALUES (?, ?, ?, ?, ?, ?)"
    ).run([
      .text(organization.rawValue), .integer(position), .text(kind.rawValue),
      .integer(recordedAt.milliseconds),
      .text(body), .text(CanonicalJSON.array(files.map { .string($0) }).text),
    ])
  }

  func entry(digest: String, previousDigest: String?) -> LedgerEntry {
    LedgerEntry(
      organization: organization, position: position, kind: kind, recordedAt: recordedAt, body: body,
      files: files, digest: digest, previousDigest: previousDigest)
  }
}
