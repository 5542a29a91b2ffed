package import OrganizationModel

/// An organization's evolution played from its first snapshot to its last, with what events tell in between.
///
/// For each step from a snapshot to the next:
/// 1. The events of that time are played one by one on what is known (`KnownState`) and on the posture
///    (`PostureFollower.suppose`), so that verdicts have moments even between snapshots.
/// 2. Whatever the next snapshot shows and no event told is a change too, at an unknown moment and unattributed.
/// 3. The snapshot's own answers take the place of what was computed.
package struct Replay {
  package private(set) var changes: [Change] = []
  package private(set) var optOutDates = OptOutDates([:])
  /// The answer of the last snapshot.
  package private(set) var posture: OrganizationPosture
  /// The answer of the first snapshot, where it was asked for.
  let firstPosture: OrganizationPosture?
  /// What the store says about the snapshots, oldest first.
  package let sealed: [SealedSnapshot]

  private(set) var coverage: [CoveragePoint] = []
  private(set) var uncovered: [ClosedRange<Timestamp>] = []
  private(set) var unmatchedEvents: [Event] = []
  private(set) var accountNames: [AccountID: String] = [:]
  private(set) var accounts: [AccountID: FinishedTrack] = [:]
  private(set) var organization: FinishedTrack
  let maximumGap: Duration

  /// - Parameters:
  ///   - events: all of the organization, in any order.
  ///   - coverage: whose records were read for which spans.
  ///   - maximumGap: how long a time may be at which nobody looked, without what holds there being called inferred.
  ///   - keepsFirstPosture: whether the first snapshot's answer is worth its time and memory.
  package init(
    of evolution: Evolution, events: [Event] = [], coverage: [EventCoverage] = [],
    maximumGap: Duration = Self.defaultMaximumGap, keepsFirstPosture: Bool = false
  ) {
    var player = Player(evolution, events: events, coverage: coverage, maximumGap: maximumGap)
    firstPosture = !keepsFirstPosture ? nil : player.follower.posture(header: evolution.first.header)
    for step in evolution.steps { player.play(step) }
    player.finish()
    sealed = evolution.sealed
    self.maximumGap = maximumGap
    posture = player.follower.posture(header: evolution.last.header)
    changes = Self.sorted(player.narrator.changes)
    self.coverage = player.points
    uncovered = player.uncovered
    unmatchedEvents = player.unmatched.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
    let last = PeriodTrack.Sight(evolution.last)
    var dates: [AccountID: OptOutDate] = [:]
    for (id, track) in player.narrator.tracks {
      accounts[id] = track.finished(at: last)
      if player.follower.postures[id]?.verdict == .optedOut { dates[id] = track.current }
    }
    optOutDates = OptOutDates(dates)
    accountNames = player.narrator.names
    organization = player.narrator.organization.finished(at: last)
  }

  package static let defaultMaximumGap = Duration.seconds(86_400)

  /// Oldest first; changes name their causes by their place, which moves with them.
  static func sorted(_ changes: [Change]) -> [Change] {
    let order = changes.indices.sorted { left, right in
      let (a, b) = (changes[left].at.latest, changes[right].at.latest)
      guard let a, let b, a != b else { return left < right }
      return a < b
    }
    var places = Array(repeating: 0, count: changes.count)
    for (place, index) in order.enumerated() { places[index] = place }
    return order.map { index in
      var change = changes[index]
      change.cause = change.cause.map { places[$0] }
      return change
    }
  }
}
