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
  }

  package enum LatestSource: Hashable, Sendable {
    /// The snapshot with this id saw the account opted out; its end counts.
    case snapshot(String)
    /// AWS's LastUpdatedTimestamp and 60 seconds. It says only that the content was in force no later than then: it
    /// moves for reasons that change nothing, and up to seconds before the content does.
    case lastUpdated(snapshot: String)
  }

  package static let lastUpdatedMargin: Duration = .seconds(60)
}

/// Opt-out dates of all accounts, from the snapshots of one organization.
package struct OptOutDates: Hashable, Sendable {
  private var dates: [AccountID: OptOutDate] = [:]
  /// When each snapshot ended, for bounds that fall back to it.
  private let observedAt: [String: Timestamp]

  /// - Parameter observations: all of one organization up to the one reported on, oldest first. An account has a date
  ///   when the last of them sees it opted out.
  package init(observations: [Observation]) {
    observedAt = Dictionary(
      observations.map { ($0.sealed.id, $0.sealed.header.observedAt) },
      uniquingKeysWith: { first, _ in first })
    guard let last = observations.last else { return }
    var pending = Set(last.posture.accounts.filter { $0.verdict == .optedOut }.map(\.account.id))
    for observation in observations.reversed() {
      guard !pending.isEmpty else { break }
      visit(observation, pending: &pending)
    }
  }

  package subscript(account: AccountID) -> OptOutDate? { dates[account] }

  /// Takes up what `observation`, older than all visited so far, says about the accounts still `pending`.
  private mutating func visit(_ observation: Observation, pending: inout Set<AccountID>) {
    let id = observation.sealed.id
    let header = observation.sealed.header
    var present: Set<AccountID> = []
    for posture in observation.posture.accounts where pending.contains(posture.account.id) {
      let account = posture.account.id
      present.insert(account)
      // An account that joined after this moment had left in between, so its period began with joining again.
      if let date = dates[account], date.earliestSource == .joined, let joined = date.earliest,
        joined > header.observedAt
      {
        pending.remove(account)
        continue
      }
      switch posture.verdict {
      case .optedOut:
        dates[account] = Self.start(of: posture, in: observation)
      case .partial, .notOptedOut:
        bound(account, by: header.startedAt, .notOptedOut(snapshot: id))
        pending.remove(account)
      case .unknown:
        // Nothing is known of this moment, so it neither ends the period nor moves a bound.
        break
      }
    }
    for account in pending.subtracting(present) {
      bound(account, by: header.startedAt, .absent(snapshot: id))
      pending.remove(account)
    }
  }

  /// The interval when `posture` is the earliest sight of the period.
  private static func start(of posture: AccountPosture, in observation: Observation) -> OptOutDate {
    let snapshot = observation.sealed.id
    var date = OptOutDate(
      earliest: posture.account.joinedAt, earliestSource: posture.account.joinedAt.map { _ in .joined },
      latest: observation.sealed.header.observedAt, latestSource: .snapshot(snapshot))
    let answer = observation.posture.snapshot.effectivePolicies[posture.account.id]
    // An answer that was not understood dates nothing, and neither does one from before the account joined.
    if posture.evidence == .reported, case .reported(let reported)? = answer,
      let lastUpdated = reported.lastUpdated
    {
      let latest = lastUpdated.adding(OptOutDate.lastUpdatedMargin)
      if latest < date.latest, date.earliest.map({ $0 <= latest }) ?? true {
        date.latest = latest
        date.latestSource = .lastUpdated(snapshot: snapshot)
      }
    }
    return date
  }

  /// Moves the earliest bound of `account` up to `moment` when that says more.
  private mutating func bound(
    _ account: AccountID, by moment: Timestamp, _ source: OptOutDate.EarliestSource
  ) {
    guard var date = dates[account] else { return }
    if date.earliest.map({ $0 < moment }) ?? true {
      date.earliest = moment
      date.earliestSource = source
    }
    // A LastUpdatedTimestamp from before the account was seen not opted out is about other content.
    if case .lastUpdated(let snapshot) = date.latestSource, let earliest = date.earliest,
      date.latest < earliest
    {
      date.latestSource = .snapshot(snapshot)
      date.latest = observedAt[snapshot] ?? earliest
    }
    dates[account] = date
  }
}
