import OrganizationModel

/// Which AI services each account used in a span of time.
package struct ServicesInUseSection: Hashable, Sendable, Encodable {
  /// What the list rests on, a sentence.
  package var basis: String
  /// The first day, `YYYY-MM-DD`, and the first day not covered.
  package var from: String
  package var to: String
  /// `costExplorer` or `declared`.
  package var source: String
  /// Sorted by name.
  package var services: [Service]

  package struct Service: Hashable, Sendable, Encodable {
    /// As billed or declared.
    package var name: String
    /// The policy key, `none`, or that the name is not known.
    package var key: String
    /// `eligible`, `not eligible` or `unknown`, with what AWS excludes.
    package var eligibility: String
    /// The page and day of that; nil when it is unknown.
    package var eligibilitySource: String?
    package var accounts: [Account]
    /// `3 accounts: payments-prod (111111111101), …`, or that it was declared for the organization.
    package var users: String
  }

  package struct Account: Hashable, Sendable, Encodable {
    package var id: String
    package var name: String
    /// The billed amount with its unit; empty when declared.
    package var amount: String
    /// The effective value for the service in the snapshot reported on: `optOut`, `optIn`, `none`, `unknown`, or `no key`
    /// where the policy does not reach the service.
    package var value: String
  }

  /// Accounts named in a row; the table of accounts has all.
  private static let namedLimit = 5

  init(_ input: ReportInput.Usage, accounts rows: [AccountRow]) {
    let usage = input.usage
    from = usage.from.day
    to = usage.to.day
    source = usage.source.rawValue
    let recorded = input.recordedAt.map { ", recorded \($0)" } ?? ""
    basis =
      switch usage.source {
      case .costExplorer:
        "Billed from \(usage.from.day) to \(usage.to.day) by Cost Explorer\(recorded): what was on the bill, "
          + "and nothing else."
      case .declared: "Declared by the organization\(recorded); nobody measured it."
      }
    let byID = Dictionary(rows.map { ($0.id, $0) }) { first, _ in first }
    services = UsedService.services(of: usage).map { used in
      let accounts = used.uses.map { use in
        Account(
          id: use.account.rawValue, name: byID[use.account.rawValue]?.name ?? "(not in the snapshot)",
          amount: use.amount ?? "", value: Self.value(of: used.service, in: byID[use.account.rawValue]))
      }
      let named = accounts.map { "\($0.name) (\($0.id))" }
      return Service(
        name: used.service.name, key: Self.key(of: used.service),
        eligibility: Self.eligibility(of: used.service),
        eligibilitySource: used.service.source.flatMap { page in used.service.date.map { "\(page), \($0)" } },
        accounts: accounts,
        users: accounts.isEmpty
          ? "declared for the organization"
          : "\(Words.count(accounts.count, "account")): \(Words.list(named, limit: Self.namedLimit))")
    }
  }

  private static func key(of service: ServiceEligibility) -> String {
    switch service.area {
    case .ai, .other: service.key ?? "none"
    case .unknown: "name not known to this version"
    }
  }

  private static func eligibility(of service: ServiceEligibility) -> String {
    let word =
      switch service.status {
      case .eligible: "eligible"
      case .notEligible: "not eligible"
      case .unknown: "unknown"
      }
    return service.note.map { "\(word); \($0)" } ?? word
  }

  private static func value(of service: ServiceEligibility, in account: AccountRow?) -> String {
    guard let key = service.key else { return "no key" }
    guard let account, account.isPolicyKnown else { return "unknown" }
    return account.deviations.first { $0.service == key }?.value ?? account.defaultValue ?? "none"
  }
}
