import OrganizationModel

/// The opt-out periods of one account, or of the organization, as they come about.
///
/// An unknown verdict neither begins nor ends a period: the next known one decides, and the time between is inferred.
struct PeriodTrack {
  private(set) var periods: [OptOutPeriod] = []
  /// The running period's beginning.
  private(set) var current: OptOutDate?
  /// Times for which it was known not to be opted out, as long as they may have been at most.
  private(set) var gaps: [ClosedRange<Timestamp>] = []
  /// Times between two known verdicts, with unknown ones in between.
  private(set) var unknownSpans: [ClosedRange<Timestamp>] = []
  /// When it was in the organization; the last time is open while it is.
  private(set) var presence: [ClosedRange<Timestamp>] = []
  private(set) var presentSince: Timestamp?

  /// The last known verdict's side; nil while nothing was known yet.
  private var isOptedOut: Bool?
  private var gapSince: Timestamp?
  /// The last snapshot that knew a verdict, while the present one is unknown.
  private var unknownSince: Sight?
  /// What bounds the first period from below.
  private var came: (at: Timestamp?, source: OptOutDate.EarliestSource?)

  /// A look at the organization: a snapshot.
  struct Sight: Hashable {
    var id: String
    var startedAt: Timestamp
    var observedAt: Timestamp

    init(_ sealed: SealedSnapshot) {
      id = sealed.id
      startedAt = sealed.header.startedAt
      observedAt = sealed.header.observedAt
    }
  }

  /// Where a verdict was learned.
  enum Source: Hashable {
    /// The first sight, or the first after it joined; `lastUpdated` is AWS's, where it answered.
    case sight(Sight, lastUpdated: Timestamp?)
    /// Between two snapshots.
    case between(Sight, Sight, lastUpdated: Timestamp?, narrowed: Moment?)
    case event(Event)
    /// The first sight of an account of which records prove since when it was so.
    case proven(EarlierHistory.Start, Sight, lastUpdated: Timestamp?)
  }

  /// It came into sight: at the first snapshot, or by joining.
  ///
  /// - Parameters:
  ///   - since: from when on it counts as being there.
  ///   - earliest: a moment before which it was not there or not opted out, with what proves that.
  init(since: Timestamp, earliest: Timestamp?, source: OptOutDate.EarliestSource?) {
    came = (earliest, source)
    presentSince = since
  }

  /// It came back after it had left.
  mutating func comeBack(since: Timestamp, earliest: Timestamp?, source: OptOutDate.EarliestSource?) {
    came = (earliest, source)
    presentSince = since
    isOptedOut = nil
    unknownSince = nil
    gapSince = nil
  }

  mutating func leave(at moment: Moment, source: String) {
    let earliest = moment.earliest ?? moment.latest
    if let current { close(current, PeriodBound(at: moment, source: source)) }
    if let gapSince, let end = moment.latest, gapSince <= end { gaps.append(gapSince...end) }
    gapSince = nil
    if let presentSince, let earliest { presence.append(presentSince...max(earliest, presentSince)) }
    presentSince = nil
    isOptedOut = nil
    unknownSince = nil
  }

  // MARK: - Verdicts

  mutating func learn(_ verdict: Verdict, _ source: Source) {
    switch verdict {
    case .unknown: if unknownSince == nil, case .between(let last, _, _, _) = source { unknownSince = last }
    case .optedOut: becomeOptedOut(source)
    case .partial, .notOptedOut: becomeExposed(source)
    }
    guard verdict != .unknown else { return }
    if let since = unknownSince, let end = source.end, since.observedAt < end {
      unknownSpans.append(since.observedAt...end)
    }
    unknownSince = nil
  }

  private mutating func becomeOptedOut(_ source: Source) {
    guard isOptedOut != true else { return }
    let wasKnown = isOptedOut != nil
    isOptedOut = true
    let date = start(source, wasKnown: wasKnown)
    current = date
    if let since = gapSince { gaps.append(min(since, date.latest)...date.latest) }
    gapSince = nil
  }

