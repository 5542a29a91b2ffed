internal import GRDB
package import OrganizationModel

/// What the whole history ended with when it was last played. It is no evidence: it follows from the evidence, and a
/// store without it gives the same answers, later.
extension HistoryStore {
  /// What an outcome that is kept now is about; nil when the organization has no snapshot, or the store no place for it.
  ///
  /// - Parameters:
  ///   - moment: by when imports had to be recorded to count. Where some were recorded later, nil is given, because
  ///     nothing is kept of a part of them.
  ///   - version: of the product that asks.
  package func replayBasis(
    of organization: OrganizationID, by moment: Timestamp? = nil, version: String
  ) throws(StoreError) -> ReplayBasis? {
    guard hasReplayCache else { return nil }
    return try read { try Self.replayBasis(of: organization, by: moment, version: version, $0) }
  }

  private static func replayBasis(
    of organization: OrganizationID, by moment: Timestamp?, version: String, _ database: Database
  ) throws -> ReplayBasis? {
    let key = ColumnValue.text(organization.rawValue)
    guard let newest = try SnapshotRow.newest(of: organization, database) else { return nil }
    let last = try PreparedStatement(
      database,
      "SELECT max(position), max(recorded_at_ms) FROM ledger_entry WHERE organization_id = ? AND kind = ?"
    ).first([key, .text(LedgerKind.eventImport.rawValue)]) { row in
      (position: try row.optionalInteger(0) ?? 0, recordedAt: try row.timestamp(1))
    }
    if let moment, let recordedAt = last?.recordedAt, recordedAt > moment { return nil }
    return ReplayBasis(
      organization: organization, snapshot: newest.id, importPosition: last?.position ?? 0, madeBy: version)
  }

  /// What was kept for exactly `basis`; nil when nothing was, or when it cannot be read.
  package func replayOutcome(for basis: ReplayBasis) -> ReplayOutcome? {
    guard hasReplayCache else { return nil }
    let found = try? read { database -> ReplayOutcome? in
      let cache = ReplayCache(database)
      guard try cache.basis(of: basis.organization) == basis else { return nil }
      return try cache.outcome(of: basis.organization)
    }
    return found ?? nil
  }

  /// Keeps `outcome` in place of what was kept of the organization, unless the store has become another than `basis` says
  /// meanwhile.
  package func keep(_ outcome: ReplayOutcome, for basis: ReplayBasis) throws(StoreError) {
    try write { database in
      let now = try Self.replayBasis(
        of: basis.organization, by: nil, version: basis.madeBy, database)
      if now == basis { try ReplayCache(database).replace(basis, outcome) }
    }
  }
}
