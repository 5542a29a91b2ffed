internal import GRDB
package import OrganizationModel
internal import Parallelism

extension HistoryStore {
  /// The snapshots of `organization`, the last of them the one with the id `last`, as what each changed.
  ///
  /// Every row of evidence is read once, so this takes little longer than reading one snapshot.
  ///
  /// - Throws: `StoreError.unknownSnapshot` when `last` is no snapshot of the organization; `.damaged` when rows cannot
  ///   be read back.
  package func evolution(
    of organization: OrganizationID, through last: String
  ) throws(StoreError) -> Evolution {
    let all = try snapshots(of: organization)
    guard let end = all.firstIndex(where: { $0.id == last }) else { throw .unknownSnapshot(last) }
    let sealed = Array(all[...end])
    return try read { database in
      do {
        return try EvolutionReader(database, sealed, of: organization).evolution()
      } catch let damage as ColumnDamage {
        throw StoreError.damaged(snapshot: last, detail: damage.message)
      }
    }
  }

  /// `evolution` and `recordedEvents`, read side by side: the events over a connection of their own.
  package func history(
    of organization: OrganizationID, through last: String, eventsBy moment: Timestamp?
  ) throws(StoreError) -> (evolution: Evolution, events: [Event], coverage: [EventCoverage]) {
    let second = isInMemory ? self : try HistoryStore(path: path, access: .readOnly)
    let (evolution, recorded) = try together(
      { () throws(StoreError) -> Evolution in try self.evolution(of: organization, through: last) },
      { () throws(StoreError) -> (events: [Event], coverage: [EventCoverage]) in
        try second.recordedEvents(of: organization, by: moment)
      })
    return (evolution, recorded.events, recorded.coverage)
  }
}
