package import OrganizationModel

/// The body of a `retirement` entry: what was taken out of the store, by whom and why.
package struct RetirementRecord: Hashable, Sendable, Codable {
  /// What was no longer in effect at this time was taken out.
  package var before: Timestamp
  package var by: String
  /// The operating-system user that did it.
  package var systemUser: String
  package var reason: String
  /// Which rules allowed it, in words.
  package var rules: [String]
  /// In the order of the chain.
  package var entries: [Entry]

  /// An entry of the chain whose contents are gone.
  package struct Entry: Hashable, Sendable, Codable {
    package var position: Int64
    /// `snapshot`, or a `LedgerKind`.
    package var kind: String
    package var digest: String
    /// When a snapshot was observed, or the entry recorded.
    package var time: Timestamp
  }

  package init(
    before: Timestamp, by: String, systemUser: String, reason: String, rules: [String], entries: [Entry] = []
  ) {
    self.before = before
    self.by = by
    self.systemUser = systemUser
    self.reason = reason
    self.rules = rules
    self.entries = entries
  }
}
