package import OrganizationModel
import Parallelism

/// What differs between two snapshots, whatever happened and was undone in between.
package struct SnapshotComparison: Sendable {
  /// Oldest first, with the moments and events that are known of them.
  package private(set) var changes: [Change]
  package private(set) var before: OrganizationPosture
  package private(set) var after: OrganizationPosture

  /// - Parameters:
  ///   - evolution: up to the newer snapshot.
  ///   - id: the older snapshot, one of the evolution's; without it, its first one.
  package init(
    of evolution: Evolution, from id: String, events: [Event] = [], coverage: [EventCoverage] = []
  ) {
    let part = evolution.suffix(from: id)
    var whole = SnapshotDelta()
    for step in part.steps { whole.merge(step.delta) }
    let ends = Evolution(
      first: part.first, firstSealed: part.firstSealed,
      steps: part.steps.suffix(1).map { Evolution.Step(sealed: $0.sealed, delta: whole) })
    // What happened on the way, and what is different in the end: neither needs the other.
    let (replay, net) = together(
      { Replay(of: part, events: events, coverage: coverage) },
      { Replay(of: ends, keepsFirstPosture: true) })
    after = replay.posture
    before = part.steps.isEmpty ? after : net.firstPosture ?? after
    changes = Self.dated(net.changes, by: replay.changes)
  }

  /// The differences with the moment, event and cause of the last change that led to each.
  private static func dated(_ differences: [Change], by history: [Change]) -> [Change] {
    var latest: [Key: Int] = [:]
    for (index, change) in history.enumerated() { latest[Key(change)] = index }
    let found = differences.map { latest[Key($0)] }
    var places: [Int: Int] = [:]
    for (place, index) in found.enumerated() { if let index { places[index] = place } }
    let dated = zip(differences, found).map { difference, index -> Change in
      guard let index else { return difference }
      var change = difference
      change.at = history[index].at
      change.event = history[index].event
      if let cause = history[index].cause { change.cause = places[cause] ?? change.cause }
      return change
    }
    return Replay.sorted(dated)
  }

  private struct Key: Hashable {
    var kind: Change.Kind
    var subject: Change.Subject

    init(_ change: Change) {
      (kind, subject) = (change.kind, change.subject)
    }
  }
}

extension Evolution {
  /// The evolution from the snapshot with `id` on; all of it when it has no such snapshot.
  fileprivate func suffix(from id: String) -> Evolution {
    guard let index = steps.firstIndex(where: { $0.sealed.id == id }) else { return self }
    var delta = SnapshotDelta()
    for step in steps[...index] { delta.merge(step.delta) }
    var snapshot = first
    snapshot.header = steps[index].sealed.header
    snapshot.apply(delta)
    return Evolution(
      first: snapshot, firstSealed: steps[index].sealed, steps: Array(steps[(index + 1)...]))
  }
}