  private func start(_ source: Source, wasKnown: Bool) -> OptOutDate {
    switch source {
    case .event(let event):
      return OptOutDate(
        earliest: event.time, earliestSource: .event(event.id), latest: event.time,
        latestSource: .event(event.id))
    case .sight(let sight, let lastUpdated):
      return bounded(came.at, came.source, by: sight, lastUpdated)
    case .proven(let start, let sight, let lastUpdated):
      var date = bounded(came.at, came.source, by: sight, lastUpdated)
      // Where AWS says that the content was in force before, the record is not what began it.
      let event = start.event
      guard event.time < date.latest else { return date }
      (date.latest, date.latestSource) = (event.time, .event(event.id))
      if case .by = start { (date.earliest, date.earliestSource) = (event.time, .event(event.id)) }
      return date
    case .between(let last, let sight, let lastUpdated, let narrowed):
      guard wasKnown else { return bounded(came.at, came.source, by: sight, lastUpdated) }
      let denied = unknownSince ?? last
      var earliest = denied.startedAt
      if let proven = narrowed?.earliest, proven > earliest { earliest = proven }
      var source = OptOutDate.EarliestSource.notOptedOut(snapshot: denied.id)
      if let at = came.at, at > earliest, let proof = came.source { (earliest, source) = (at, proof) }
      return bounded(earliest, source, by: sight, lastUpdated)
    }
  }

  private func bounded(
    _ earliest: Timestamp?, _ source: OptOutDate.EarliestSource?, by sight: Sight, _ lastUpdated: Timestamp?
  ) -> OptOutDate {
    var date = OptOutDate(
      earliest: earliest, earliestSource: source, latest: sight.observedAt, latestSource: .snapshot(sight.id))
    // A LastUpdatedTimestamp from before the earliest bound is about other content.
    if let latest = lastUpdated?.adding(OptOutDate.lastUpdatedMargin), latest < date.latest,
      earliest.map({ $0 <= latest }) ?? true
    {
      date.latest = latest
      date.latestSource = .lastUpdated(snapshot: sight.id)
    }
    return date
  }

  private mutating func becomeExposed(_ source: Source) {
    guard isOptedOut != false else { return }
    isOptedOut = false
    let bound: PeriodBound
    switch source {
    case .event(let event): bound = PeriodBound(at: Moment(at: event.time), source: "event \(event.id)")
    case .sight(let sight, _), .proven(_, let sight, _):
      bound = PeriodBound(
        at: Moment(earliest: came.at, latest: sight.observedAt), source: "snapshot \(sight.id)")
    case .between(let last, let sight, _, let narrowed):
      let earliest = unknownSince?.startedAt ?? max(last.startedAt, narrowed?.earliest ?? last.startedAt)
      bound = PeriodBound(
        at: Moment(earliest: earliest, latest: sight.observedAt), source: "snapshot \(sight.id)")
    }
    if let current { close(current, bound) }
    // At the first sight it may have been like that since it was there.
    gapSince = max(bound.at.earliest ?? presentSince ?? source.begin, presentSince ?? source.begin)
  }

  private mutating func close(_ date: OptOutDate, _ end: PeriodBound) {
    periods.append(OptOutPeriod(start: date.bound, end: end))
    current = nil
  }

  // MARK: - The whole

  /// Everything up to `sight`, the last one: the open ends closed where it ends.
  func finished(at sight: Sight) -> FinishedTrack {
    var track = FinishedTrack(
      periods: periods, gaps: gaps, unknownSpans: unknownSpans, presence: presence,
      knownUntil: sight.observedAt)
    if let current { track.periods.append(OptOutPeriod(start: current.bound, end: nil)) }
    if let gapSince { track.gaps.append(min(gapSince, sight.observedAt)...sight.observedAt) }
    if let presentSince { track.presence.append(min(presentSince, sight.observedAt)...sight.observedAt) }
    if let unknownSince { track.knownUntil = unknownSince.observedAt }
    return track
  }
}

extension PeriodTrack.Source {
  fileprivate var begin: Timestamp {
    switch self {
    case .sight(let sight, _), .proven(_, let sight, _): sight.startedAt
    case .between(let last, _, _, _): last.startedAt
    case .event(let event): event.time
    }
  }

  fileprivate var end: Timestamp? {
    switch self {
    case .sight(let sight, _), .proven(_, let sight, _): sight.startedAt
    case .between(_, let sight, _, _): sight.startedAt
    case .event(let event): event.time
    }
  }
}

extension EarlierHistory.Start {
  fileprivate var event: Event {
    switch self {
    case .by(let event), .noLater(let event): event
    }
  }
}
