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

  /// Asks AWS and seals what it answers.
  func seal(live client: AWSClient, into store: HistoryStore) async throws -> CollectOutcome {
    let endpoint = client.endpoint(of: .organizations)
    let overridden = endpoint.flatMap { $0.isOverridden ? $0.url.absoluteString : nil }
    let reporter = ProgressLine(context: context, client: client)
    let options = CollectorOptions(
      effectiveMode: effective, readsServiceControlPolicies: readsServiceControlPolicies,
      toolVersion: Version.current)
    let collector = Collector(
      using: LiveOrganizations(client: client), options: options, now: context.now,
      sleep: { try? await Task.sleep(for: $0) }, progress: { reporter.show($0) })
    // Also before an error is told, which would otherwise stand behind the progress.
    defer { reporter.clear() }
    let snapshot = try await Interruption.watching {
      try await collector.collect(from: .live(endpoint: overridden, callerARN: nil))
    }
    reporter.clear()
    return try seal(snapshot, into: store, requests: client.statistics.requests)
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
    return try seal(snapshot, into: store, requests: [:])
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
