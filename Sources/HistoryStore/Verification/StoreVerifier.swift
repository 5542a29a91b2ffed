internal import GRDB
internal import Hashing
internal import OrganizationModel

/// Reads every row of evidence once, then follows each organization's chain from its beginning.
///
/// Stages: chain entries and snapshots; change rows, each against its own hash, sorted by the snapshot that they belong
/// to; documents, against their own hash and against the rows that name them; then per organization the state at each
/// snapshot, made from the state before it, so that the time grows with the changes and not with the accounts.
struct StoreVerifier {
  private let database: Database
  private let actorsAreRedacted: Bool
  private(set) var problems: [IntegrityProblem] = []
  private(set) var chains: [ChainVerification] = []

  private var evidence: [String: OrganizationEvidence] = [:]
  /// By SHA-256, a snapshot whose rows name the document.
  private var documentUses: [String: DocumentUse] = [:]

  private struct DocumentUse {
    var organization: String
    var snapshot: String
  }

  private let hasLedger: Bool

  /// - Parameter hasLedger: whether the tables of the ledger are there.
  init(_ database: Database, hasLedger: Bool = true, actorsAreRedacted: Bool = false) {
    self.actorsAreRedacted = actorsAreRedacted
    self.database = database
    self.hasLedger = hasLedger
  }

  mutating func run() throws {
    try readSnapshots()
    try readEntries()
    for type in EvidenceTables.all { try readChanges(type) }
    try readDocuments()
    if hasLedger {
      var ledger = LedgerReader(database, actorsAreRedacted: actorsAreRedacted)
      problems += try ledger.run(into: &evidence)
    }
    chains = evidence.sorted { $0.key < $1.key }.compactMap { name, evidence in
      guard let organization = OrganizationID(name) else {
        report(name, nil, .record, "rows belong to \"\(name)\", which is no organization")
        problems += self.evidence[name]?.problems ?? []
        return nil
      }
      return ChainVerifier(
        organization: organization, evidence: evidence, actorsAreRedacted: actorsAreRedacted
      ).run()
    }
  }

  private mutating func readSnapshots() throws {
    let sql = "SELECT \(SnapshotRow.columns.joined(separator: ", ")) FROM snapshot ORDER BY sequence"
    try PreparedStatement(database, sql).forEachRow { row in
      let organization = row.anything(1)
      do {
        evidence[organization, default: OrganizationEvidence()].snapshots.append(try SnapshotRow(row))
      } catch let damage as ColumnDamage {
        report(organization, row.anything(0), .record, "the row of snapshot: \(damage.message)")
      }
    }
  }

  private mutating func readEntries() throws {
    let sql = "SELECT \(ChainRow.columns.joined(separator: ", ")) FROM chain_entry ORDER BY position"
    try PreparedStatement(database, sql).forEachRow { row in
      let organization = row.anything(0)
      do {
        evidence[organization, default: OrganizationEvidence()].entries.append(try ChainRow(row))
      } catch let damage as ColumnDamage {
        report(organization, row.anything(3), .record, "the row of chain_entry: \(damage.message)")
      }
    }
  }

  private mutating func readChanges<Record: EvidenceRecord>(_ type: Record.Type) throws {
    let table = type.table
    try PreparedStatement(database, table.changesSQL).forEachRow { row in
      var keyValues: [String] = []
      for index in table.keyColumns.indices { keyValues.append(row.anything(index)) }
      let key = RecordKey(table.recordName, keyValues)
      let organization = row.anything(table.hashIndex + 4)
      let snapshot = row.anything(table.hashIndex + 2)
      do {
        let change = try readChange(type, row, key)
        evidence[organization, default: OrganizationEvidence()].changes[change.sequence, default: []]
          .append(change)
      } catch let damage as ColumnDamage {
        report(organization, snapshot, .record, "the row of \(key.text): \(damage.message)")
      }
    }
  }

  private mutating func readChange<Record: EvidenceRecord>(
    _ type: Record.Type, _ row: borrowing StatementRow, _ key: RecordKey
  ) throws -> ChangeRow {
    let hashIndex = type.table.hashIndex
    let snapshot = try row.text(hashIndex + 2)
    let organization = try row.text(hashIndex + 4)
    var change = ChangeRow(
      key: key, hash: nil, snapshot: snapshot, sequence: try row.integer(hashIndex + 3))
    if try row.flag(hashIndex + 1) {
      for index in type.table.keyColumns.indices { _ = try row.text(index) }
      for index in type.table.keyColumns.count...hashIndex where !row.isNull(index) {
        throw row.damage(index, "a value, although the row says that the record is gone")
      }
      return change
    }
    let record = try Record(row)
    change.hash = try row.text(hashIndex)
    for sha256 in record.documents where documentUses[sha256] == nil {
      documentUses[sha256] = DocumentUse(organization: organization, snapshot: snapshot)
    }
    if record.hash != change.hash {
      report(organization, snapshot, .record, "the row of \(key.text) does not have its hash")
    }
    return change
  }

  private mutating func readDocuments() throws {
    var found: Set<String> = []
    try PreparedStatement(database, "SELECT sha256, body FROM document").forEachRow { row in
      let sha256 = row.anything(0)
      found.insert(sha256)
      let use = documentUses[sha256]
      do {
        if SHA256.digest(try row.text(1)) != (try row.text(0)) {
          report(use?.organization, use?.snapshot, .document, "document \(sha256) does not have its hash")
        }
      } catch let damage as ColumnDamage {
        report(use?.organization, use?.snapshot, .document, "document \(sha256): \(damage.message)")
      }
      if use == nil { report(nil, nil, .document, "document \(sha256) is named by no row") }
    }
    for (sha256, use) in documentUses.sorted(by: { $0.key < $1.key }) where !found.contains(sha256) {
      report(use.organization, use.snapshot, .document, "document \(sha256) is missing")
    }
  }

  private mutating func report(
    _ organization: String?, _ snapshot: String?, _ kind: IntegrityProblem.Kind, _ message: String
  ) {
    let problem = IntegrityProblem(snapshot: snapshot, kind: kind, message: message)
    if let organization {
      evidence[organization, default: OrganizationEvidence()].problems.append(problem)
    } else {
      problems.append(problem)
    }
  }
}

/// The rows of one organization.
struct OrganizationEvidence {
  /// In the order of their sequence.
  var snapshots: [SnapshotRow] = []
  /// In the order of their position.
  var entries: [ChainRow] = []
  /// By position.
  var ledger: [Int64: LedgerRow] = [:]
  /// By position, the hashes of the events that an import added, sorted by the events' ids.
  var events: [Int64: [String]] = [:]
  /// By sequence.
  var changes: [Int64: [ChangeRow]] = [:]
  /// What single rows show.
  var problems: [IntegrityProblem] = []
}

/// A change row without its columns.
struct ChangeRow {
  var key: RecordKey
  /// Nil when the record is gone.
  var hash: String?
  var snapshot: String
  var sequence: Int64
}
