/// A service in use, with all that is known of it.
package struct UsedService: Hashable, Sendable {
  package var service: ServiceEligibility
  /// The accounts that used it, sorted; empty when it was declared for the organization.
  package var uses: [AccountUse]

  package struct AccountUse: Hashable, Sendable {
    package var account: AccountID
    /// The billed amount with its unit; nil when declared.
    package var amount: String?
  }

  /// The services of `usage` that are AI services or may be, sorted by name.
  package static func services(
    of usage: ServiceUsage, catalogue: EligibilityCatalogue = .builtIn
  ) -> [UsedService] {
    var byName: [String: [ServiceUsage.Use]] = [:]
    for use in usage.uses { byName[use.name, default: []].append(use) }
    return byName.sorted { $0.key < $1.key }.compactMap { _, uses in
      guard let first = uses.first else { return nil }
      let service = catalogue.service(of: first)
      guard service.area != .other else { return nil }
      return UsedService(
        service: service,
        uses: uses.compactMap { use in use.account.map { AccountUse(account: $0, amount: use.amount) } }
          .sorted { $0.account < $1.account })
    }
  }
}
