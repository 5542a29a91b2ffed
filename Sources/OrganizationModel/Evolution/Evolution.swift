/// The snapshots of one organization, oldest first: the first one whole, each further one as what it changed.
///
/// A thousand snapshots of ten thousand accounts are little more than one of them this way.
package struct Evolution: Sendable {
  package var first: Snapshot
  /// What the store says about the first snapshot.
  package var firstSealed: SealedSnapshot
  /// One for each further snapshot.
  package var steps: [Step]

  package struct Step: Sendable {
    package var sealed: SealedSnapshot
    package var delta: SnapshotDelta

    package init(sealed: SealedSnapshot, delta: SnapshotDelta) {
      self.sealed = sealed
      self.delta = delta
    }
  }

  package init(first: Snapshot, firstSealed: SealedSnapshot, steps: [Step]) {
    self.first = first
    self.firstSealed = firstSealed
    self.steps = steps
  }

  /// - Parameter snapshots: oldest first. Nil when there is none.
  package init?(of snapshots: [(sealed: SealedSnapshot, snapshot: Snapshot)]) {
    guard let first = snapshots.first else { return nil }
    let steps = zip(snapshots, snapshots.dropFirst()).map { before, after in
      Step(sealed: after.sealed, delta: SnapshotDelta(from: before.snapshot, to: after.snapshot))
    }
    self.init(first: first.snapshot, firstSealed: first.sealed, steps: steps)
  }

  /// What the store says about each snapshot, oldest first.
  package var sealed: [SealedSnapshot] { [firstSealed] + steps.map(\.sealed) }

  package var last: SealedSnapshot { steps.last?.sealed ?? firstSealed }
}
