import OrganizationModel

/// A snapshot of the organization's history.
package struct HistoryRow: Hashable, Sendable, Encodable {
  package var id: String
  package var startedAt: String
  package var observedAt: String
  package var accounts: Int
  package var isComplete: Bool
  package var source: String
  package var toolVersion: String
  package var digest: String
  package var previousDigest: String?
  /// Whether the report is about this one.
  package var isThis: Bool

  init(_ sealed: SealedSnapshot, isThis: Bool) {
    id = sealed.id
    startedAt = sealed.header.startedAt.description
    observedAt = sealed.header.observedAt.description
    accounts = sealed.accountCount
    isComplete = sealed.isComplete
    source = sealed.header.source.word
    toolVersion = sealed.header.toolVersion
    digest = sealed.digest
    previousDigest = sealed.previousDigest
    self.isThis = isThis
  }
}

extension SnapshotSource {
  /// Where the facts come from, in a few words.
  var word: String {
    switch self {
    case .live(nil, _): "AWS"
    case .live(_?, _): "other endpoint"
    case .export: "export"
    }
  }
}
