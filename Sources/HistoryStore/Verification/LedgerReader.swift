internal import GRDB
internal import Hashing

/// Reads the tables of the ledger to be verified, each row against its own hash.
///
/// Problems carry no snapshot: entries of the ledger belong to none, and messages name the entry.
struct LedgerReader {
  private let database: Database
  /// SHA-256 of every file, and whether its bytes have it.
  private var files: [String: Bool] = [:]

  private let actorsAreRedacted: Bool

  init(_ database: Database, actorsAreRedacted: Bool) {
    self.database = database
    self.actorsAreRedacted = actorsAreRedacted
  }

  /// Puts what it finds into `evidence`, by organization; what belongs to no organization is given back.
  mutating func run(into evidence: inout [String: OrganizationEvidence]) throws -> [IntegrityProblem] {
    try readFiles()
    try readEntries(into: &evidence)
    try readEvents(into: &evidence)
    return nameFiles(in: &evidence)
  }

  private mutating func readFiles() throws {
    var files: [String: Bool] = [:]
    try PreparedStatement(database, "SELECT sha256, body FROM evidence_file").forEachRow { row in
      do {
        let sha256 = try row.text(0)
        files[sha256] = SHA256.digest(try row.bytes(1)) == sha256
      } catch is ColumnDamage {
        files[row.anything(0)] = false
      }
    }
    self.files = files
  }

  private func readEntries(into evidence: inout [String: OrganizationEvidence]) throws {
    let sql = "SELECT \(LedgerRow.columns.joined(separator: ", ")) FROM ledger_entry"
    try PreparedStatement(database, sql).forEachRow { row in
      let organization = row.anything(0)
      let position = row.anything(1)
      do {
        let entry = try LedgerRow(row)
        evidence[organization, default: OrganizationEvidence()].ledger[entry.position] = entry
        if CanonicalJSON(parsing: entry.body) == nil {
          Self.report(
            "entry \(position) of the chain has a body that is not canonical JSON", organization, &evidence)
        }
      } catch let damage as ColumnDamage {
        Self.report("the row of ledger_entry \(position): \(damage.message)", organization, &evidence)
      }
    }
  }

  private func readEvents(into evidence: inout [String: OrganizationEvidence]) throws {
    let columns = (EventRow.columns + ["organization_id", "position"]).joined(separator: ", ")
    // SQLite compares texts by their bytes, which is the order that digests need.
    try PreparedStatement(database, "SELECT \(columns) FROM event ORDER BY event_id").forEachRow { row in
      let organization = row.anything(EventRow.columns.count)
      let position = row.anything(EventRow.columns.count + 1)
      let name = "the row of event \(row.anything(0)), of entry \(position) of the chain,"
      do {
        let event = try EventRow(row)
        _ = try row.text(EventRow.columns.count)
        let place = try row.integer(EventRow.columns.count + 1)
        evidence[organization, default: OrganizationEvidence()].events[place, default: []].append(event.hash)
        if !actorsAreRedacted, !event.isSound {
          Self.report("\(name) does not have its hash", organization, &evidence)
        }
      } catch let damage as ColumnDamage {
        Self.report("\(name) cannot be read: \(damage.message)", organization, &evidence)
      }
    }
  }

  /// Sets files beside the entries that name them.
  private func nameFiles(in evidence: inout [String: OrganizationEvidence]) -> [IntegrityProblem] {
    var named: Set<String> = []
    for (organization, own) in evidence {
      for entry in own.ledger.values.sorted(by: { $0.position < $1.position }) {
        for sha256 in entry.files where files[sha256] != true {
          let what = files[sha256] == nil ? "is missing" : "does not have its hash"
          Self.report(
            "file \(sha256) of entry \(entry.position) of the chain \(what)", organization, &evidence,
            kind: .document)
        }
        named.formUnion(entry.files)
      }
    }
    return files.keys.filter { !named.contains($0) }.sorted().map {
      IntegrityProblem(snapshot: nil, kind: .document, message: "file \($0) is named by no entry")
    }
  }

  private static func report(
    _ message: String, _ organization: String, _ evidence: inout [String: OrganizationEvidence],
    kind: IntegrityProblem.Kind = .record
  ) {
    evidence[organization, default: OrganizationEvidence()].problems.append(
      IntegrityProblem(snapshot: nil, kind: kind, message: message))
  }
}
