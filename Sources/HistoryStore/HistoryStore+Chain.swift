internal import GRDB
package import OrganizationModel

/// An entry of an organization's chain as its links show it.
package struct ChainLink: Hashable, Sendable {
  /// Counts the organization's entries from 1.
  package var position: Int64
  /// `snapshot`, or a `LedgerKind`.
  package var kind: String
  /// Nil for entries of the ledger, and for snapshots that were retired.
  package var snapshot: String?
  /// Nil for the first entry only.
  package var previousDigest: String?
  package var digest: String
}

extension HistoryStore {
  /// Every link of the organization's chain, oldest first. The last one's digest is the head.
  package func chain(of organization: OrganizationID) throws(StoreError) -> [ChainLink] {
    try read { database in
      var links: [ChainLink] = []
      try PreparedStatement(
        database,
        """
        SELECT \(ChainRow.columns.joined(separator: ", ")) FROM chain_entry
        WHERE organization_id = ? ORDER BY position
        """
      ).forEachRow([.text(organization.rawValue)]) { links.append(try ChainRow($0).link) }
      return links
    }
  }

  /// The end of the organization's chain, or nil when it has none.
  package func head(of organization: OrganizationID) throws(StoreError) -> ChainLink? {
    try read { try ChainRow.newest(of: organization, $0)?.link }
  }
}

extension ChainRow {
  fileprivate var link: ChainLink {
    ChainLink(
      position: position, kind: kind, snapshot: snapshotID, previousDigest: previousDigest, digest: digest)
  }
}
