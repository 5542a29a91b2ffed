internal import GRDB
internal import OrganizationModel

/// Puts an evolution together from the change rows of an organization.
struct EvolutionReader {
  private let database: Database
  private let organization: OrganizationID
  private let sealed: [SealedSnapshot]
  private let documents: DocumentReader
  /// The place of each snapshot in `sealed` by its sequence.
  private let places: [Int64: Int]
  private let lastSequence: Int64
  private let firstSequence: Int64

  /// - Parameter sealed: snapshots of the organization, oldest first and at least one, none left out between.
  init(_ database: Database, _ sealed: [SealedSnapshot], of organization: OrganizationID) throws {
    self.database = database
    self.organization = organization
    self.sealed = sealed
    documents = try DocumentReader(database)
    let indexes = Dictionary(sealed.enumerated().map { ($0.element.id, $0.offset) }) { first, _ in first }
    var places: [Int64: Int] = [:]
    try PreparedStatement(database, "SELECT id, sequence FROM snapshot WHERE organization_id = ?")
      .forEachRow([.text(organization.rawValue)]) { row in
        if let index = indexes[try row.text(0)] { places[try row.integer(1)] = index }
      }
    guard places.count == sealed.count, let first = places.keys.min(), let last = places.keys.max() else {
      throw ColumnDamage(message: "the row of a snapshot is missing")
    }
    self.places = places
    firstSequence = first
    lastSequence = last
  }

  func evolution() throws -> Evolution {
    // The first delta is the difference from nothing.
    var deltas = Array(repeating: SnapshotDelta(), count: sealed.count)
    try forEach(OrganizationalUnit.self) { place, row in
      let id: OrganizationalUnitID = try row.id(0)
      deltas[place].units.updateValue(try Self.value(row, OrganizationalUnit.self), forKey: id)
    }
    try forEach(Account.self) { place, row in
      let id: AccountID = try row.id(0)
      deltas[place].accounts.updateValue(try Self.value(row, Account.self), forKey: id)
    }
    try forEach(StoredPolicy.self) { place, row in
      let id: PolicyID = try row.id(0)
      deltas[place].policies.updateValue(
        try Self.value(row, StoredPolicy.self)?.policy(documents), forKey: id)
    }
    try forEach(Attachment.self) { place, row in
      deltas[place].attachments[try Attachment(row)] = try !Self.isRemoved(row, Attachment.self)
    }
    try forEach(StoredEffectivePolicy.self) { place, row in
      let id: AccountID = try row.id(0)
      deltas[place].effectivePolicies.updateValue(
        try Self.value(row, StoredEffectivePolicy.self)?.answer(documents), forKey: id)
    }
    try addFrames(to: &deltas)
    guard var first = deltas[0].frame else { throw ColumnDamage(message: "the organization is missing") }
    first.header = sealed[0].header
    first.apply(deltas[0].withoutFrame)
    let steps = zip(sealed, deltas).dropFirst().map { Evolution.Step(sealed: $0, delta: $1) }
    return Evolution(first: first, firstSealed: sealed[0], steps: steps)
  }

  /// Observations are few, so that every snapshot that changes one gets them all.
  private func addFrames(to deltas: inout [SnapshotDelta]) throws {
    var changes: [[RecordKey: Observation?]] = Array(repeating: [:], count: deltas.count)
    try forEach(Observation.self) { place, row in
      let key = RecordKey(Observation.table.recordName, [try row.text(0), try row.text(1)])
      changes[place].updateValue(try Self.value(row, Observation.self), forKey: key)
    }
    var inForce: [RecordKey: Observation] = [:]
    for (place, change) in changes.enumerated() where !change.isEmpty {
      for (key, observation) in change { inForce[key] = observation }
      let observations = inForce.sorted { $0.key < $1.key }.map(\.value)
      guard let own = try observations.first(where: { $0.kind == .organization })?.organization else {
        throw ColumnDamage(message: "the organization is missing")
      }
      var frame = Snapshot(
        header: sealed[place].header, organization: own, root: .unread(reason: "not read"))
      for observation in observations { try observation.apply(to: &frame, documents: documents) }
      deltas[place].frame = frame
    }
  }

  // MARK: - Rows

  /// Calls `body` with each row's columns and the place of the snapshot that wrote it. What was written before the first
  /// snapshot counts as its own, in the order of writing.
  private func forEach<Record: EvidenceRecord>(
    _ type: Record.Type, _ body: (Int, borrowing StatementRow) throws -> Void
  ) throws {
    let table = type.table
    let names = table.keyColumns + table.columns + ["is_removed", "sequence"]
    let order = (table.keyColumns + ["sequence"]).joined(separator: ", ")
    try PreparedStatement(
      database,
      """
      SELECT \(names.joined(separator: ", ")) FROM \(table.name)
      WHERE organization_id = ? AND sequence <= ? ORDER BY \(order)
      """
    ).forEachRow([.text(organization.rawValue), .integer(lastSequence)]) { row in
      let sequence = max(try row.integer(table.hashIndex + 1), firstSequence)
      guard let place = places[sequence] else {
        throw ColumnDamage(message: "a row of \(table.name) belongs to no snapshot")
      }
      try body(place, row)
    }
  }

  private static func isRemoved<Record: EvidenceRecord>(
    _ row: borrowing StatementRow, _ type: Record.Type
  ) throws -> Bool {
    try row.flag(type.table.hashIndex)
  }

  private static func value<Record: EvidenceRecord>(
    _ row: borrowing StatementRow, _ type: Record.Type
  ) throws -> Record? {
    try isRemoved(row, type) ? nil : Record(row)
  }
}

extension SnapshotDelta {
  fileprivate var withoutFrame: SnapshotDelta {
    var delta = self
    delta.frame = nil
    return delta
  }
}
