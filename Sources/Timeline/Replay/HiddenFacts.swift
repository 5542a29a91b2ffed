import OrganizationModel

/// What the snapshots could not read, and since when.
struct HiddenFacts {
  /// What the last snapshot could not read.
  private(set) var unreadings: Unreadings
  /// Since when something could not be read, and whether it was ever read before.
  private var readings: [Reading: (since: Timestamp, wasKnown: Bool)] = [:]
  /// The same for details that are read one by one: places and contents.
  private var details: [Fact: Timestamp] = [:]

  init(in first: Snapshot) {
    unreadings = Unreadings(in: first)
    for reading in unreadings.unread { readings[reading] = (first.header.startedAt, false) }
  }

  // MARK: - Following

  /// Takes up the next snapshot's frame, where it differs from the one before.
  ///
  /// - Parameter sight: when the snapshot before was begun.
  /// - Returns: what this one reads and the one before did not.
  mutating func follow(_ frame: Snapshot, after sight: Timestamp) -> Set<Reading> {
    let before = unreadings
    unreadings = Unreadings(in: frame)
    for reading in unreadings.unread where readings[reading] == nil {
      readings[reading] = (sight, !before.contains(reading))
    }
    return before.unread.subtracting(unreadings.unread)
  }

  /// What was read again is hidden no longer.
  mutating func show(_ recovered: Set<Reading>) {
    for reading in recovered { readings[reading] = nil }
  }

  /// Notes whether the snapshot begun at `sight` or later says nothing about a detail that it has a row for.
  mutating func note(_ detail: Fact, isHidden: Bool, since sight: Timestamp) {
    details[detail] = isHidden ? details[detail] ?? sight : nil
  }

  // MARK: - Asking

  /// Whether the last snapshot says nothing about `fact`.
  func hides(_ fact: Fact) -> Bool { unreadings.hides(fact) }

  /// Since the snapshot begun at which moment `fact` has been hidden; nil when the last but one showed it.
  func since(_ fact: Fact) -> Timestamp? {
    details[fact] ?? Unreadings.readings(for: fact).compactMap { readings[$0]?.since }.min()
  }

  /// Whether no snapshot before the last one could read what tells `fact`.
  func wasNeverRead(_ fact: Fact) -> Bool {
    Unreadings.readings(for: fact).contains { readings[$0].map { !$0.wasKnown } ?? false }
  }

  /// Whether `reading` is not known, or was not until the last snapshot.
  func lacks(_ reading: Reading) -> Bool { readings[reading] != nil }
}
