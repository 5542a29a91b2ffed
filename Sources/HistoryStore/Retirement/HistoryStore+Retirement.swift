internal import GRDB
package import OrganizationModel

extension HistoryStore {
  /// The entries of the organization's chain that were no longer in effect at `moment`, oldest first.
  ///
  /// A snapshot is in effect until the next one is observed, an attestation until it expires; what was said about
  /// attestations stays as long as one of those before it. Time stamps and retirements stay for good.
  package func retirable(
    of organization: OrganizationID, before moment: Timestamp
  ) throws(StoreError) -> [RetirementRecord.Entry] {
    let links = try chain(of: organization)
    let ledger = Dictionary(
      try entries(of: organization).map { ($0.position, $0) }, uniquingKeysWith: { first, _ in first })
    let snapshots = try snapshots(of: organization)
    let superseded = Dictionary(
      zip(snapshots, snapshots.dropFirst()).map { ($0.id, $1.header.observedAt) },
      uniquingKeysWith: { first, _ in first })
    let observed = Dictionary(
      snapshots.map { ($0.id, $0.header.observedAt) }, uniquingKeysWith: { first, _ in first })
    var result: [RetirementRecord.Entry] = []
    var keepsAttestations = false
    for link in links {
      let time: Timestamp
      if let snapshot = link.snapshot {
        guard let end = superseded[snapshot], end <= moment, let start = observed[snapshot] else { continue }
        time = start
      } else {
        // Entries without a row were retired before.
        guard let entry = ledger[link.position] else { continue }
        guard Self.isRetirable(entry, before: moment, keepsAttestations: &keepsAttestations) else { continue }
        time = entry.recordedAt
      }
      result.append(
        RetirementRecord.Entry(
          position: link.position, kind: link.kind, digest: link.digest, time: time))
    }
    return result
  }

  private static func isRetirable(
    _ entry: LedgerEntry, before moment: Timestamp, keepsAttestations: inout Bool
  ) -> Bool {
    let isOld = entry.recordedAt < moment
    switch entry.kind {
    case .anchor, .retirement: return false
    case .probe, .usage, .eventImport: return isOld
    case .revocation, .countersignature: return isOld && !keepsAttestations
    case .attestation:
      // It holds on the whole of its last day. One that cannot be read may be in effect.
      let expires = (try? entry.decode(Attestation.self))?.expires.adding(.seconds(86_400))
      let isGone = isOld && expires.map { $0 <= moment } ?? false
      if !isGone { keepsAttestations = true }
      return isGone
    }
  }

  /// Writes a store to `path` that lacks the contents of the record's entries, and says so in an entry of its own. It
  /// keeps their digests, so that its chain verifies. This store stays as it is.
  ///
  /// - Throws: `StoreError.alreadyThere` when there is a file; `.nothingToRetire`.
  package func retire(
    _ record: RetirementRecord, of organization: OrganizationID, recordedAt: Timestamp, to path: String
  ) throws(StoreError) -> LedgerEntry {
    guard !record.entries.isEmpty else { throw .nothingToRetire(before: record.before) }
    let draft: LedgerDraft
    do {
      draft = try LedgerDraft(
        organization: organization, kind: .retirement, recordedAt: recordedAt, body: record)
    } catch {
      throw .sqlite(path: path, message: "\(error)")
    }
    try StoreFile(path: path).checkIsFree()
    let target = try HistoryStore(path: path, access: .readWrite)
    do {
      return try target.database.writeWithoutTransaction { database in
        try database.execute(sql: "ATTACH DATABASE ? AS old", arguments: [self.path])
        var entry: LedgerEntry?
        try database.inTransaction {
          try RetiringCopy(database: database, organization: organization, retired: record.entries).run()
          entry = try Self.append(draft, events: [], database)
          return .commit
        }
        guard let entry else { throw StoreError.nothingToRetire(before: record.before) }
        return entry
      }
    } catch {
      // What is not whole must not be taken for a store.
      StoreFile(path: path).remove()
      throw StoreError(error, path: path, busyTimeout: busyTimeout)
    }
  }
}
