/// What the store says about a snapshot without reading its contents.
package struct SealedSnapshot: Hashable, Sendable {
  /// `s-` and the first twelve hexadecimal digits of `digest`.
  package var id: String
  package var header: SnapshotHeader
  /// SHA-256 in hexadecimal.
  package var digest: String
  /// Digest of the chain's entry before this one; nil for the first.
  package var previousDigest: String?
  package var isComplete: Bool
  package var accountCount: Int

  package init(
    id: String, header: SnapshotHeader, digest: String, previousDigest: String?, isComplete: Bool,
    accountCount: Int
  ) {
    self.id = id
    self.header = header
    self.digest = digest
    self.previousDigest = previousDigest
    self.isComplete = isComplete
    self.accountCount = accountCount
  }
}
