package import OrganizationModel

/// What playing an organization's whole history ended with, as the store keeps it beside the evidence.
package struct ReplayOutcome: Hashable, Sendable {
  /// Since when each account that is opted out has been.
  package var optOutDates: [AccountID: Interval]
  /// What events prove about the order in which policies were attached.
  package var orders: KnownOrders

  package init(optOutDates: [AccountID: Interval], orders: KnownOrders) {
    self.optOutDates = optOutDates
    self.orders = orders
  }

  /// When something began.
  package struct Interval: Hashable, Sendable {
    /// Not before this; nil when nothing proves any.
    package var earliest: Timestamp?
    /// It had begun by this.
    package var latest: Timestamp

    package init(earliest: Timestamp?, latest: Timestamp) {
      self.earliest = earliest
      self.latest = latest
    }
  }
}

/// The state of a store that a `ReplayOutcome` is about.
package struct ReplayBasis: Hashable, Sendable {
  package var organization: OrganizationID
  /// The organization's newest snapshot.
  package var snapshot: String
  /// The place of the newest import of events in the chain; 0 when there is none.
  package var importPosition: Int64
  /// Version of the product, whose rules made the outcome.
  package var madeBy: String

  package init(organization: OrganizationID, snapshot: String, importPosition: Int64, madeBy: String) {
    self.organization = organization
    self.snapshot = snapshot
    self.importPosition = importPosition
    self.madeBy = madeBy
  }
}
