import Foundation
package import OrganizationModel
package import OrganizationsAPI

/// Reads from the bill which services the accounts used.
package enum UsageCollector {
  /// The services billed in a span of days, with the sum of its months for each account. Services that the catalogue
  /// knows as no AI services, such as compute, storage and tax, are left out; names it does not know are kept, because
  /// they may be AI services.
  ///
  /// - Parameters:
  ///   - from: the beginning of the first day.
  ///   - to: the beginning of the first day not covered; later than `from`.
  package static func usage(
    from: Timestamp, to: Timestamp, using costs: some CostReading,
    catalogue: EligibilityCatalogue = .builtIn
  ) async throws(OperationFailure) -> ServiceUsage {
    let billed = try await costs.costAndUsage(from: from.day, to: to.day)
    var sums: [Key: [String: Sum]] = [:]
    for item in billed {
      guard catalogue.service(named: item.service).area != .other else { continue }
      let key = Key(name: item.service, account: AccountID(item.account))
      sums[key, default: [:]][item.unit, default: Sum()].add(item.amount)
    }
    let uses = sums.map { key, amounts in
      ServiceUsage.Use(
        name: key.name, service: catalogue.service(named: key.name).key, account: key.account,
        amount: amounts.sorted { $0.key < $1.key }.map { "\($0.value.text) \($0.key)".trimmed }
          .joined(separator: " + "))
    }
    return ServiceUsage(
      from: from, to: to, source: .costExplorer,
      uses: uses.sorted { ($0.name, $0.account?.rawValue ?? "") < ($1.name, $1.account?.rawValue ?? "") })
  }

  private struct Key: Hashable {
    var name: String
    /// Nil for what is on the bill of no account.
    var account: AccountID?
  }

  /// Amounts added without binary fractions.
  private struct Sum {
    private var value = Decimal(0)

    mutating func add(_ amount: String) {
      value += Decimal(string: amount, locale: Locale(identifier: "en_US_POSIX")) ?? 0
    }

    var text: String { "\(value)" }
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
