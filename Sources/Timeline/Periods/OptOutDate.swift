package import OrganizationModel

/// Since when an account is opted out: an interval, because a snapshot shows a state and not the moment it began.
package struct OptOutDate: Hashable, Sendable {
  /// It was certainly not opted out before this moment; nil when nothing proves any.
  package var earliest: Timestamp?
  package var earliestSource: EarliestSource?
  /// It was certainly opted out from this moment on.
  package var latest: Timestamp
  package var latestSource: LatestSource

  package enum EarliestSource: Hashable, Sendable {
    /// The snapshot with this id saw the account not opted out; its start counts.
    case notOptedOut(snapshot: String)
    /// The snapshot with this id did not see the account; its start counts.
    case absent(snapshot: String)
    /// The account joined the organization then.
    case joined
    /// The event with this id began it.
    case event(String)
  }

  package enum LatestSource: Hashable, Sendable {
    /// The snapshot with this id saw the account opted out; its end counts.
    case snapshot(String)
    /// AWS's LastUpdatedTimestamp and 60 seconds. It says only that the content was in force no later than then: it
    /// moves for reasons that change nothing, and up to seconds before the content does.
    case lastUpdated(snapshot: String)
    /// The event with this id began it.
    case event(String)
  }

  /// The date as the beginning of a period.
  package var bound: PeriodBound {
    let source =
      switch latestSource {
      case .snapshot(let id): "snapshot \(id)"
      case .lastUpdated(let id): "lastUpdated in snapshot \(id)"
      case .event(let id): "event \(id)"
      }
    return PeriodBound(at: Moment(earliest: earliest, latest: latest), source: source)
  }

  package static let lastUpdatedMargin: Duration = .seconds(60)
}

/// Opt-out dates of all accounts, from the snapshots of one organization.
package struct OptOutDates: Hashable, Sendable {
  private var dates: [AccountID: OptOutDate]

  /// - Parameter observations: all of one organization up to the one reported on, oldest first. An account has a date
  ///   when the last of them sees it opted out.
  package init(observations: [Observation]) {
    let evolution = Evolution(of: observations.map { ($0.sealed, $0.posture.snapshot) })
    self = evolution.map { Replay(of: $0).optOutDates } ?? OptOutDates([:])
  }

  init(_ dates: [AccountID: OptOutDate]) {
    self.dates = dates
  }

  package subscript(account: AccountID) -> OptOutDate? { dates[account] }
}
