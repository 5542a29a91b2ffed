import Checklist
import Foundation
import HistoryStore
import OrganizationModel
import PolicyLanguage
import Timeline

/// The snapshot that a command speaks about, with all that the store knows of its organization up to it.
struct AuditSubject {
  var observation: Observation
  /// Snapshots of the organization up to this one, oldest first.
  var history: [SealedSnapshot]
  var isNewest: Bool
  /// Everything that became of the organization up to the snapshot.
  var replay: Replay
  /// What of the accounts' trails had been read whole by then.
  var eventCoverage: [EventCoverage]
  /// Nil when the digests were not recomputed.
  private var verification: StoreVerification?

  /// Loads the snapshot that `options` name from `store`.
  ///
  /// - Parameters:
  ///   - reportDate: the day at which ages are judged, where any are: what was observed after it does not make a
  ///     snapshot old.
  ///   - verifiesChain: whether the digests of the organization's chain are recomputed, which takes time on a large
  ///     store.
  ///   - maximumGap: how long a time may be without a look or records.
  init(
    from store: HistoryStore, options: SnapshotOptions, reportDate: Timestamp? = nil, verifiesChain: Bool,
    actorsAreRedacted: Bool = false, maximumGap: Duration = Replay.defaultMaximumGap
  ) throws {
    do {
      let selected = try options.choose(in: store)
      // Both take long where there are a thousand snapshots, and neither needs the other.
      let verifying = verifiesChain ? store.beginVerifying(actorsAreRedacted: actorsAreRedacted) : nil
      let organization = selected.header.organization
      let all = try store.snapshots(of: organization)
      history = Array(all.prefix { $0.id != selected.id }) + [selected]
      let endOfReportDay = reportDate?.adding(.seconds(86_400))
      let newestThen = all.last { sealed in endOfReportDay.map { sealed.header.observedAt < $0 } ?? true }
      isNewest = (newestThen ?? all.last)?.id == selected.id
      // Answers as of a day rest on what was recorded by its end.
      let (evolution, events, coverage) = try store.history(
        of: organization, through: selected.id, eventsBy: endOfReportDay?.adding(.milliseconds(-1)))
      eventCoverage = coverage
      replay = Replay(of: evolution, events: events, coverage: coverage, maximumGap: maximumGap)
      observation = Observation(sealed: selected, posture: replay.posture)
      verification = try verifying?.result()
    } catch let error as StoreError {
      throw CommandFailure(error)
    }
  }

  /// Since when each account is opted out.
  var optOutDates: OptOutDates { replay.optOutDates }

  /// What recomputing the digests showed.
  var chainState: ChecklistEvidence.ChainState {
    guard let verification else { return .unverified(reason: "the digests were not recomputed") }
    let organization = observation.sealed.header.organization
    let own = verification.chains.first { $0.organization == organization }
    let problems = verification.problems + (own?.problems ?? [])
    guard let problem = problems.first else { return .intact }
    return .broken(problem: problem.message)
  }

  /// Digest of the newest entry of the organization's chain.
  var chainHead: String {
    let organization = observation.sealed.header.organization
    let chain = verification?.chains.first { $0.organization == organization }
    return chain?.head ?? observation.sealed.digest
  }

  var posture: OrganizationPosture { observation.posture }
}

extension SnapshotOptions {
  /// The snapshot that the options name.
  ///
  /// - Throws: `CommandFailure` when the store has nothing about the organization; `StoreError`.
  func choose(in store: HistoryStore) throws -> SealedSnapshot {
    let organization = try organizationID().map { id in
      guard try store.organizations().contains(id) else {
        throw CommandFailure("the store has nothing about \(id); snapshots lists what it has")
      }
      return id
    }
    return try store.select(selector(), of: organization)
  }
}
