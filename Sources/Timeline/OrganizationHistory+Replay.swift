package import OrganizationModel

extension OrganizationHistory {
  /// The history of `evolution`, with what events tell.
  ///
  /// - Parameters:
  ///   - events: all of the organization, in any order.
  ///   - coverage: whose records were read for which spans.
  ///   - maximumGap: how long a time may be at which nobody looked, without what holds there being called inferred.
  ///   - period: the time asked for; nil for all that is known.
  package init(
    of evolution: Evolution, events: [Event] = [], coverage: [EventCoverage] = [],
    maximumGap: Duration = Replay.defaultMaximumGap, period: Moment? = nil
  ) {
    let replay = Replay(of: evolution, events: events, coverage: coverage, maximumGap: maximumGap)
    self = replay.history(in: period)
  }
}

extension Replay {
  /// What was played, of the time in `period`; of all the time when it is nil.
  ///
  /// Changes belong to it that may have happened in it. Periods are whole, also where they began before it; gaps and
  /// shares are those within it. Without a snapshot to speak of, it is empty.
  package func history(in period: Moment? = nil) -> OrganizationHistory {
    guard let first = sealed.first, let last = sealed.last else { return .empty }
    let start = max(first.header.startedAt, period?.earliest ?? first.header.startedAt)
    let end = min(last.header.observedAt, period?.latest ?? last.header.observedAt)
    guard start <= end else { return .empty }
    let span = start...end
    let spans = UncoveredSpans(uncovered)
    let histories = accounts.sorted { $0.key < $1.key }.compactMap { id, track -> AccountHistory? in
      guard let periods = track.periods(in: span, uncovered: spans, maximumGap: maximumGap) else {
        return nil
      }
      return AccountHistory(id: id, name: accountNames[id] ?? id.rawValue, periods: periods)
    }
    let none = AccountHistory.Periods(list: [], longestGap: nil, coveredShare: nil)
    return OrganizationHistory(
      span: Moment(earliest: start, latest: end), changes: changes(in: period == nil ? nil : span),
      accounts: histories,
      organization: organization.periods(in: span, uncovered: spans, maximumGap: maximumGap) ?? none,
      unmatchedEvents: unmatchedEvents.filter {
        $0.time >= start && $0.time <= (period?.latest ?? max(end, $0.time))
      },
      coverage: points(in: span), uncovered: spans.moments(in: span, adding: []))
  }

  private func changes(in span: ClosedRange<Timestamp>?) -> [Change] {
    guard let span else { return changes }
    var places: [Int: Int] = [:]
    var result: [Change] = []
    for (index, change) in changes.enumerated() {
      guard change.at.latest.map({ $0 >= span.lowerBound }) ?? true,
        change.at.earliest.map({ $0 <= span.upperBound }) ?? true
      else { continue }
      places[index] = result.count
      var kept = change
      kept.cause = change.cause.flatMap { places[$0] }
      result.append(kept)
    }
    return result
  }

  /// Those in the span, and the one before it, which tells how it began.
  private func points(in span: ClosedRange<Timestamp>) -> [CoveragePoint] {
    let start = coverage.lastIndex { $0.at < span.lowerBound } ?? 0
    return coverage[start...].filter { $0.at <= span.upperBound }
  }
}

extension OrganizationHistory {
  static let empty = OrganizationHistory(
    span: Moment(earliest: nil, latest: nil), changes: [], accounts: [],
    organization: AccountHistory.Periods(list: [], longestGap: nil, coveredShare: nil), unmatchedEvents: [],
    coverage: [])
}
