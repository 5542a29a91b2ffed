internal import GRDB
package import OrganizationModel

extension HistoryStore {
  /// The organizations that have a snapshot, sorted by id.
  package func organizations() throws(StoreError) -> [OrganizationID] {
    try read { database in
      var result: [OrganizationID] = []
      try PreparedStatement(
        database, "SELECT DISTINCT organization_id FROM snapshot ORDER BY organization_id"
      ).forEachRow { result.append(try $0.id(0)) }
      return result
    }
  }

  /// The snapshots of one organization, or of all, oldest first.
  package func snapshots(of organization: OrganizationID? = nil) throws(StoreError) -> [SealedSnapshot] {
    try read { try Self.snapshots(of: organization, $0) }
  }

  /// The newest snapshot of `organization`, or nil when it has none.
  package func newest(of organization: OrganizationID) throws(StoreError) -> SealedSnapshot? {
    try read { database in
      try Self.sealed(
        "s.organization_id = ? ORDER BY s.sequence DESC LIMIT 1", [.text(organization.rawValue)], database
      )
      .first
    }
  }

  /// The snapshot with exactly this id, as it was sealed.
  ///
  /// - Throws: `StoreError.unknownSnapshot`; `.damaged` when its rows cannot be read back.
  package func snapshot(id: String) throws(StoreError) -> (SealedSnapshot, Snapshot) {
    try read { database in
      guard let sealed = try Self.sealed("s.id = ?", [.text(id)], database).first else {
        throw StoreError.unknownSnapshot(id)
      }
      do {
        return (sealed, try SnapshotReader(database, sealed).snapshot())
      } catch let damage as ColumnDamage {
        throw StoreError.damaged(snapshot: id, detail: damage.message)
      }
    }
  }

  /// The snapshot that `selector` chooses; see `SnapshotSelector`.
  package func select(
    _ selector: SnapshotSelector, of organization: OrganizationID? = nil
  ) throws(StoreError) -> SealedSnapshot {
    // The usual question, which a store of a thousand snapshots answers from one of them.
    if case .newest = selector {
      let all = try organizations()
      if let only = organization ?? (all.count == 1 ? all.first : nil), let newest = try newest(of: only) {
        return newest
      }
    }
    return try selector.choose(among: snapshots(), of: organization)
  }

  private static func snapshots(
    of organization: OrganizationID?, _ database: Database
  ) throws -> [SealedSnapshot] {
    guard let organization else {
      return try sealed("true ORDER BY s.observed_at_ms, s.organization_id", [], database)
    }
    return try sealed(
      "s.organization_id = ? ORDER BY s.sequence", [.text(organization.rawValue)], database)
  }

  private static func sealed(
    _ condition: String, _ values: [ColumnValue], _ database: Database
  ) throws -> [SealedSnapshot] {
    let columns = SnapshotRow.columns.map { "s." + $0 } + ["c.digest", "c.previous_digest"]
    var result: [SealedSnapshot] = []
    try PreparedStatement(
      database,
      """
      SELECT \(columns.joined(separator: ", "))
      FROM snapshot AS s JOIN chain_entry AS c ON c.snapshot_id = s.id WHERE \(condition)
      """
    ).forEachRow(values) { row in
      let count = SnapshotRow.columns.count
      result.append(
        try SnapshotRow(row).sealed(
          digest: try row.text(count), previousDigest: try row.optionalText(count + 1)))
    }
    return result
  }
}
