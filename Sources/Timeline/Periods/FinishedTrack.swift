import OrganizationModel

/// The opt-out periods of one account, or of the organization, over everything that is known.
struct FinishedTrack {
  var periods: [OptOutPeriod]
  var gaps: [ClosedRange<Timestamp>]
  var unknownSpans: [ClosedRange<Timestamp>]
  var presence: [ClosedRange<Timestamp>]
  /// Until when the running period is known to last.
  var knownUntil: Timestamp

  /// What of it lies in `span`; nil when it was not in the organization then.
  ///
  /// - Parameters:
  ///   - uncovered: spans in which nothing was seen, oldest first and apart from each other.
  ///   - maximumGap: up to this, a time that nobody looked at counts as seen.
  func periods(
    in span: ClosedRange<Timestamp>, uncovered: UncoveredSpans, maximumGap: Duration
  ) -> AccountHistory.Periods? {
    let present = presence.compactMap { $0.intersection(span) }
    guard !present.isEmpty else { return nil }
    let unknown = unknownSpans.filter { $0.length > maximumGap }
    var list: [OptOutPeriod] = []
    var certain = Duration.zero
    var inferredTime = Duration.zero
    for var period in periods {
      guard let start = period.start.at.latest, start <= span.upperBound,
        period.end.map({ ($0.at.latest ?? span.upperBound) >= span.lowerBound }) ?? true
      else { continue }
      let end = period.end.map { $0.at.earliest ?? start } ?? knownUntil
      let whole = start...max(start, end)
      period.inferred = uncovered.moments(in: whole, adding: unknown)
      list.append(period)
      guard let inside = whole.intersection(span) else { continue }
      let inferred = uncovered.duration(in: inside, adding: unknown)
      certain += inside.length - inferred
      inferredTime += inferred
    }
    let total = present.reduce(Duration.zero) { $0 + $1.length }
    return AccountHistory.Periods(
      list: list, longestGap: gaps.compactMap { $0.intersection(span)?.length }.max(),
      coveredShare: total > .zero ? min(1, certain / total) : nil,
      inferredShare: total > .zero ? min(1, inferredTime / total) : nil)
  }
}

/// Times in which nothing was seen, longer than the configured maximum: what holds there is inferred.
struct UncoveredSpans {
  /// Oldest first and apart from each other.
  let spans: [ClosedRange<Timestamp>]

  init(_ spans: [ClosedRange<Timestamp>]) {
    self.spans = spans
  }

  /// Those of `range`, each cut off at its ends.
  func moments(in range: ClosedRange<Timestamp>, adding others: [ClosedRange<Timestamp>]) -> [Moment] {
    parts(in: range, adding: others).map { Moment(earliest: $0.lowerBound, latest: $0.upperBound) }
  }

  func duration(in range: ClosedRange<Timestamp>, adding others: [ClosedRange<Timestamp>]) -> Duration {
    parts(in: range, adding: others).reduce(.zero) { $0 + $1.length }
  }

  private func parts(
    in range: ClosedRange<Timestamp>, adding others: [ClosedRange<Timestamp>]
  ) -> [ClosedRange<Timestamp>] {
    let own = spans.compactMap { $0.intersection(range) }.filter { $0.lowerBound < $0.upperBound }
    let added = others.compactMap { $0.intersection(range) }
    guard !added.isEmpty else { return own }
    var merged: [ClosedRange<Timestamp>] = []
    for part in (own + added).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, part.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, part.upperBound)
      } else {
        merged.append(part)
      }
    }
    return merged
  }
}

extension ClosedRange<Timestamp> {
  var length: Duration { upperBound.since(lowerBound) }

  /// What both have; nil when they lie apart.
  func intersection(_ other: ClosedRange<Timestamp>) -> ClosedRange<Timestamp>? {
    let (low, high) = (Swift.max(lowerBound, other.lowerBound), Swift.min(upperBound, other.upperBound))
    return low <= high ? low...high : nil
  }
}
