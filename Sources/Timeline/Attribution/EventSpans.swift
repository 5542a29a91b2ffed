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

  var isEmpty: Bool { spans.isEmpty }

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
