import OrganizationModel
import OrganizationsAPI

/// Asks everything that can be asked side by side, each question as soon as what it needs is known.
///
/// Effective policies are asked for while accounts are still being listed, because listing is sequential: each page names
/// the next.
struct Gatherer {
  let api: any OrganizationsReading
  let options: CollectorOptions
  let progress: @Sendable (CollectProgress) -> Void
  let events: EventQuestion?
  let startedAt: Timestamp
  let memory: (any CollectMemory)?

  /// The answers as they came.
  struct Answers: Sendable {
    var caller: Result<CallerIdentity, OperationFailure>
    var organization: Organization
    var roots: Result<[RootDescription], OperationFailure>
    var accounts: [AccountDescription]
    var tree: TreeReader.Tree
    var policies: PolicyReader.Policies
    var surroundings: DelegationReader.Surroundings
    var serviceControlPolicies: PolicyReader.Policies?
    /// Nil when effective policies are asked for later, or not at all.
    var effectivePolicies: EffectivePolicyReader.Answers?
    /// What an interrupted collect had read.
    var pending: [AccountID: EarlierAnswer]
    /// Nil when nobody asked for events.
    var events: EventAnswer?
    /// The snapshot before this one; nil when there is none, or nobody remembers it.
    var earlier: Snapshot?
  }

  private typealias RootsTask = Task<Result<[RootDescription], OperationFailure>, Never>

  /// - Throws: when the organization or the list of accounts cannot be read. What was asked beside it is cancelled.
  func gather() async throws(CollectError) -> Answers {
    let roots = rootsTask()
    // A task of its own is not cancelled with its parent.
    let result = await withTaskCancellationHandler {
      await attempt { () async throws(CollectError) in try await gather(with: roots) }
    } onCancel: {
      roots.cancel()
    }
    roots.cancel()
    return try result.get()
  }

  private func gather(with roots: RootsTask) async throws(CollectError) -> Answers {
    let (identifiers, continuation) = AsyncStream.makeStream(of: AccountID.self)
    defer { continuation.finish() }
    async let callerAnswer = caller()
    async let accountsAnswer = accounts(feeding: continuation)
    async let treeAnswer = units(below: roots)
    async let policiesAnswer = policies(ofType: Root.optOutPolicyType)
    async let surroundingsAnswer = DelegationReader(api: api).read()
    async let controlsAnswer = serviceControlPolicies()

    let organization = try await readOrganization()
    progress(.organization(organization.id.rawValue))
    let caller = await callerAnswer
    let pending = await pendingAnswers(of: organization.id, for: try? caller.get())
    let earlier = await memory?.newestSnapshot(of: organization.id)
    if let earlier { tellPlan(of: earlier, besides: pending) }
    async let effectiveAnswer = effectivePolicies(of: identifiers, once: roots, besides: pending)
    async let eventsAnswer = events(of: organization.id, for: try? caller.get())
    let accounts: [AccountDescription]
    switch await accountsAnswer {
    case .success(let list): accounts = list
    case .failure(let failure):
      throw await essential(failure, caller: try? caller.get(), organization: organization)
    }
    progress(.accounts(accounts.count))
    let (units, listed) = await (treeAnswer, policiesAnswer)
    if await asksEarly(roots) {
      let asked = accounts.count { AccountID($0.id).map { pending[$0] == nil } ?? false }
      if earlier == nil {
        let size = CollectSize(
          accounts: accounts.count, organizationalUnits: units.organizationalUnits.count,
          policies: listed.policies.count, asked: asked)
        progress(.planned(size, snapshotObservedAt: nil))
      }
      progress(.asking(accounts: asked))
    }
    let answers = await Answers(
      caller: caller, organization: organization, roots: roots.value, accounts: accounts,
      tree: units, policies: listed, surroundings: surroundingsAnswer,
      serviceControlPolicies: controlsAnswer, effectivePolicies: effectiveAnswer, pending: pending,
      events: eventsAnswer, earlier: earlier)
    if Task.isCancelled { throw .interrupted }
    return answers
  }

  private func tellPlan(of earlier: Snapshot, besides pending: [AccountID: EarlierAnswer]) {
    guard !options.isExport else { return }
    var size = CollectSize(of: earlier, mode: options.effectiveMode)
    size.asked = earlier.isPolicyTypeEnabled == false ? 0 : max(0, size.asked - pending.count)
    progress(.planned(size, snapshotObservedAt: earlier.header.observedAt))
  }

  // MARK: - Questions

  /// The roots are needed by several others at once, which a child task cannot serve; it is awaited in `gather`.
  private func rootsTask() -> RootsTask {
    let api = api
    return Task { await attempt { () async throws(OperationFailure) in try await api.listRoots() } }
  }

  private func caller() async -> Result<CallerIdentity, OperationFailure> {
    let api = api
    return await attempt { () async throws(OperationFailure) in try await api.callerIdentity() }
  }

