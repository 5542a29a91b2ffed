import OrganizationModel
import OrganizationsAPI

/// Puts answers together into a snapshot, and refuses those of another organization.
struct SnapshotAssembler {
  let options: CollectorOptions

  /// - Parameter tree: the tree with the accounts' places.
  func draft(
    of answers: Gatherer.Answers, tree: TreeReader.Tree, from source: SnapshotSource, startedAt: Timestamp
  ) throws(CollectError) -> Draft {
    let organization = answers.organization
    if let failure = tree.fatal ?? answers.policies.fatal ?? answers.surroundings.fatal
      ?? answers.serviceControlPolicies?.fatal
    {
      throw .credentialFailed(failure)
    }
    var unread: [UnreadSubject] = []
    let root = try root(answers.roots, of: organization, noting: &unread)
    if case .failure(let failure) = answers.caller, !options.isExport { unread.append(failure.unread) }
    try refuseOtherOrganizations(in: answers, tree: tree)
    let header = SnapshotHeader(
      organization: organization.id, startedAt: startedAt, observedAt: startedAt,
      source: source.naming(caller: try? answers.caller.get()), toolVersion: options.toolVersion,
      effectiveMode: options.effectiveMode)
    var snapshot = Snapshot(header: header, organization: organization, root: root)
    snapshot.organizationalUnits = tree.organizationalUnits
    snapshot.accounts = accounts(from: answers.accounts, tree: tree, noting: &unread)
    snapshot.delegation = answers.surroundings.delegation
    snapshot.invalidEffectivePolicies = answers.surroundings.invalidEffectivePolicies
    snapshot.trustedServices = answers.surroundings.trustedServices
    snapshot.serviceControlPolicies = answers.serviceControlPolicies?.serviceControlPolicies
    snapshot.unread =
      unread + tree.unread + answers.surroundings.unread + (answers.serviceControlPolicies?.unread ?? [])
    var draft = Draft(snapshot)
    draft.take(answers.policies)
    return draft
  }

  private func root(
    _ answer: Result<[RootDescription], OperationFailure>, of organization: Organization,
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
      return .known(
        Root(
          id: id, arn: first.arn, name: first.name,
          policyTypes: Dictionary(
            first.policyTypes.map { ($0.type, $0.status) }, uniquingKeysWith: { first, _ in first })))
    }
  }

  func accounts(
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
          id: id, arn: description.arn, name: description.name,
          state: description.state ?? description.status,
          joinedMethod: description.joinedMethod,
          joinedAt: description.joinedTimestamp.map { Timestamp($0) }, parent: tree.parents[id]))
    }
    return accounts.sorted { $0.id < $1.id }
  }

  // MARK: - One organization

  private func refuseOtherOrganizations(
    in answers: Gatherer.Answers, tree: TreeReader.Tree
  ) throws(CollectError) {
    let organization = answers.organization.id
    for root in (try? answers.roots.get()) ?? [] {
      try refuse(arn: root.arn, in: "list-roots", unlessOf: organization)
    }
    for unit in tree.organizationalUnits {
      try refuse(arn: unit.arn, in: "list-organizational-units-for-parent", unlessOf: organization)
    }
    for policy in answers.policies.policies {
      try refuse(arn: policy.arn, in: "list-policies", unlessOf: organization)
    }
    for account in answers.accounts {
      try refuse(arn: account.arn, in: "list-accounts", unlessOf: organization)
      for path in account.paths where !Self.names(organization, in: path, after: 0) {
        guard let first = path.split(separator: "/").first, first != organization.rawValue else { continue }
        throw .mixedOrganizations(file: "list-accounts", found: String(first), expected: organization)
      }
    }
  }

  /// Whether `organization` stands in `text` between slashes, or at its beginning, after so many of them.
  private static func names(_ organization: OrganizationID, in text: String, after slashes: Int) -> Bool {
    var rest = text.utf8[...]
    for _ in 0..<slashes {
      guard let slash = rest.firstIndex(of: UInt8(ascii: "/")) else { return false }
      rest = rest[rest.index(after: slash)...]
    }
    let name = organization.rawValue.utf8
    return rest.starts(with: name) && rest.dropFirst(name.count).first == UInt8(ascii: "/")
  }

  /// `arn:aws:organizations::111111111111:account/o-…/222222222222` names its organization.
  private func refuse(
    arn: String, in file: String, unlessOf organization: OrganizationID
  ) throws(CollectError) {
    // Nearly all of them name it, and there are tens of thousands.
    if Self.names(organization, in: arn, after: 1) { return }
    let parts = arn.split(separator: "/")
    guard arn.contains(":organizations:"), parts.count >= 2, let found = OrganizationID(String(parts[1])),
      found != organization
    else { return }
    throw .mixedOrganizations(file: file, found: found.rawValue, expected: organization)
  }
}

extension PolicyReader.Policies {
  /// As service control policies with their targets.
  fileprivate var serviceControlPolicies: Answer<[ServiceControlPolicy]> {
    if let listUnread { return .unread(reason: listUnread) }
    let nodes = Dictionary(grouping: attachments, by: \.policy)
    return .known(
      policies.map { policy in
        let targets = (nodes[policy.id] ?? []).map(\.node).sorted()
        return ServiceControlPolicy(
          policy: policy,
          targets: targetsUnread[policy.id].map { .unread(reason: $0) } ?? .known(targets))
      })
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
