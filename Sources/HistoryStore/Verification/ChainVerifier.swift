internal import OrganizationModel
internal import Parallelism

/// Follows the chain of one organization from its first entry to its head.
struct ChainVerifier {
  let organization: OrganizationID
  let evidence: OrganizationEvidence
  /// See `HistoryStore.verifyChains`.
  let actorsAreRedacted: Bool
  private var problems: [IntegrityProblem] = []
  private var state = RecordState()
  /// By position.
  private(set) var retired: [Int64: RetirementRecord.Entry] = [:]

  init(organization: OrganizationID, evidence: OrganizationEvidence, actorsAreRedacted: Bool = false) {
    self.actorsAreRedacted = actorsAreRedacted
    self.organization = organization
    self.evidence = evidence
  }

  consuming func run() -> ChainVerification {
    let retirements = readRetirements()
    checkEntries()
    checkLedgerRowsHaveEntries()
    checkSnapshots()
    reportRowsWithoutSnapshot()
    let places = Dictionary(
      evidence.snapshots.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    // What a row shows comes before what follows from it; both in the order of the chain. The sort is stable.
    let all = (evidence.problems + problems).enumerated().sorted { left, right in
      let leftPlace = left.element.snapshot.flatMap { places[$0] } ?? Int.max
      let rightPlace = right.element.snapshot.flatMap { places[$0] } ?? Int.max
      return (leftPlace, left.offset) < (rightPlace, right.offset)
    }.map(\.element)
    return ChainVerification(
      organization: organization, head: evidence.entries.last?.digest,
      digests: evidence.entries.map(\.digest), retirements: retirements,
      problems: all)
  }

  /// The retirements that the ledger records, of which each names entries before itself.
  private mutating func readRetirements() -> [RetirementRecord] {
    evidence.ledger.values.filter { $0.kind == .retirement }.sorted { $0.position < $1.position }.compactMap {
      row in
      guard let record = try? row.entry(digest: "", previousDigest: nil).decode(RetirementRecord.self) else {
        report(nil, .record, "entry \(row.position) of the chain does not have the form of a retirement")
        return nil
      }
      for entry in record.entries where entry.position < row.position { retired[entry.position] = entry }
      return record
    }
  }

  private mutating func checkEntries() {
    let snapshots = Dictionary(
      evidence.snapshots.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var previous: ChainRow?
    for (index, entry) in evidence.entries.enumerated() {
      if entry.position != Int64(index) + 1 {
        report(
          entry.snapshotID, .sequence, "entry \(entry.position) of the chain stands at place \(index + 1)")
      }
      if entry.previousDigest != previous?.digest {
        report(
          entry.snapshotID, .link, "entry \(entry.position) of the chain does not name the digest before it")
      }
      check(entry, snapshots)
      previous = entry
    }
    let entered = Set(evidence.entries.compactMap(\.snapshotID))
    for snapshot in evidence.snapshots where !entered.contains(snapshot.id) {
      report(snapshot.id, .sequence, "the snapshot has no entry in the chain")
    }
  }

  private mutating func check(_ entry: ChainRow, _ snapshots: [String: SnapshotRow]) {
    if let retired = retired[entry.position] { return checkRetired(entry, retired) }
    if let kind = LedgerKind(rawValue: entry.kind) { return checkLedger(entry, kind) }
    guard entry.kind == ChainRow.snapshotKind else {
      report(
        entry.snapshotID, .sequence,
        "entry \(entry.position) of the chain is of kind \"\(entry.kind)\", which this version does not know")
      return
    }
    guard let id = entry.snapshotID, let snapshot = snapshots[id] else {
      report(entry.snapshotID, .sequence, "the snapshot of entry \(entry.position) of the chain is missing")
      return
    }
    if !actorsAreRedacted,
      SnapshotDigest.digest(of: snapshot.facts, previousDigest: entry.previousDigest) != entry.digest
    {
      report(id, .digest, "the snapshot's header and content do not have the digest \(entry.digest)")
    }
    if SnapshotDigest.id(digest: entry.digest) != id {
      report(id, .digest, "the snapshot's id does not begin its digest \(entry.digest)")
    }
  }

  // MARK: - Snapshots

  /// What a snapshot's rows come to, of which the content digest is still to be made.
  private struct Content {
    var snapshot: SnapshotRow
    /// Nil where nothing differs from the snapshot before.
    var changed: RecordState?
    var accountCount: Int
    var isComplete: Bool
  }

  /// A digest covers all records in force, a megabyte or two in a large organization, so that most of the time goes into
  /// them: a few snapshots' are made side by side.
  private mutating func checkSnapshots() {
    let retiredSnapshots = retired.values.filter { $0.kind == ChainRow.snapshotKind }.count
    var contentDigest = RecordState().contentDigest
    for start in stride(from: 0, to: evidence.snapshots.count, by: Self.sideBySide) {
      var contents: [Content] = []
      for index in start..<min(start + Self.sideBySide, evidence.snapshots.count) {
        contents.append(
          content(
            of: evidence.snapshots[index], sequence: Int64(retiredSnapshots + index) + 1,
            after: index > 0 ? evidence.snapshots[index - 1] : nil))
      }
      let digests = contents.concurrentMap { $0.changed?.contentDigest }
      for (content, digest) in zip(contents, digests) {
        contentDigest = digest ?? contentDigest
        check(content, digest: contentDigest)
      }
    }
  }

  private static let sideBySide = 8

  private mutating func content(
    of snapshot: SnapshotRow, sequence: Int64, after previous: SnapshotRow?
  ) -> Content {
    if snapshot.sequence != sequence {
      report(
        snapshot.id, .sequence, "the snapshot is number \(snapshot.sequence) and stands at place \(sequence)")
    }
    if let previous, snapshot.facts.header.observedAt <= previous.facts.header.observedAt {
      report(snapshot.id, .sequence, "the snapshot was observed no later than \(previous.id) before it")
    }
    let changes = evidence.changes[snapshot.sequence] ?? []
    apply(changes, to: snapshot)
    return Content(
      snapshot: snapshot, changed: changes.isEmpty ? nil : state,
      accountCount: state.count(of: Account.table),
      isComplete: state.count(of: Observation.table, Observation.Kind.unread.rawValue) == 0)
  }

  private mutating func check(_ content: Content, digest: String) {
    let snapshot = content.snapshot
    if digest != snapshot.facts.contentDigest {
      report(snapshot.id, .content, "the records in force do not have the content digest that was sealed")
    }
    if content.accountCount != snapshot.facts.accountCount {
      report(
        snapshot.id, .content, "the snapshot counts \(snapshot.facts.accountCount) accounts and holds others")
    }
    if content.isComplete != snapshot.facts.isComplete {
      report(snapshot.id, .content, "the snapshot's completeness is not what its records say")
    }
  }

  private mutating func apply(_ changes: [ChangeRow], to snapshot: SnapshotRow) {
    for change in changes where change.snapshot != snapshot.id {
      report(
        snapshot.id, .record, "the row of \(change.key.text) names snapshot \"\(change.snapshot)\" instead")
    }
    for key in state.apply(changes.map { RecordState.Change(key: $0.key, hash: $0.hash) }) {
      report(snapshot.id, .record, "the row of \(key.text) changes nothing")
    }
  }

  private mutating func reportRowsWithoutSnapshot() {
    let sequences = Set(evidence.snapshots.map(\.sequence))
    for (sequence, changes) in evidence.changes.sorted(by: { $0.key < $1.key })
    where !sequences.contains(sequence) {
      for change in changes {
        report(change.snapshot, .sequence, "the row of \(change.key.text) belongs to no snapshot")
      }
    }
  }

  mutating func report(_ snapshot: String?, _ kind: IntegrityProblem.Kind, _ message: String) {
    problems.append(IntegrityProblem(snapshot: snapshot, kind: kind, message: message))
  }
}
