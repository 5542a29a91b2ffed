import HistoryStore
import OrganizationModel
import Timeline

/// Keeps in the store what playing an organization's history ends with, so that `status` need not play it.
enum ReplayMemory {
  /// Plays the history of `organization` and keeps its end. Nothing depends on its being there, so what goes wrong is
  /// told and changes nothing.
  static func refresh(_ organization: OrganizationID, in store: HistoryStore, _ context: CommandContext) {
    do {
      guard let basis = try store.replayBasis(of: organization, version: Version.current),
        store.replayOutcome(for: basis) == nil
      else { return }
      try store.keep(outcome(for: basis, in: store), for: basis)
    } catch {
      context.note("note: status has to play the whole history until the next collect: \(error)")
    }
  }

  /// What the history ends with, played anew.
  static func outcome(for basis: ReplayBasis, in store: HistoryStore) throws -> ReplayOutcome {
    let recorded = try store.recordedEvents(of: basis.organization, by: nil)
    return ReplayOutcome(
      Replay(
        of: try store.evolution(of: basis.organization, through: basis.snapshot), events: recorded.events,
        coverage: recorded.coverage))
  }
}

extension ReplayOutcome {
  init(_ replay: Replay) {
    var dates: [AccountID: Interval] = [:]
    for posture in replay.posture.accounts {
      guard let date = replay.optOutDates[posture.account.id] else { continue }
      dates[posture.account.id] = Interval(earliest: date.earliest, latest: date.latest)
    }
    self.init(optOutDates: dates, orders: replay.posture.orders)
  }
}
