import HistoryStore
import OrganizationModel
import Timeline

/// What `status` speaks about: a snapshot's answer, and since when each account is opted out.
///
/// That follows from the whole history, which takes a second to play where there are a thousand snapshots. Of the newest
/// snapshot the store keeps what it ended with (`ReplayMemory`); of any other, and where that is missing, it is played.
struct StatusSubject {
  var sealed: SealedSnapshot
  var posture: OrganizationPosture
  var optOutDates: [AccountID: ReplayOutcome.Interval]

  /// - Parameter reportDate: records that were imported after that day have no part in the answer.
  init(from store: HistoryStore, options: SnapshotOptions, reportDate: Timestamp) throws {
    do {
      self =
        try Self.kept(in: store, options, reportDate: reportDate)
        ?? Self(AuditSubject(from: store, options: options, reportDate: reportDate, verifiesChain: false))
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
  }

  init(_ subject: AuditSubject) {
    sealed = subject.observation.sealed
    posture = subject.posture
    optOutDates = ReplayOutcome(subject.replay).optOutDates
  }

  private init(sealed: SealedSnapshot, posture: OrganizationPosture, kept: ReplayOutcome) {
    self.sealed = sealed
    self.posture = posture
    optOutDates = kept.optOutDates
  }

  /// The answer by what the store keeps; nil where that is about another snapshot or missing.
  private static func kept(
    in store: HistoryStore, _ options: SnapshotOptions, reportDate: Timestamp
  ) throws -> StatusSubject? {
    let selected = try options.choose(in: store)
    let basis = try store.replayBasis(
      of: selected.header.organization, by: reportDate.adding(.seconds(86_400) - .milliseconds(1)),
      version: Version.current)
    guard let basis, basis.snapshot == selected.id, let kept = store.replayOutcome(for: basis) else {
      return nil
    }
    let snapshot = try store.snapshot(id: selected.id).1
    return StatusSubject(
      sealed: selected,
      posture: OrganizationPosture(
        of: snapshot, orders: kept.orders.whole, attachedLast: kept.orders.last),
      kept: kept)
  }
}
