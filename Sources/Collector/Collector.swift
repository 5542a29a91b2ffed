package import OrganizationModel
package import OrganizationsAPI

/// Turns the answers of AWS, or of saved files, into a `Snapshot`.
///
/// Stages, each with its type:
/// 1. `Gatherer` asks everything that can be asked side by side: organization, roots, accounts, tree, policies with
///    their targets, delegation, and effective policies of accounts as they become known.
/// 2. `SnapshotAssembler` puts the answers together and refuses those of another organization.
/// 3. `Representatives` chooses whom else to ask for, when not every account is.
/// 4. Root, accounts, policies and attachments once more: what moved meanwhile is read again, and the snapshot says so.
/// 5. Effective policies that differ from the computed ones once more, after a pause.
///
/// Beside stage 1, `EventReader` asks CloudTrail what was changed since the last collect; events are no part of the snapshot.
///
/// What cannot be read becomes a reason in the snapshot and never an empty answer. Only without the organization or the
/// list of accounts is there no snapshot.
package struct Collector: Sendable {
  let api: any OrganizationsReading
  let options: CollectorOptions
  let now: @Sendable () -> Timestamp
  let sleep: @Sendable (Duration) async -> Void
  let progress: @Sendable (CollectProgress) -> Void
  let memory: (any CollectMemory)?

  /// - Parameter memory: nil to ask everything and to leave nothing for a later collect.
  package init(
    using api: any OrganizationsReading, options: CollectorOptions,
    now: @escaping @Sendable () -> Timestamp,
    sleep: @escaping @Sendable (Duration) async -> Void, memory: (any CollectMemory)? = nil,
    progress: @escaping @Sendable (CollectProgress) -> Void = { _ in }
  ) {
    self.api = api
    self.options = options
    self.now = now
    self.sleep = sleep
    self.progress = progress
    self.memory = memory
  }

  /// The snapshot as it was observed between the call and the return.
  ///
  /// - Parameter source: where the answers come from; the caller's ARN is filled in.
  package func collect(from source: SnapshotSource) async throws(CollectError) -> Snapshot {
    try await collect(from: source, asking: nil).snapshot
  }

  /// The snapshot, and the events that were read beside it; nil when `question` is.
  package func collect(
    from source: SnapshotSource, asking question: EventQuestion?
  ) async throws(CollectError) -> (snapshot: Snapshot, events: EventAnswer?) {
    let start = now()
    let answers = try await Gatherer(
      api: api, options: options, progress: progress, events: question, startedAt: start, memory: memory
    ).gather()
    var draft = try await assemble(answers, from: source, startedAt: start)
    try await takeEffectivePolicies(answers, into: &draft)
    if !options.isExport {
      try await readRootAgain(into: &draft)
      try await readTreeAgain(into: &draft)
      try await readAgainWhatMoved(into: &draft)
    }
    try await compareWithComputed(&draft)
    try checkInterruption()
    return (draft.closed(at: now()), answers.events)
  }

  // MARK: - Stage 2

  private func assemble(
    _ answers: Gatherer.Answers, from source: SnapshotSource, startedAt: Timestamp
  ) async throws(CollectError) -> Draft {
    let reader = TreeReader(api: api, width: options.width)
    let known = answers.roots.firstID
    let root = known ?? rootNamedByPaths(answers.accounts)
    var units = answers.tree
    if known == nil, let root { units = await reader.readUnits(below: root) }
    let tree = await reader.placing(answers.accounts, in: units, root: root)
    try checkInterruption()
    progress(.organizationalUnits(tree.organizationalUnits.count))
    progress(.policies(answers.policies.policies.count))
    return try SnapshotAssembler(options: options)
      .draft(of: answers, tree: tree, from: source, startedAt: startedAt)
  }

  private func rootNamedByPaths(_ accounts: [AccountDescription]) -> RootID? {
    accounts.lazy.compactMap { $0.paths.first }.first.flatMap { path in
      path.split(separator: "/").dropFirst().first.flatMap { RootID(String($0)) }
    }
  }

  // MARK: - Stage 3

  private func takeEffectivePolicies(
    _ answers: Gatherer.Answers, into draft: inout Draft
  ) async throws(CollectError) {
    guard var answered = answers.effectivePolicies else {
      // What an interrupted collect had read is newer than the snapshot before.
      let earlier = unchangedAnswers(in: draft.snapshot, since: answers.earlier)
        .merging(answers.pending) { $1 }
      if answers.earlier == nil { tellPlan(of: draft.snapshot, besides: earlier) }
      return try await askRepresentatives(for: &draft, besides: earlier)
    }
    if let failure = answered.fatal { throw .credentialFailed(failure) }
    let known = Set(draft.snapshot.accounts.map(\.id))
    answered.byAccount = answered.byAccount.filter { known.contains($0.key) }
    draft.take(answered)
  }

  /// What the snapshot before knows of accounts on whose path nothing changed, where a maximum age allows it.
  private func unchangedAnswers(
    in snapshot: Snapshot, since earlier: Snapshot?
  ) -> [AccountID: EarlierAnswer] {
    guard let maxAge = options.maxAge, !options.isExport, let earlier else { return [:] }
    var paths = UnchangedPaths(in: snapshot, since: earlier)
    let answers = paths.answers(readSince: snapshot.header.startedAt.adding(.zero - maxAge))
    if let taken = TakenOver(
      answers.values, from: .unchangedSince(snapshotObservedAt: earlier.header.observedAt))
    {
      progress(.takingOver(taken))
    }
    return answers
  }

  private func tellPlan(of snapshot: Snapshot, besides earlier: [AccountID: EarlierAnswer]) {
    guard !options.isExport else { return }
    var size = CollectSize(of: snapshot, mode: options.effectiveMode)
    let asked = Representatives(of: snapshot, mode: options.effectiveMode).asked
    size.asked = snapshot.isPolicyTypeEnabled == false ? 0 : asked.count { earlier[$0] == nil }
    progress(.planned(size, snapshotObservedAt: nil))
  }

  /// - Parameter earlier: answers that stand in place of a question.
  func askRepresentatives(
    for draft: inout Draft, besides earlier: [AccountID: EarlierAnswer] = [:]
  ) async throws(CollectError) {
    guard draft.snapshot.isPolicyTypeEnabled != false || options.isExport else {
      let status = draft.snapshot.root.value?.optOutPolicyTypeStatus
      let reason = "the policy type is \(status ?? "not enabled"), so AWS was not asked"
      for account in draft.snapshot.accounts {
        draft.snapshot.effectivePolicies[account.id] = .unread(reason: reason)
      }
      return
    }
    let representatives = Representatives(of: draft.snapshot, mode: options.effectiveMode)
    progress(.asking(accounts: representatives.asked.count { earlier[$0] == nil }))
    try await ask(representatives.asked, into: &draft, besides: earlier)
    for (account, other) in representatives.standIns {
      draft.snapshot.effectivePolicies[account] = .representative(account: other)
    }
  }

  /// - Parameters:
  ///   - earlier: answers that stand in place of a question.
  ///   - keepingEarlierAnswers: whether a failure leaves an earlier answer of AWS standing.
  func ask(
    _ accounts: [AccountID], into draft: inout Draft, besides earlier: [AccountID: EarlierAnswer] = [:],
    keepingEarlierAnswers: Bool = false
  ) async throws(CollectError) {
    let reader = EffectivePolicyReader(
      api: api, width: options.width, isExport: options.isExport, progress: progress, earlier: earlier,
      memory: memory)
    let answers = await reader.read(accounts)
    try checkInterruption()
    if let failure = answers.fatal { throw .credentialFailed(failure) }
    draft.take(answers, keepingEarlierAnswers: keepingEarlierAnswers)
  }

  func checkInterruption() throws(CollectError) {
    if Task.isCancelled { throw .interrupted }
  }
}
