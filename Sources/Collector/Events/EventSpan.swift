import OrganizationModel

/// From when to when a collect asks for events, and what it may claim to have seen whole.
struct EventSpan: Hashable {
  /// How far the event history reaches back:
  /// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html>.
  static let historyDays = 90
  /// How late an event may come, counted generously from what AWS calls an average of five minutes.
  static let deliveryDelay = Duration.seconds(15 * 60)
  /// The history moves on while it is read, so its oldest hour is asked for and not claimed.
  private static let margin = Duration.seconds(3600)

  let from: Timestamp
  let to: Timestamp
  private let claimedFrom: Timestamp

  /// - Parameter known: the spans of this trail that were read before. What they leave open is asked for again, as far
  ///   back as the history reaches.
  init(known: [EventCoverage], startedAt: Timestamp) {
    let oldest = startedAt.adding(.seconds(-Self.historyDays * 86_400))
    let claimable = oldest.adding(Self.margin)
    var covered = claimable
    for span in known.sorted(by: { $0.from < $1.from }) where span.from <= covered && span.to <= startedAt {
      covered = max(covered, span.to)
    }
    from = covered == claimable ? oldest : covered
    claimedFrom = covered
    to = startedAt
  }

  /// What an export was asked for, by whoever made it.
  init(askedFrom: Timestamp, to: Timestamp) {
    let claimable = to.adding(.seconds(-Self.historyDays * 86_400)).adding(Self.margin)
    from = askedFrom
    claimedFrom = max(askedFrom, claimable)
    self.to = to
  }

  /// Nil when nothing of the span is old enough.
  var covered: (from: Timestamp, to: Timestamp)? {
    let end = to.adding(.zero - Self.deliveryDelay)
    return claimedFrom < end ? (claimedFrom, end) : nil
  }
}
