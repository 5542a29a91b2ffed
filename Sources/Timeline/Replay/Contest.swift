import OrganizationModel

/// Which of the differences at a snapshot could have decided one account's verdict together with another.
struct Contest {
  private enum Scope {
    case nothing
    /// What concerns one of these accounts alone.
    case accounts(Set<AccountID>)
    case everything
  }

  private let scope: Scope

  init(_ differences: [Effect]) {
    let structural = differences.count { $0.fact.isStructural }
    let movesAccounts = differences.contains { if case .accountPlace = $0.fact { true } else { false } }
    guard structural > 1 || (structural > 0 && movesAccounts) else {
      scope = .nothing
      return
    }
    guard !differences.contains(where: { $0.fact.isStructural && $0.fact.onlyAccount == nil }) else {
      scope = .everything
      return
    }
    var counts: [AccountID: Int] = [:]
    for account in differences.compactMap(\.fact.onlyAccount) { counts[account, default: 0] += 1 }
    scope = .accounts(Set(counts.filter { $0.value > 1 }.keys))
  }

  func concerns(_ fact: Fact) -> Bool {
    switch scope {
    case .nothing: false
    case .accounts(let accounts): fact.onlyAccount.map(accounts.contains) ?? false
    case .everything: true
    }
  }
}

extension Fact {
  /// Whether a verdict may depend on it beside an account's own row.
  fileprivate var isStructural: Bool {
    switch self {
    case .unitPlace, .policyContent, .attachment, .policyType: true
    case .account, .accountName, .accountState, .accountPlace, .unit, .unitName, .policy, .policyName,
      .resourcePolicy, .administrator:
      false
    }
  }

  /// The one account whose verdict may depend on it; nil when there may be several or none.
  fileprivate var onlyAccount: AccountID? {
    switch self {
    case .account(let id), .accountState(let id), .accountPlace(let id): id
    case .attachment(let attachment): if case .account(let id) = attachment.node { id } else { nil }
    case .accountName, .unit, .unitName, .unitPlace, .policy, .policyName, .policyContent, .policyType,
      .resourcePolicy, .administrator:
      nil
    }
  }
}
