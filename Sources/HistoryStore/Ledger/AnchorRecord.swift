package import OrganizationModel

/// The body of an `anchor` entry: an authority's time stamp over a digest of the chain. Its one file is the authority's
/// whole answer, in DER.
package struct AnchorRecord: Hashable, Sendable, Codable {
  /// Of an entry before this one.
  package var digest: String
  /// Where the authority was asked.
  package var url: String
  /// By the authority's clock.
  package var time: Timestamp
  /// In lower-case hexadecimal.
  package var serialNumber: String
  /// The name in the signer's certificate; untrusted text.
  package var signer: String?

  package init(digest: String, url: String, time: Timestamp, serialNumber: String, signer: String?) {
    self.digest = digest
    self.url = url
    self.time = time
    self.serialNumber = serialNumber
    self.signer = signer
  }
}
