internal import Foundation
package import OrganizationModel

/// Something to be recorded in an organization's ledger.
package struct LedgerDraft: Hashable, Sendable {
  package let organization: OrganizationID
  package let kind: LedgerKind
  package let recordedAt: Timestamp
  /// Canonical JSON.
  package let body: String
  /// Each is kept under its SHA-256.
  package let files: [[UInt8]]

  /// - Parameter body: what is recorded, of objects, lists, texts, whole numbers, flags and nulls.
  /// - Throws: `EncodingError`, also for a fraction, which has no one spelling.
  package init(
    organization: OrganizationID, kind: LedgerKind, recordedAt: Timestamp, body: some Encodable,
    files: [[UInt8]] = []
  ) throws {
    self.organization = organization
    self.kind = kind
    self.recordedAt = recordedAt
    self.body = try CanonicalJSON(encoding: body).text
    self.files = files
  }
}

extension CanonicalJSON {
  /// The canonical form of what `JSONEncoder` makes of `value`.
  init(encoding value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    guard let json = CanonicalJSON(anySpelling: Array(try encoder.encode(value))) else {
      throw EncodingError.invalidValue(
        value,
        EncodingError.Context(
          codingPath: [],
          debugDescription: "what is recorded holds whole numbers only and nests less than 32 levels"))
    }
    self = json
  }
}
