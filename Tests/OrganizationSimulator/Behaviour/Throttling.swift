import Foundation

/// AWS's documented request limits as token buckets, one for the caller's account and one for the
/// organization (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).
package struct Throttling: Hashable, Sendable {
  /// Requests each second that flow into a bucket, and how many it holds.
  package struct Bucket: Hashable, Sendable {
    package var rate: Double
    package var burst: Double

    package init(rate: Double, burst: Double) {
      self.rate = rate
      self.burst = burst
    }
  }

  package struct Limit: Hashable, Sendable {
    package var account: Bucket
    /// nil where only the account is limited.
    package var organization: Bucket?

    package init(account: Bucket, organization: Bucket?) {
      self.account = account
      self.organization = organization
    }
  }

  /// AWS's two texts for TooManyRequestsException.
  package enum Message: Sendable {
    case rate
    case concurrency
  }

  /// Multiplies rates and bursts: 1 is what AWS documents, 10 is ten times as fast. A burst stays at least 1.
  package var factor: Double
  /// For operations without a documented limit, `DescribeEffectivePolicy` among them. nil leaves them
  /// unlimited.
  package var assumed: Limit?
  package var message: Message

  package init(
    factor: Double = 1,
    assumed: Limit? = .init(account: .init(rate: 10, burst: 15), organization: .init(rate: 12, burst: 18)),
    message: Message = .rate
  ) {
    self.factor = factor
    self.assumed = assumed
    self.message = message
  }

  package static let rateMessage =
    "You have sent too many requests in too short a period of time. The quota helps protect against "
    + "denial-of-service attacks. Try again later."
  package static let concurrencyMessage =
    "AWS Organizations can't complete your request because another request is already in progress. "
    + "Try again later."

  var text: String {
    switch message {
    case .rate: Self.rateMessage
    case .concurrency: Self.concurrencyMessage
    }
  }

  package func limit(of operation: String) -> Limit? {
    guard let limit = Self.documented[operation] ?? assumed else { return nil }
    return Limit(account: scaled(limit.account), organization: limit.organization.map(scaled))
  }

  private func scaled(_ bucket: Bucket) -> Bucket {
    Bucket(rate: bucket.rate * factor, burst: max(1, bucket.burst * factor))
  }

  private static let documented: [String: Limit] = {
    func limit(_ rate: Double, _ burst: Double, _ organizationRate: Double, _ organizationBurst: Double)
      -> Limit
    {
      Limit(
        account: .init(rate: rate, burst: burst),
        organization: .init(rate: organizationRate, burst: organizationBurst))
    }
    let listing = limit(5, 8, 6, 10)
    return [
      "DescribePolicy": limit(2, 2, 2, 3),
      "ListPolicies": listing, "ListPoliciesForTarget": listing, "ListTargetsForPolicy": listing,
      "ListAccounts": limit(8, 12, 9, 15),
      "ListChildren": limit(6, 10, 7, 12),
      "ListParents": listing, "ListAccountsForParent": listing, "ListOrganizationalUnitsForParent": listing,
      "ListRoots": limit(1, 2, 1, 3),
      "DescribeOrganization": Limit(account: .init(rate: 1, burst: 2), organization: nil),
      "DescribeAccount": limit(20, 30, 24, 36),
      "DescribeOrganizationalUnit": limit(2, 2, 2, 3),
      "ListDelegatedAdministrators": listing,
      "ListAWSServiceAccessForOrganization": limit(1, 3, 1, 4),
      "ListDelegatedServicesForAccount": limit(1, 3, 1, 4),
      "LookupEvents": Limit(account: .init(rate: 2, burst: 2), organization: nil),
    ]
  }()
}

/// The fill levels of the buckets of one simulator.
struct ThrottlingBuckets: Sendable {
  private struct Key: Hashable {
    let operation: String
    /// nil for the bucket of the organization.
    let account: String?
  }
  private var levels: [Key: (tokens: Double, at: Date)] = [:]

  /// Takes a token from each bucket of the operation; takes none when one of them is empty.
  mutating func admit(_ operation: String, account: String, by throttling: Throttling, at now: Date) -> Bool {
    guard let limit = throttling.limit(of: operation) else { return true }
    var wanted = [(Key(operation: operation, account: account), limit.account)]
    if let bucket = limit.organization { wanted.append((Key(operation: operation, account: nil), bucket)) }
    let filled = wanted.map { key, bucket in (key, level(key, bucket, at: now)) }
    let isAdmitted = filled.allSatisfy { $0.1 >= 1 }
    for (key, tokens) in filled { levels[key] = (isAdmitted ? tokens - 1 : tokens, now) }
    return isAdmitted
  }

  private func level(_ key: Key, _ bucket: Throttling.Bucket, at now: Date) -> Double {
    guard let (tokens, date) = levels[key] else { return bucket.burst }
    return min(bucket.burst, tokens + max(0, now.timeIntervalSince(date)) * bucket.rate)
  }
}
