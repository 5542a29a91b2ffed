/// Which services an organization's accounts used in a span of time: by what was billed, or as declared.
package struct ServiceUsage: Hashable, Sendable, Codable {
  /// The first moment covered.
  package var from: Timestamp
  /// The first moment not covered.
  package var to: Timestamp
  package var source: Source
  /// Sorted by name, then account.
  package var uses: [Use]

  package init(from: Timestamp, to: Timestamp, source: Source, uses: [Use]) {
    self.from = from
    self.to = to
    self.source = source
    self.uses = uses
  }

  package enum Source: String, Hashable, Sendable, Codable {
    /// Cost Explorer: what was billed, and nothing else.
    case costExplorer
    /// The configuration's list.
    case declared
  }

  package struct Use: Hashable, Sendable, Codable {
    /// As the bill or the declaration names it: `Amazon Comprehend`.
    package var name: String
    /// The policy's key for it: `comprehend`; nil when no confirmed mapping is known.
    package var service: String?
    /// Nil when declared for the organization.
    package var account: AccountID?
    /// The billed amount, as Cost Explorer writes it, with its unit; nil when declared.
    package var amount: String?

    package init(name: String, service: String?, account: AccountID?, amount: String?) {
      self.name = name
      self.service = service
      self.account = account
      self.amount = amount
    }
  }
}