  private func accounts(
    feeding continuation: AsyncStream<AccountID>.Continuation
  ) async -> Result<[AccountDescription], OperationFailure> {
    let api = api
    let answer = await attempt { () async throws(OperationFailure) in
      try await api.listAccounts { page in
        for account in page {
          if let id = AccountID(account.id) { continuation.yield(id) }
        }
      }
    }
    continuation.finish()
    return answer
  }

  private func units(below roots: RootsTask) async -> TreeReader.Tree {
    guard let root = await roots.value.firstID else { return TreeReader.Tree() }
    return await TreeReader(api: api, width: options.width).readUnits(below: root)
  }

  private func policies(ofType type: String) async -> PolicyReader.Policies {
    await PolicyReader(api: api, type: type, width: options.width).read()
  }

  private func serviceControlPolicies() async -> PolicyReader.Policies? {
    guard options.readsServiceControlPolicies else { return nil }
    return await policies(ofType: "SERVICE_CONTROL_POLICY")
  }

  private func events(of organization: OrganizationID, for caller: CallerIdentity?) async -> EventAnswer? {
    guard let events else { return nil }
    return await EventReader(
      question: events, organization: organization, account: caller.flatMap { AccountID($0.account) },
      startedAt: startedAt, progress: progress
    ).read()
  }

  private func pendingAnswers(
    of organization: OrganizationID, for caller: CallerIdentity?
  ) async -> [AccountID: EarlierAnswer] {
    guard let memory else { return [:] }
    let pending = await memory.pendingAnswers(
      of: organization, caller: caller.map { CallerRole(arn: $0.arn) })
    if let taken = TakenOver(pending.values, from: .interruptedCollect) { progress(.takingOver(taken)) }
    return pending
  }

  /// Nothing is in force while the type is not enabled, so AWS is not asked then; files cost nothing to read.
  private func effectivePolicies(
    of accounts: AsyncStream<AccountID>, once roots: RootsTask, besides pending: [AccountID: EarlierAnswer]
  ) async -> EffectivePolicyReader.Answers? {
    guard await asksEarly(roots) else { return nil }
    return await EffectivePolicyReader(
      api: api, width: options.width, isExport: options.isExport, progress: progress, earlier: pending,
      memory: memory
    ).read(accounts, total: nil)
  }

  /// Whether every account's effective policy is asked for as soon as the account is known. With a maximum age the
  /// policies have to be known first.
  private func asksEarly(_ roots: RootsTask) async -> Bool {
    guard options.effectiveMode == .every, options.maxAge == nil || options.isExport else { return false }
    guard !options.isExport, case .success(let list) = await roots.value, let root = list.first else {
      return true
    }
    return root.policyTypes.contains { $0.type == Root.optOutPolicyType && $0.status == "ENABLED" }
  }

  // MARK: - What must be answered

  private func readOrganization() async throws(CollectError) -> Organization {
    let description: OrganizationDescription
    do { description = try await api.describeOrganization() } catch {
      if Task.isCancelled { throw .interrupted }
      if error.kind == .notInOrganization { throw .notInOrganization(error) }
      if error.isAboutCredential { throw .credentialFailed(error) }
      throw .essentialAnswerMissing(error)
    }
    guard let id = OrganizationID(description.id) else {
      throw .malformedIdentifier(what: "an organization", found: description.id)
    }
    return Organization(
      id: id, arn: description.arn,
      featureSet: description.featureSet.isEmpty ? nil : description.featureSet,
      managementAccount: AccountID(description.managementAccountID))
  }

  /// The error for a question that must be answered, with what a member account can still learn.
  private func essential(
    _ failure: OperationFailure, caller: CallerIdentity?, organization: Organization
  ) async -> CollectError {
    if Task.isCancelled { return .interrupted }
    if failure.isAboutCredential { return .credentialFailed(failure) }
    guard failure.kind == .accessDenied, let caller, let management = organization.managementAccount,
      caller.account != management.rawValue
    else { return .essentialAnswerMissing(failure) }
    let api = api
    let own = await attempt { () async throws(OperationFailure) in
      try await api.describeEffectivePolicy(type: Root.optOutPolicyType, account: nil)
    }
    let policy: String
    switch own {
    case .success(let description): policy = description.content
    case .failure(let failure) where failure.code == "EffectivePolicyNotFoundException":
      policy = "none (AWS answered \(failure.code))"
    case .failure(let failure): policy = "not known (\(failure.reason))"
    }
    return .calledFromMember(
      account: caller.account, managementAccount: management.rawValue, ownPolicy: policy)
  }
}

extension Result where Success == [RootDescription] {
  /// The id of the root, when the answer names one that is an id.
  var firstID: RootID? { (try? get())?.first.flatMap { RootID($0.id) } }
}
