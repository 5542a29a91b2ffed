import Checklist
import OrganizationModel
import PolicyLanguage

/// A place in a policy's text from which an account is opted in.
package struct PolicyFinding: Hashable, Sendable, Encodable {
  package var policy: String
  package var policyName: String
  /// Where the policy is attached.
  package var node: String
  package var service: String
  package var line: Int
  package var column: Int
  /// Active accounts that are opted in by it.
  package var accountCount: Int
  /// What accepts the opt-in in every one of these accounts; nil when nothing does.
  package var acceptance: String?

  /// The places from which active accounts are opted in, sorted by policy, node and position.
  ///
  /// - Parameter acceptances: what exceptions accept, by account.
  static func findings(
    in origins: OptInOrigins, acceptances: [AccountID: ExceptionCover.Account]
  ) -> [PolicyFinding] {
    var accounts: [OptInOrigins.Place: [AccountID]] = [:]
    for (account, places) in origins.places {
      for place in places { accounts[place, default: []].append(account) }
    }
    return accounts.map { place, accounts in
      PolicyFinding(
        policy: place.provenance.policy, policyName: origins.name(ofPolicy: place.provenance.policy),
        node: place.provenance.node, service: place.service, line: place.provenance.position.line,
        column: place.provenance.position.column, accountCount: accounts.count,
        acceptance: acceptance(of: place.service, in: accounts.sorted(), acceptances))
    }.sorted { ($0.policy, $0.node, $0.line, $0.column) < ($1.policy, $1.node, $1.line, $1.column) }
  }
  private static func acceptance(
    of service: String, in accounts: [AccountID], _ acceptances: [AccountID: ExceptionCover.Account]
  ) -> String? {
    let exceptions = accounts.map { account in
      acceptances[account]?.covered.first { $0.service == service }
    }
    guard let first = exceptions.first ?? nil, exceptions.allSatisfy({ $0 != nil }) else { return nil }
    return "accepted until \(first.expires.day) by \(first.approver): \(first.reason)"
  }
}
