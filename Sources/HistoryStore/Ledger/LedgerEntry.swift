internal import Foundation
package import OrganizationModel

/// An entry of an organization's chain that is no snapshot.
package struct LedgerEntry: Hashable, Sendable {
  package var organization: OrganizationID
  /// Place in the organization's chain, which snapshots share; the first entry of all has 1.
  package var position: Int64
  package var kind: LedgerKind
  package var recordedAt: Timestamp
  /// Canonical JSON.
  package var body: String
  /// SHA-256 of the files that belong to it, in the order they were given.
  package var files: [String]
  /// See `LedgerDigest`.
  package var digest: String
  /// Digest of the chain's entry before this one; nil for the first.
  package var previousDigest: String?

  /// What was recorded.
  ///
  /// - Throws: `DecodingError` when the body has another form.
  package func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    try JSONDecoder().decode(type, from: Data(body.utf8))
  }
}

/// How many events an import added.
package struct EventImportResult: Hashable, Sendable {
  package var added: Int
  /// Events that the store has already, or that were given more than once.
  package var duplicates: Int

  package init(added: Int, duplicates: Int) {
    self.added = added
    self.duplicates = duplicates
  }
}
