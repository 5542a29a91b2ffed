import OrganizationModel

/// For which spans the records of which accounts were read whole.
struct EventSpans {
  /// Sorted and not touching.
  private var spans: [AccountID: [ClosedRange<Timestamp>]] = [:]

  init(_ coverage: [EventCoverage]) {
    for (account, list) in Dictionary(grouping: coverage.filter { $0.from <= $0.to }, by: \.account) {
      var merged: [ClosedRange<Timestamp>] = []
      for span in list.sorted(by: { $0.from < $1.from }) {
        if let last = merged.last, span.from <= last.upperBound {
          merged[merged.count - 1] = last.lowerBound...max(last.upperBound, span.to)
        } else {
          merged.append(span.from...span.to)
        }
      }
      spans[account] = merged
    }
  }

  /// From when on the records of all `accounts` are there up to `end`; `end` itself where some of the last ones are
  /// missing, or where it is not known whose would be needed.
  func coveredSince(until end: Timestamp, of accounts: Set<AccountID>?) -> Timestamp {
    guard let accounts, !accounts.isEmpty else { return end }
    var since: Timestamp?
    for account in accounts {
      let spans = spans[account] ?? []
      // The first that ends later; of those before it, none reaches `end`.
      var (low, high) = (0, spans.count)
      while low < high {
        let middle = (low + high) / 2
        if spans[middle].upperBound < end { low = middle + 1 } else { high = middle }
      }
      guard low < spans.count, spans[low].lowerBound <= end else { return end }
      since = max(since ?? spans[low].lowerBound, spans[low].lowerBound)
    }
    return since ?? end
  }

  /// The parts of a span in which the records of one of `accounts` are missing, oldest first. All of it when `accounts`
  /// is nil, which means that it is not known whose records would be needed.
  func gaps(from start: Timestamp, to end: Timestamp, of accounts: Set<AccountID>?) -> [Moment] {
    guard start < end else { return [] }
    guard let accounts, !accounts.isEmpty else { return [Moment(earliest: start, latest: end)] }
    var gaps: [ClosedRange<Timestamp>] = []
    for account in accounts {
      var at = start
      for span in spans[account] ?? [] where span.upperBound > at && span.lowerBound < end {
        if span.lowerBound > at { gaps.append(at...span.lowerBound) }
        at = span.upperBound
      }
      if at < end { gaps.append(at...end) }
    }
    var merged: [ClosedRange<Timestamp>] = []
    for gap in gaps.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, gap.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, gap.upperBound)
      } else {
        merged.append(gap)
      }
    }
    return merged.map { Moment(earliest: $0.lowerBound, latest: $0.upperBound) }
  }
}
