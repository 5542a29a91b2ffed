import OrganizationModel
import OrganizationsAPI

/// Reads who besides the management account may change policies, and what else stands beside the tree.
struct DelegationReader {
  let api: any OrganizationsReading

  struct Surroundings: Sendable {
    var delegation = Delegation(
      resourcePolicy: .unread(reason: "not asked"), administrators: .unread(reason: "not asked"))
    var invalidEffectivePolicies: Answer<[AccountID]?> = .known(nil)
    var trustedServices: Answer<[String]?> = .known(nil)
    var unread: [UnreadSubject] = []
    var fatal: OperationFailure?
  }

  func read() async -> Surroundings {
    let api = api
    async let policy = attempt { () async throws(OperationFailure) in try await api.describeResourcePolicy() }
    async let administrators = attempt { () async throws(OperationFailure) in
      try await api.listDelegatedAdministrators()
    }
    async let invalid = attempt { () async throws(OperationFailure) in
      try await api.listAccountsWithInvalidEffectivePolicy(type: Root.optOutPolicyType)
    }
    async let services = attempt { () async throws(OperationFailure) in try await api.listServiceAccess() }

    var result = Surroundings()
    switch await policy {
    case .success(let found): result.delegation.resourcePolicy = .known(found.content)
    case .failure(let failure) where failure.isNotFound: result.delegation.resourcePolicy = .known(nil)
    case .failure(let failure):
      result.note(failure)
      result.delegation.resourcePolicy = .unread(reason: failure.reason)
    }
    switch await administrators {
    case .failure(let failure):
      result.note(failure)
      result.delegation.administrators = .unread(reason: failure.reason)
    case .success(let list):
      result.delegation.administrators = .known(await servicesOf(list, noting: &result))
    }
    switch await invalid {
    case .success(let list):
      result.invalidEffectivePolicies = .known(list.compactMap { AccountID($0.id) }.sorted())
      result.unread += list.filter { AccountID($0.id) == nil }
        .map { .badIdentifier($0.id, in: "ListAccountsWithInvalidEffectivePolicy") }
    // Nothing can be invalid while the type is not enabled, and AWS says so by this exception.
    case .failure(let failure) where failure.code == "EffectivePolicyNotFoundException":
      result.invalidEffectivePolicies = .known([])
    case .failure(let failure):
      if !failure.isMissingFile { result.note(failure) }
      result.invalidEffectivePolicies =
        failure.isMissingFile ? .known(nil) : .unread(reason: failure.reason)
    }
    switch await services {
    case .success(let list): result.trustedServices = .known(list.map(\.servicePrincipal).sorted())
    case .failure(let failure):
      if !failure.isMissingFile { result.note(failure) }
      result.trustedServices = failure.isMissingFile ? .known(nil) : .unread(reason: failure.reason)
    }
    return result
  }

  private func servicesOf(
    _ administrators: [DelegatedAdministratorDescription], noting result: inout Surroundings
  ) async -> [DelegatedAdministrator] {
    let api = api
    result.unread += administrators.filter { AccountID($0.id) == nil }
      .map { .badIdentifier($0.id, in: "ListDelegatedAdministrators") }
    // INVARIANT: only what is an id becomes part of a request or of a file's path.
    let identified = administrators.compactMap { administrator in
      AccountID(administrator.id).map { ($0, administrator) }
    }
    let answers = await identified.concurrentMap(width: 4) { account, _ in
      await attempt { () async throws(OperationFailure) in
        try await api.listDelegatedServices(account: account.rawValue)
      }
    }
    var list: [DelegatedAdministrator] = []
    for ((account, administrator), answer) in zip(identified, answers) {
      if case .failure(let failure) = answer, !failure.isMissingFile { result.note(failure) }
      list.append(
        DelegatedAdministrator(
          account: account, name: administrator.name,
          services: answer.answer { $0.map(\.servicePrincipal).sorted() }))
    }
    return list.sorted { $0.account < $1.account }
  }
}

extension DelegationReader.Surroundings {
  fileprivate mutating func note(_ failure: OperationFailure) {
    unread.append(failure.unread)
    if failure.isAboutCredential { fatal = fatal ?? failure }
  }
}
