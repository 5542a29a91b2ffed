import Collector
import Dispatch
import HistoryStore
import OrganizationModel

/// Keeps what a collect reads in the store until it is sealed, and finds there what an interrupted one had read.
///
/// Answers are written in batches, so that a killed process loses a few seconds of reading and a fast one is not held up by
/// the disk. A store that cannot take them ends the keeping and not the collect. The store is read and written on a queue of
/// its own: what asks AWS runs on the thread of libcurl, which may not wait for a disk or for another process.
actor StoreMemory: CollectMemory {
  /// How long answers may be taken up by a later collect.
  static let lifetime = Duration.seconds(24 * 3600)
  private static let batchSize = 500
  private static let batchTime = Duration.seconds(2)

  private let store: HistoryStore
  private let options: CollectBasis
  private let startsOver: Bool
  nonisolated let now: @Sendable () -> Timestamp
  private let note: @Sendable (String) -> Void
  private let queue = DispatchQueue(label: "optout-audit pending answers")

  private var scope: (organization: OrganizationID, basis: String)?
  private var batch: [AccountID: ReportedEffectivePolicy] = [:]
  private var batchTimes: ReadingTime?
  private var hasFailed = false
  /// Answers of this run that the store has.
  private(set) var kept = 0

  /// - Parameter startsOver: whether what an interrupted collect had read is forgotten.
  init(
    store: HistoryStore, options: CollectBasis, startsOver: Bool, now: @escaping @Sendable () -> Timestamp,
    note: @escaping @Sendable (String) -> Void
  ) {
    self.store = store
    self.options = options
    self.startsOver = startsOver
    self.now = now
    self.note = note
  }

  func pendingAnswers(
    of organization: OrganizationID, caller: CallerRole?
  ) async -> [AccountID: EarlierAnswer] {
    let basis = options.text(caller: caller)
    scope = (organization, basis)
    let latest = now()
    do {
      return try await onQueue { [store, startsOver] in
        if startsOver { try store.forgetPending(of: organization) }
        return try store.pendingAnswers(
          of: organization, basis: basis, from: latest.adding(.zero - Self.lifetime), to: latest)
      }
    } catch {
      stopKeeping(because: error)
      return [:]
    }
  }

  func newestSnapshot(of organization: OrganizationID) async -> Snapshot? {
    guard !startsOver else { return nil }
    // A snapshot that cannot be read back is no reason not to make a new one.
    return try? await onQueue { [store] in
      try store.newest(of: organization).map { try store.snapshot(id: $0.id).1 }
    }
  }

  func keep(_ answer: ReportedEffectivePolicy, of account: AccountID, readAt: Timestamp) async {
    batch[account] = answer
    let moment = ReadingTime(startedAt: readAt, endedAt: readAt)
    let times = ReadingTime.covering([batchTimes ?? moment, moment]) ?? moment
    batchTimes = times
    let isOld = times.endedAt.since(times.startedAt) >= Self.batchTime
    if batch.count >= Self.batchSize || isOld { await flush() }
  }

  /// Writes what has not been written.
  func flush() async {
    guard !hasFailed, let scope, let times = batchTimes else { return }
    let answers = batch
    batch = [:]
    batchTimes = nil
    do {
      try await onQueue { [store] in
        try store.keepPending(answers, read: times, of: scope.organization, basis: scope.basis)
      }
      kept += answers.count
    } catch {
      stopKeeping(because: error)
    }
  }

  private func onQueue<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value
  {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try work() }) }
    }
  }

  private func stopKeeping(because error: any Error) {
    guard !hasFailed else { return }
    hasFailed = true
    note("note: if this collect is interrupted, the next one asks everything again: \(error)")
  }
}

/// What has to be the same for a collect to go on where another one was interrupted, beside organization and caller.
struct CollectBasis: Hashable, Sendable {
  /// Nil for AWS's own endpoint.
  var endpoint: String?
  var effective: EffectiveMode
  var readsServiceControlPolicies: Bool

  func text(caller: CallerRole?) -> String {
    [
      "endpoint \(endpoint ?? "of AWS")", "caller \(caller?.description ?? "not known")",
      "effective \(effective.rawValue)", readsServiceControlPolicies ? "scps" : "no scps",
    ].joined(separator: "; ")
  }
}
