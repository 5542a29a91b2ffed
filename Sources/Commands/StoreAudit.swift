import HistoryStore
import OrganizationModel
import Timeline

/// What `verify` finds in a store.
struct StoreAudit {
  /// Of the file, its schema and its documents, and of the anchor.
  private(set) var problems: [IntegrityProblem]
  private(set) var chains: [ChainAudit]
  /// Where the anchor was found; nil without an anchor or when it was not found.
  private(set) var anchor: Anchor.Place?

  /// One organization's chain.
  struct ChainAudit {
    var verification: ChainVerification
    /// What is wrong with what `status` reads of the history's end, which is no evidence and no part of the chain.
    var cacheProblem: IntegrityProblem?
    /// Nil when the rows that tell it cannot be read.
    var completeness: Completeness?
    /// When the first and the newest snapshot were observed; nil without snapshots.
    var observed: (first: Timestamp, last: Timestamp)?
    var snapshotCount: Int
    /// Oldest first.
    var timeStamps: [StoredTimeStamp] = []
  }

  /// - Throws: `StoreError` when there is nothing that could be verified; `CommandFailure` for an ambiguous anchor.
  init(
    path: String, organization: OrganizationID?, anchor: Anchor?, authorities: [UInt8]?,
    limits: Completeness.Limits
  ) throws {
    let store: HistoryStore
    do {
      store = try HistoryStore.openForVerification(path: path)
    } catch let error {
      // A store that cannot even be opened is a finding, not a failure to look.
      guard case .corrupt(_, let detail) = error else { throw error }
      problems = [IntegrityProblem(snapshot: nil, kind: .file, message: "the file is damaged (\(detail))")]
      chains = []
      return
    }
    let found = try store.verifyChains()
    problems = found.problems
    if let organization, !found.chains.contains(where: { $0.organization == organization }) {
      throw StoreError.noSnapshots(organization)
    }
    let verified = found.chains.filter { organization == nil || $0.organization == organization }
    if verified.isEmpty, problems.isEmpty, anchor == nil { throw StoreError.noSnapshots(nil) }
    chains = verified.map {
      Self.audit($0, in: store, authorities: authorities, limits: limits)
    }
    if let anchor { try find(anchor) }
  }

  var isIntact: Bool { problems.isEmpty && chains.allSatisfy(\.verification.isIntact) }

  /// Integrity problems in the order in which they are told.
  var allProblems: [IntegrityProblem] { problems + chains.flatMap(\.problems) }

  private mutating func find(_ anchor: Anchor) throws {
    self.anchor = try anchor.place(in: chains.map(\.verification))
    guard self.anchor == nil else { return }
    problems.append(
      IntegrityProblem(
        snapshot: nil, kind: .anchor,
        message:
          "the anchor \(anchor.prefix) is not in the chain: its end was cut off, or the store is another one"
      ))
  }

  private static func audit(
    _ verification: ChainVerification, in store: HistoryStore, authorities: [UInt8]?,
    limits: Completeness.Limits
  ) -> ChainAudit {
    let organization = verification.organization
    var audit = ChainAudit(verification: verification, snapshotCount: 0)
    // Rows that cannot be read are integrity problems, which the verification has told already.
    audit.timeStamps = (try? StoredTimeStamp.all(of: organization, in: store, authorities: authorities)) ?? []
    for stamp in audit.timeStamps {
      guard let problem = stamp.problem else { continue }
      audit.verification.problems.append(
        IntegrityProblem(
          snapshot: nil, kind: .timeStamp,
          message: "the time stamp in entry \(stamp.entry.position) of the chain: \(problem)"))
    }
    if audit.verification.isIntact { audit.cacheProblem = cacheProblem(of: organization, in: store) }
    guard let outlines = try? store.outlines(of: organization),
      let coverage = try? store.eventCoverage(of: organization)
    else { return audit }
    audit.completeness = Completeness(
      of: outlines, coverage: coverage, limits: limits)
    audit.snapshotCount = outlines.count
    if let first = outlines.first, let last = outlines.last {
      audit.observed = (first.sealed.header.observedAt, last.sealed.header.observedAt)
    }
    return audit
  }

  /// What `status` would read is compared with the history itself, for what no digest covers could have been written by
  /// anybody. What is about another state of the store is not read, and so is no problem.
  private static func cacheProblem(
    of organization: OrganizationID, in store: HistoryStore
  ) -> IntegrityProblem? {
    guard let basis = (try? store.replayBasis(of: organization, version: Version.current)) ?? nil,
      let kept = store.replayOutcome(for: basis),
      let played = try? ReplayMemory.outcome(for: basis, in: store), played != kept
    else { return nil }
    let accounts = Set(played.optOutDates.keys).union(kept.optOutDates.keys).filter {
      played.optOutDates[$0] != kept.optOutDates[$0]
    }.sorted()
    let what =
      accounts.first.map { "the opt-out dates of \(plural(accounts.count, "account")), \($0) first," }
      ?? "the orders of attachment"
    return IntegrityProblem(
      snapshot: basis.snapshot, kind: .cache,
      message:
        "\(what) that are kept for status are not what the history gives; the evidence is whole, and the next collect "
        + "keeps them anew")
  }
}

extension StoreAudit.ChainAudit {
  /// Everything that is wrong, of the chain first.
  var problems: [IntegrityProblem] { verification.problems + (cacheProblem.map { [$0] } ?? []) }

  /// What is not covered, as sentences.
  var missing: [String] {
    completeness?.missing.map(\.description) ?? [
      "what is missing cannot be told, because rows cannot be read"
    ]
  }
}
