package import OrganizationModel
package import OrganizationsAPI

/// Turns the answers of AWS, or of saved files, into a `Snapshot`.
///
/// Stages, each with what it needs from those before:
/// 1. the organization, its roots, all accounts and the caller's identity (without the first and the accounts there is
///    no snapshot);
/// 2. the tree, the policies with their targets, and the delegation, side by side;
/// 3. effective policies, for every account or for one of each kind;
/// 4. policies and attachments once more: what moved meanwhile is read again, and the snapshot says so;
/// 5. effective policies that differ from the computed ones once more, after a pause.
///
/// What cannot be read becomes a reason in the snapshot and never an empty answer.
package struct Collector: Sendable {
  private let api: any OrganizationsReading
  private let options: CollectorOptions
  private let now: @Sendable () -> Timestamp
  private let sleep: @Sendable (Duration) async -> Void
  private let progress: @Sendable (CollectProgress) -> Void

  package init(
    using api: any OrganizationsReading, options: CollectorOptions,
    now: @escaping @Sendable () -> Timestamp,
    sleep: @escaping @Sendable (Duration) async -> Void,
    progress: @escaping @Sendable (CollectProgress) -> Void = { _ in }
  ) {
    self.api = api
    self.options = options
    self.now = now
    self.sleep = sleep
    self.progress = progress
  }

  /// The snapshot as it was observed between the call and the return.
  ///
  /// - Parameter source: where the answers come from; the caller's ARN is filled in.
  package func collect(from source: SnapshotSource) async throws(CollectError) -> Snapshot {
    let start = now()
    var draft = try await readFoundation(source: source, start: start)
    try await readTreeAndPolicies(into: &draft)
    try await readEffectivePolicies(into: &draft)
    if !options.isExport { try await readAgainWhatMoved(into: &draft) }
    try await compareWithComputed(&draft)
    try checkInterruption()
    draft.snapshot.unread = Set(draft.snapshot.unread).sorted()
    draft.snapshot.header.observedAt = now()
    return draft.snapshot
  }

  /// A snapshot in the making, with what only collecting needs.
  private struct Draft {
    var snapshot: Snapshot
    var accountDescriptions: [AccountDescription]
  }

  // MARK: - Stage 1

  private func readFoundation(source: SnapshotSource, start: Timestamp) async throws(CollectError) -> Draft {
    let api = api
    async let callerAnswer = attempt { () async throws(OperationFailure) in try await api.callerIdentity() }
    let organization = try await readOrganization()
    progress(.organization(organization.id.rawValue))
    async let rootsAnswer = attempt { () async throws(OperationFailure) in try await api.listRoots() }
    async let accountsAnswer = attempt { () async throws(OperationFailure) in try await api.listAccounts() }
    let caller = await callerAnswer
    let roots = await rootsAnswer
    let accounts = await accountsAnswer
    try checkInterruption()
    let descriptions: [AccountDescription]
    switch accounts {
    case .success(let list): descriptions = list
    case .failure(let failure):
      throw await essential(failure, caller: try? caller.get(), organization: organization)
    }
    progress(.accounts(descriptions.count))
    var unread: [UnreadSubject] = []
    let root = try readRoot(roots, organization: organization, noting: &unread)
    if case .failure(let failure) = caller, !options.isExport { unread.append(failure.unread) }
    let header = SnapshotHeader(
      organization: organization.id, startedAt: start, observedAt: start,
      source: source.naming(caller: try? caller.get()), toolVersion: options.toolVersion,
      effectiveMode: options.effectiveMode)
    var snapshot = Snapshot(header: header, organization: organization, root: root)
    snapshot.unread = unread
    try refuseOtherOrganizations(in: descriptions, organization: organization)
    return Draft(snapshot: snapshot, accountDescriptions: descriptions)
  }

  private func readOrganization() async throws(CollectError) -> Organization {
    let description: OrganizationDescription
    do { description = try await api.describeOrganization() } catch {
      try checkInterruption()
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

  private func readRoot(
    _ answer: Result<[RootDescription], OperationFailure>, organization: Organization,
    noting unread: inout [UnreadSubject]
  ) throws(CollectError) -> Answer<Root> {
    switch answer {
    case .failure(let failure):
      if failure.isAboutCredential { throw .credentialFailed(failure) }
      if options.isExport, failure.isMissingFile || failure.isMalformed {
        throw .essentialAnswerMissing(failure)
      }
      unread.append(failure.unread)
      return .unread(reason: failure.reason)
    case .success(let roots):
      guard let first = roots.first else {
        unread.append(UnreadSubject(subject: "ListRoots", reason: "the answer names no root"))
        return .unread(reason: "ListRoots named no root")
      }
      guard let id = RootID(first.id) else { throw .malformedIdentifier(what: "a root", found: first.id) }
      try refuse(arn: first.arn, in: "list-roots", unlessOf: organization.id)
      return .known(
        Root(
          id: id, arn: first.arn, name: first.name,
          policyTypes: Dictionary(
            first.policyTypes.map { ($0.type, $0.status) }, uniquingKeysWith: { first, _ in first })))
    }
  }

  private func refuseOtherOrganizations(
    in accounts: [AccountDescription], organization: Organization
  ) throws(CollectError) {
    for account in accounts {
      try refuse(arn: account.arn, in: "list-accounts", unlessOf: organization.id)
      for path in account.paths {
        guard let first = path.split(separator: "/").first, first != organization.id.rawValue else { continue }
        throw .mixedOrganizations(file: "list-accounts", found: String(first), expected: organization.id)
      }
    }
  }

  /// `arn:aws:organizations::111111111111:account/o-…/222222222222` names its organization.
  private func refuse(
    arn: String, in file: String, unlessOf organization: OrganizationID
  ) throws(CollectError) {
    let parts = arn.split(separator: "/")
    guard arn.contains(":organizations:"), parts.count >= 2, let found = OrganizationID(String(parts[1])),
      found != organization
    else { return }
    throw .mixedOrganizations(file: file, found: found.rawValue, expected: organization)
  }

  // MARK: - Stage 2

  private func readTreeAndPolicies(into draft: inout Draft) async throws(CollectError) {
    let descriptions = draft.accountDescriptions
    let root = draft.snapshot.root.value?.id ?? rootNamedByPaths(descriptions)
    async let treeAnswer = TreeReader(api: api, width: options.width).read(root: root, accounts: descriptions)
    async let policiesAnswer = PolicyReader(api: api, type: Root.optOutPolicyType, width: options.width).read()
    async let delegationAnswer = DelegationReader(api: api, isExport: options.isExport).read()
    async let controlsAnswer = readServiceControlPolicies()
    let tree = await treeAnswer
    let policies = await policiesAnswer
    let surroundings = await delegationAnswer
    let controls = await controlsAnswer
    if let failure = tree.fatal ?? policies.fatal ?? surroundings.fatal { throw .credentialFailed(failure) }
    try checkInterruption()
    progress(.organizationalUnits(tree.organizationalUnits.count))
    progress(.policies(policies.policies.count))
    for policy in policies.policies {
      try refuse(arn: policy.arn, in: "list-policies", unlessOf: draft.snapshot.organization.id)
    }
    draft.snapshot.organizationalUnits = tree.organizationalUnits
    draft.snapshot.accounts = accounts(from: descriptions, tree: tree, noting: &draft.snapshot.unread)
    draft.snapshot.take(policies)
    draft.snapshot.delegation = surroundings.delegation
    draft.snapshot.invalidEffectivePolicies = surroundings.invalidEffectivePolicies
    draft.snapshot.trustedServices = surroundings.trustedServices
    draft.snapshot.serviceControlPolicies = controls?.policies
    draft.snapshot.unread += tree.unread + policies.unread + surroundings.unread + (controls?.unread ?? [])
  }

  private func rootNamedByPaths(_ accounts: [AccountDescription]) -> RootID? {
    accounts.lazy.compactMap { $0.paths.first }.first.flatMap { path in
      path.split(separator: "/").dropFirst().first.flatMap { RootID(String($0)) }
    }
  }

  private func accounts(
    from descriptions: [AccountDescription], tree: TreeReader.Tree, noting unread: inout [UnreadSubject]
  ) -> [Account] {
    var accounts: [Account] = []
    for description in descriptions {
      guard let id = AccountID(description.id) else {
        unread.append(.badIdentifier(description.id, in: "ListAccounts"))
        continue
      }
      if tree.parents[id] == nil {
        unread.append(
          UnreadSubject(subject: "account \(id)", reason: "no listing names its place in the tree"))
      }
      accounts.append(
        Account(
          id: id, arn: description.arn, name: description.name, state: description.state ?? description.status,
          joinedMethod: description.joinedMethod,
          joinedAt: description.joinedTimestamp.map { Timestamp($0) }, parent: tree.parents[id]))
    }
    return accounts.sorted { $0.id < $1.id }
  }

  private func readServiceControlPolicies() async -> (
    policies: Answer<[ServiceControlPolicy]>, unread: [UnreadSubject]
  )? {
    guard options.readsServiceControlPolicies else { return nil }
    let answer = await PolicyReader(api: api, type: "SERVICE_CONTROL_POLICY", width: options.width).read()
    if let reason = answer.listUnread { return (.unread(reason: reason), answer.unread) }
    let policies = answer.policies.map { policy in
      let nodes = answer.attachments.filter { $0.policy == policy.id }.map(\.node).sorted()
      return ServiceControlPolicy(
        policy: policy, targets: answer.targetsUnread[policy.id].map { .unread(reason: $0) } ?? .known(nodes))
    }
    return (.known(policies), answer.unread)
  }

  // MARK: - Stage 3

  private func readEffectivePolicies(into draft: inout Draft) async throws(CollectError) {
    guard draft.snapshot.isPolicyTypeEnabled != false || options.isExport else {
      let status = draft.snapshot.root.value?.optOutPolicyTypeStatus
      let reason = "the policy type is \(status ?? "not enabled"), so AWS was not asked"
      for account in draft.snapshot.accounts {
        draft.snapshot.effectivePolicies[account.id] = .unread(reason: reason)
      }
      return
    }
    let representatives = Representatives(of: draft.snapshot, mode: options.effectiveMode)
    try await ask(representatives.asked, into: &draft)
    for (account, other) in representatives.standIns {
      draft.snapshot.effectivePolicies[account] = .representative(account: other)
    }
  }

  private func ask(_ accounts: [AccountID], into draft: inout Draft) async throws(CollectError) {
    let inactive = Set(draft.snapshot.accounts.filter { !$0.isActive }.map(\.id))
    let reader = EffectivePolicyReader(api: api, width: options.width, progress: progress)
    let answers = await reader.read(accounts, optional: inactive)
    try checkInterruption()
    if let failure = answers.fatal { throw .credentialFailed(failure) }
    draft.snapshot.effectivePolicies.merge(answers.byAccount) { _, new in new }
    draft.snapshot.unread += answers.unread
  }

  // MARK: - Stage 4

  /// Lists policies and attachments once more. A policy that appeared, vanished or moved is read again, and so are the
  /// effective policies of the accounts below the nodes concerned.
  private func readAgainWhatMoved(into draft: inout Draft) async throws(CollectError) {
    progress(.checkingAgain("policies and attachments"))
    guard draft.snapshot.policiesUnread == nil else { return }
    let api = api
    let listed = await attempt { () async throws(OperationFailure) in
      try await api.listPolicies(type: Root.optOutPolicyType)
    }
    guard case .success(let summaries) = listed else {
      if case .failure(let failure) = listed {
        if failure.isAboutCredential { throw .credentialFailed(failure) }
        draft.snapshot.unread.append(
          UnreadSubject(subject: "ListPolicies at the end", reason: failure.reason))
      }
      return
    }
    let ids = summaries.compactMap { PolicyID($0.id) }
    var again = PolicyReader.Policies()
    again.add(await PolicyReader.targets(of: ids, api: api, width: options.width))
    try checkInterruption()
    let before = Set(draft.snapshot.attachments)
    let after = Set(again.attachments)
    let known = Set(draft.snapshot.policies.map(\.id))
    guard again.targetsUnread.isEmpty, before != after || known != Set(ids) else {
      draft.snapshot.unread += again.unread
      return
    }
    let policies = await PolicyReader(api: api, type: Root.optOutPolicyType, width: options.width).read()
    if let failure = policies.fatal { throw .credentialFailed(failure) }
    try checkInterruption()
    draft.snapshot.take(policies)
    draft.snapshot.unread += policies.unread
    let moved = before.symmetricDifference(Set(draft.snapshot.attachments))
    draft.snapshot.movedWhileReading = moved.sorted().map { attachment in
      "policy \(attachment.policy) was \(before.contains(attachment) ? "detached from" : "attached to") "
        + "\(attachment.node) while the organization was read"
    }
    let affected = accounts(below: Set(moved.map(\.node)), in: draft.snapshot)
    if options.effectiveMode == .every, draft.snapshot.isPolicyTypeEnabled != false {
      try await ask(affected, into: &draft)
    } else {
      try await readEffectivePolicies(into: &draft)
    }
  }

  private func accounts(below nodes: Set<NodeID>, in snapshot: Snapshot) -> [AccountID] {
    let tree = PolicyTree(of: snapshot)
    return snapshot.accounts.filter { account in
      let path = (tree.path(toParentOf: account.parent) ?? []) + [.account(account.id)]
      return !nodes.isDisjoint(with: path)
    }.map(\.id)
  }

  // MARK: - Stage 5

  private func compareWithComputed(_ draft: inout Draft) async throws(CollectError) {
    var judge = AccountJudge(tree: PolicyTree(of: draft.snapshot))
    var differing = draft.snapshot.accounts.filter { judge.disagreement(of: $0) != nil }
    guard !differing.isEmpty else { return }
    if !options.isExport {
      progress(.checkingAgain("\(differing.count) effective policies that differ from the computed ones"))
      await sleep(options.publicationPause)
      try checkInterruption()
      try await ask(differing.map(\.id), into: &draft)
      judge = AccountJudge(tree: PolicyTree(of: draft.snapshot))
      differing = differing.filter { judge.disagreement(of: $0) != nil }
    }
    draft.snapshot.mismatches = differing.compactMap { judge.disagreement(of: $0) }
  }

  private func checkInterruption() throws(CollectError) {
    if Task.isCancelled { throw .interrupted }
  }
}

extension Snapshot {
  fileprivate mutating func take(_ read: PolicyReader.Policies) {
    policies = read.policies
    attachments = read.attachments
    targetsUnread = read.targetsUnread
    policiesUnread = read.listUnread
  }
}

extension SnapshotSource {
  fileprivate func naming(caller: CallerIdentity?) -> SnapshotSource {
    guard case .live(let endpoint, _) = self else { return self }
    return .live(endpoint: endpoint, callerARN: caller?.arn)
  }
}

extension OperationFailure {
  fileprivate var isMalformed: Bool {
    if case .malformedAnswer = kind { return true }
    return false
  }
}
