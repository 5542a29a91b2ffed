package import OrganizationModel

/// All that became different in an organization, and since when each account is opted out.
package struct OrganizationHistory: Hashable, Sendable {
  /// The time looked at: from the first snapshot, or the period's start, to the last snapshot or the period's end.
  package var span: Moment
  /// Oldest first.
  package var changes: [Change]
  /// Of every account seen in the span, sorted by id.
  package var accounts: [AccountHistory]
  /// Of the organization as a whole.
  package var organization: AccountHistory.Periods
  /// Events that could not be told to have changed anything seen, and those that AWS refused, oldest first.
  package var unmatchedEvents: [Event]
  /// Counts by verdict at each snapshot, oldest first.
  package var coverage: [CoveragePoint]
  /// Times longer than the configured maximum that neither a snapshot nor the events cover, oldest first.
  package var uncovered: [Moment]

  package init(
    span: Moment, changes: [Change], accounts: [AccountHistory], organization: AccountHistory.Periods,
    unmatchedEvents: [Event], coverage: [CoveragePoint], uncovered: [Moment] = []
  ) {
    self.span = span
    self.changes = changes
    self.accounts = accounts
    self.organization = organization
    self.unmatchedEvents = unmatchedEvents
    self.coverage = coverage
    self.uncovered = uncovered
  }
}

/// The opt-out periods of one account.
package struct AccountHistory: Hashable, Sendable {
  package var id: AccountID
  package var name: String
  package var periods: Periods

  package init(id: AccountID, name: String, periods: Periods) {
    self.id = id
    self.name = name
    self.periods = periods
  }

  package struct Periods: Hashable, Sendable {
    /// Oldest first.
    package var list: [OptOutPeriod]
    /// The longest time between two periods, or between the span's bounds and a period, as long as it may have been at
    /// most; nil without any gap that was seen. What is inferred may hide one.
    package var longestGap: Duration?
    /// Share of the span for which it was certainly opted out, 0 to 1; nil when the span is empty. Of an account that
    /// joined or left, the time in the organization counts as the span.
    package var coveredShare: Double?
    /// Share of the span for which that is inferred only; see `OptOutPeriod.inferred`.
    package var inferredShare: Double?

    package init(
      list: [OptOutPeriod], longestGap: Duration?, coveredShare: Double?, inferredShare: Double? = nil
    ) {
      self.list = list
      self.longestGap = longestGap
      self.coveredShare = coveredShare
      self.inferredShare = inferredShare
    }
  }
}

/// How many active accounts had each verdict at a snapshot.
package struct CoveragePoint: Hashable, Sendable {
  package var snapshot: String
  package var at: Timestamp
  package var optedOut: Int
  package var partial: Int
  package var notOptedOut: Int
  package var unknown: Int
  /// The organization's lock.
  package var lock: String

  package init(
    snapshot: String, at: Timestamp, optedOut: Int, partial: Int, notOptedOut: Int, unknown: Int, lock: String
  ) {
    self.snapshot = snapshot
    self.at = at
    self.optedOut = optedOut
    self.partial = partial
    self.notOptedOut = notOptedOut
    self.unknown = unknown
    self.lock = lock
  }
}
