package import OrganizationModel
import PolicyLanguage

/// Which opt-ins of a snapshot are accepted on a day.
///
/// An exception changes no verdict and no outcome. It covers an account that is not opted out when `default` is optOut
/// there and an exception accepts each service that is optIn.
package struct ExceptionCover: Hashable, Sendable {
  /// Accepted opt-ins of active accounts, sorted by account and service.
  package private(set) var optIns: [OptIn] = []
  /// The active accounts that are not opted out for accepted opt-ins alone.
  package private(set) var coveredAccounts: Set<AccountID> = []

  /// An account's opt-in to a service with the exception that accepts it.
  package struct OptIn: Hashable, Sendable {
    package var account: AccountID
    package var service: String
    package var exception: AcceptedException
  }

  package init(of posture: OrganizationPosture, by exceptions: [AcceptedException], on date: Timestamp) {
    let current = exceptions.filter { $0.expires.days(since: date) >= 0 }
    for account in posture.accounts where account.account.isActive {
      let services = account.optedInServices
      let accepted = services.compactMap { service -> OptIn? in
        Self.exception(for: service, in: account, among: current).map {
          OptIn(account: account.account.id, service: service, exception: $0)
        }
      }
      optIns += accepted
      if account.verdict == .partial, account.effective?.defaultValue == .optOut, !services.isEmpty,
        accepted.count == services.count
      {
        coveredAccounts.insert(account.account.id)
      }
    }
    optIns.sort { ($0.account, $0.service) < ($1.account, $1.service) }
  }

  /// How long, and by whom, the opt-ins of `accounts` are accepted; nil when not all of them are covered.
  package func acceptance(of accounts: [AccountID]) -> Acceptance? {
    guard !accounts.isEmpty, accounts.allSatisfy(coveredAccounts.contains) else { return nil }
    let exceptions = optIns.filter { accounts.contains($0.account) }.map(\.exception)
    guard let until = exceptions.map(\.expires).min() else { return nil }
    return Acceptance(until: until, approvers: Set(exceptions.map(\.approver)).sorted())
  }

  /// The exception for `service` that lasts longest.
  private static func exception(
    for service: String, in posture: AccountPosture, among exceptions: [AcceptedException]
  ) -> AcceptedException? {
    exceptions.filter { exception in
      exception.service == service && service != EffectivePolicy.defaultKey
        && (exception.node == .account(posture.account.id) || posture.path.contains(exception.node))
    }.max { ($0.expires, $0.approver, $0.reason) < ($1.expires, $1.approver, $1.reason) }
  }
}

/// Until when failing is accepted.
package struct Acceptance: Hashable, Sendable {
  /// The last day (UTC, its beginning) on which all of it is.
  package var until: Timestamp
  /// Sorted.
  package var approvers: [String]

  /// `failed, accepted until 2026-12-31`
  package var words: String { "failed, accepted until \(until.day)" }
}
