internal import GRDB
internal import OrganizationModel

/// A row of table `snapshot`.
struct SnapshotRow: Hashable {
  var id: String
  /// Counts the organization's snapshots from 1.
  var sequence: Int64
  var facts: SnapshotFacts

  static let columns = [
    "id", "organization_id", "sequence", "started_at_ms", "observed_at_ms", "source_kind", "endpoint",
    "caller_arn", "observed_at_given", "tool_version", "effective_mode", "is_complete", "account_count",
    "content_digest",
  ]

  init(id: String, sequence: Int64, facts: SnapshotFacts) {
    self.id = id
    self.sequence = sequence
    self.facts = facts
  }

  /// Reads `columns`, the first of them at index 0.
  init(_ row: borrowing StatementRow) throws {
    id = try row.text(0)
    sequence = try row.integer(2)
    let source: SnapshotSource
    switch try row.text(5) {
    case "live":
      source = .live(endpoint: try row.optionalText(6), callerARN: try row.optionalText(7))
      if !row.isNull(8) { throw row.damage(8, "a value that belongs to an export") }
    case "export":
      source = .export(observedAtGiven: try row.flag(8))
      for index in 6...7 where !row.isNull(index) {
        throw row.damage(index, "a value that belongs to a live reading")
      }
    case let other: throw row.damage(5, "\"\(other)\", which is no source")
    }
    let modeName = try row.text(10)
    guard let mode = EffectiveMode(rawValue: modeName) else {
      throw row.damage(10, "\"\(modeName)\", which is no mode")
    }
    facts = SnapshotFacts(
      header: SnapshotHeader(
        organization: try row.id(1), startedAt: Timestamp(milliseconds: try row.integer(3)),
        observedAt: Timestamp(milliseconds: try row.integer(4)), source: source, toolVersion: try row.text(9),
        effectiveMode: mode),
      isComplete: try row.flag(11), accountCount: Int(try row.integer(12)), contentDigest: try row.text(13))
  }

  /// The organization's newest snapshot, or nil when it has none.
  static func newest(of organization: OrganizationID, _ database: Database) throws -> SnapshotRow? {
    try PreparedStatement(
      database,
      """
      SELECT \(columns.joined(separator: ", ")) FROM snapshot
      WHERE organization_id = ? ORDER BY sequence DESC LIMIT 1
      """
    ).first([.text(organization.rawValue)]) { try SnapshotRow($0) }
  }

  func insert(_ database: Database) throws {
    let header = facts.header
    let source: [ColumnValue] =
      switch header.source {
      case .live(let endpoint, let callerARN): [.text("live"), .text(endpoint), .text(callerARN), .null]
      case .export(let observedAtGiven): [.text("export"), .null, .null, .flag(observedAtGiven)]
      }
    try PreparedStatement(
      database,
      """
      INSERT INTO snapshot (\(Self.columns.joined(separator: ", ")))
      VALUES (\(Self.columns.map { _ in "?" }.joined(separator: ", ")))
      """
    ).run(
      [
        .text(id), .text(header.organization.rawValue), .integer(sequence),
        .integer(header.startedAt.milliseconds), .integer(header.observedAt.milliseconds),
      ] + source + [
        .text(header.toolVersion), .text(header.effectiveMode.rawValue), .flag(facts.isComplete),
        .integer(Int64(facts.accountCount)), .text(facts.contentDigest),
      ])
  }

  func sealed(digest: String, previousDigest: String?) -> SealedSnapshot {
    SealedSnapshot(
      id: id, header: facts.header, digest: digest, previousDigest: previousDigest,
      isComplete: facts.isComplete, accountCount: facts.accountCount)
  }
}
