internal import GRDB
package import OrganizationModel

extension HistoryStore {
  /// The outlines of an organization's snapshots, oldest first, for the price of the few rows that they need.
  package func outlines(of organization: OrganizationID) throws(StoreError) -> [SnapshotOutline] {
    let snapshots = try snapshots(of: organization)
    return try read { database in
      let changes = try Self.outlineChanges(of: organization, database)
      let documents = try DocumentReader(database)
      var observations: [RecordKey: Observation] = [:]
      var outlines: [SnapshotOutline] = []
      for sealed in snapshots {
        let own = changes[sealed.id] ?? []
        for (key, observation) in own { observations[key] = observation }
        if own.isEmpty, let last = outlines.last {
          outlines.append(SnapshotOutline(sealed: sealed, canEdit: last.canEdit, unread: last.unread))
          continue
        }
        do {
          outlines.append(try Self.outline(sealed, Array(observations.values), documents))
        } catch let damage as ColumnDamage {
          throw StoreError.damaged(snapshot: sealed.id, detail: damage.message)
        }
      }
      return outlines
    }
  }

  private static let outlineKinds: [Observation.Kind] = [
    .organization, .resourcePolicy, .delegatedAdministrators, .unread,
  ]

  /// By snapshot, the observations that it changed; nil for those that are gone.
  private static func outlineChanges(
    of organization: OrganizationID, _ database: Database
  ) throws -> [String: [(RecordKey, Observation?)]] {
    var changes: [String: [(RecordKey, Observation?)]] = [:]
    let kinds = outlineKinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    try PreparedStatement(
      database,
      """
      SELECT kind, key, body, is_removed, snapshot_id FROM observation
      WHERE organization_id = ? AND kind IN (\(kinds))
      """
    ).forEachRow([.text(organization.rawValue)]) { row in
      let key = RecordKey(Observation.table.recordName, [try row.text(0), try row.text(1)])
      let observation = try row.flag(3) ? nil : try Observation(row)
      changes[try row.text(4), default: []].append((key, observation))
    }
    return changes
  }

  private static func outline(
    _ sealed: SealedSnapshot, _ observations: [Observation], _ documents: DocumentReader
  ) throws -> SnapshotOutline {
    guard let organization = try observations.first(where: { $0.kind == .organization })?.organization else {
      throw ColumnDamage(message: "the organization is missing")
    }
    var snapshot = Snapshot(
      header: sealed.header, organization: organization, root: .unread(reason: "not read"))
    for observation in observations { try observation.apply(to: &snapshot, documents: documents) }
    return SnapshotOutline(
      sealed: sealed, canEdit: CanEdit(of: snapshot), unread: snapshot.unread.sorted())
  }
}
