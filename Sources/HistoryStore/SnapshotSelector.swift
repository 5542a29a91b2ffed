package import OrganizationModel

/// Which snapshot is meant: what `--at` takes.
package enum SnapshotSelector: Hashable, Sendable {
  case newest
  /// An id or the beginning of one.
  case id(prefix: String)
  /// The last one observed at or before the moment. `text` is what the user wrote.
  case observed(by: Timestamp, text: String)

  /// Reads an id or its beginning (`s-01ab`), a date, which means its end in UTC, or an RFC 3339 time.
  ///
  /// - Throws: `StoreError.notASelector`.
  package init(_ text: String) throws(StoreError) {
    let lowered = text.lowercased()
    if lowered.hasPrefix("s-"), lowered.utf8.count > 2 {
      self = .id(prefix: lowered)
    } else if let moment = Timestamp(text) {
      let isDate = text.utf8.count == 10
      self = .observed(
        by: isDate ? moment.adding(.seconds(24 * 60 * 60) - .milliseconds(1)) : moment, text: text)
    } else {
      throw .notASelector(text)
    }
  }

  /// The snapshot that is meant among `snapshots`, which are sorted oldest first within each organization.
  ///
  /// An id chooses the organization too; anything else needs `organization` where there are several.
  package func choose(
    among snapshots: [SealedSnapshot], of organization: OrganizationID?
  ) throws(StoreError) -> SealedSnapshot {
    let own = snapshots.filter { organization == nil || $0.header.organization == organization }
    guard let first = own.first, let last = own.last else { throw .noSnapshots(organization) }
    if case .id(let prefix) = self {
      let candidates = own.filter { $0.id.hasPrefix(prefix) }
      guard let found = candidates.first else { throw .unknownSnapshot(prefix) }
      guard candidates.count == 1 else { throw .ambiguousSnapshot(prefix: prefix, candidates: candidates) }
      return found
    }
    let organizations = Set(own.map(\.header.organization)).sorted()
    guard organizations.count == 1 else { throw .severalOrganizations(organizations) }
    guard case .observed(let moment, let text) = self else { return last }
    guard let found = own.last(where: { $0.header.observedAt <= moment }) else {
      throw .nothingObservedBy(text, first: first)
    }
    return found
  }
}
