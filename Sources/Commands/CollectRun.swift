import AWSClient
import Collector
import Foundation
import HistoryStore
import OrganizationModel
import OrganizationsAPI

/// One collect from its first question to the sealed snapshot.
struct CollectRun {
  var context: CommandContext
  var effective: EffectiveMode
  var readsServiceControlPolicies: Bool
  var readsEvents = true
  /// Whether what an interrupted collect had read is forgotten.
  var startsOver = false
  var maxAge: Duration?
  /// The part of AWS's documented rates that is used.
  var rateShare = 0.5

  /// Asks AWS and seals what it answers.
  func seal(live client: AWSClient, into store: HistoryStore) async throws -> CollectOutcome {
    let endpoint = client.endpoint(of: .organizations)
    let overridden = endpoint.flatMap { $0.isOverridden ? $0.url.absoluteString : nil }
    let reporter = ProgressLine(
      context: context, client: client, share: rateShare, readsEvents: readsEvents, takesOver: maxAge != nil)
    let options = CollectorOptions(
      effectiveMode: effective, readsServiceControlPolicies: readsServiceControlPolicies,
      toolVersion: Version.current, maxAge: maxAge)
    let basis = CollectBasis(
      endpoint: overridden, effective: effective, readsServiceControlPolicies: readsServiceControlPolicies)
    let memory = StoreMemory(
      store: store, options: basis, startsOver: startsOver, now: context.now, note: { reporter.tell($0) })
    let api = LiveOrganizations(client: client)
    // A span that cannot be read from the store is asked for again, which costs requests and no truth.
    let question = EventQuestion(reader: api) { (try? store.eventCoverage(of: $0)) ?? [] }
    let asked = readsEvents ? question : nil
    let collector = Collector(
      using: api, options: options, now: context.now,
      sleep: { try? await Task.sleep(for: $0) }, memory: memory, progress: { reporter.show($0) })
    // Also before an error is told, which would otherwise stand behind the progress.
    defer { reporter.clear() }
    let (snapshot, events): (Snapshot, EventAnswer?)
    do {
      (snapshot, events) = try await Interruption.watching {
        try await withTaskExecutorPreference(client.executor) {
          try await collector.collect(from: .live(endpoint: overridden, callerARN: nil), asking: asked)
        }
      }
    } catch {
      await tellWhatIsKept(by: memory, reporter)
      throw error
    }
    reporter.clear()
    var outcome = try await sealed(snapshot, into: store, by: client, memory, reporter)
    outcome.throttled = client.statistics.throttled
    return try adding(events, to: outcome, in: store)
  }

  private func sealed(
    _ snapshot: Snapshot, into store: HistoryStore, by client: AWSClient, _ memory: StoreMemory,
    _ reporter: ProgressLine
  ) async throws -> CollectOutcome {
    do { return try seal(snapshot, into: store, requests: client.statistics.requests) } catch {
      await tellWhatIsKept(by: memory, reporter)
      throw error
    }
  }

  private func tellWhatIsKept(by memory: StoreMemory, _ reporter: ProgressLine) async {
    await memory.flush()
    let kept = await memory.kept
    guard kept > 0 else { return }
    reporter.tell(
      "note: \(plural(kept, "effective policy", "effective policies")) that this collect read are kept for 24 hours; "
        + "the same command goes on from there (--fresh starts over)")
  }

  private func adding(
    _ events: EventAnswer?, to sealed: CollectOutcome, in store: HistoryStore
  ) throws -> CollectOutcome {
    var outcome = sealed
    outcome.events = try events.map {
      try keep($0, of: outcome, from: "CloudTrail LookupEvents", recordedAt: context.now(), in: store)
    }
    return outcome
  }

  /// Reads an export and seals it.
  func seal(
    export source: any ExportSource, observedAt given: Timestamp?, into store: HistoryStore
  ) async throws -> CollectOutcome {
    let times: ExportTimes?
    do { times = try given == nil ? ExportTimes(of: source) : nil } catch { throw CommandFailure(error) }
    let observedAt = given ?? times?.endedAt ?? context.now()
    let startedAt = given == nil ? (times?.startedAt ?? observedAt) : observedAt
    let options = CollectorOptions(
      effectiveMode: effective, readsServiceControlPolicies: readsServiceControlPolicies, isExport: true,
      toolVersion: Version.current)
    let collector = Collector(
      using: OfflineExport(source), options: options, now: { observedAt }, sleep: { _ in })
    var snapshot = try await Interruption.watching {
      try await collector.collect(from: .export(observedAtGiven: given != nil || times == nil))
    }
    snapshot.header.startedAt = startedAt
    if given == nil, times == nil {
      context.note(
        "note: the export does not say when it was made, so the time of this reading stands for it; "
          + "give --observed-at if it is older")
    }
    if observedAt > context.now().adding(.seconds(86_400)) {
      context.note("note: \(observedAt) lies ahead, and nothing observed before it can be sealed after it")
    }
    var outcome = try seal(snapshot, into: store, requests: [:])
    guard readsEvents, let events = OfflineEvents(source).answer(for: snapshot) else { return outcome }
    outcome.events = try keep(
      events, of: outcome, from: "lookup-events of an export", recordedAt: observedAt, in: store)
    return outcome
  }

  private func keep(
    _ events: EventAnswer, of outcome: CollectOutcome, from source: String, recordedAt: Timestamp,
    in store: HistoryStore
  ) throws -> EventOutcome {
    do {
      return try EventOutcome(
        storing: events, of: outcome.sealed.header.organization, source: source, recordedAt: recordedAt,
        in: store)
    } catch {
      throw CommandFailure("\(outcome.sealed.id) is sealed, but its events could not be stored: \(error)")
    }
  }

  private func seal(
    _ snapshot: Snapshot, into store: HistoryStore, requests: [String: Int]
  ) throws -> CollectOutcome {
    do {
      return CollectOutcome(
        sealed: try store.seal(snapshot), posture: OrganizationPosture(of: snapshot), requests: requests)
    } catch {
      throw CommandFailure(error)
    }
  }
}
