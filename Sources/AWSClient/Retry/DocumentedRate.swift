/// What one account may ask of an operation: a token bucket's refill per second and its size.
///
/// [Organizations throttling limits](https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html)
/// and, for LookupEvents,
/// [CloudTrail](https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html).
package struct DocumentedRate: Hashable, Sendable {
  package var perSecond: Double
  package var burst: Double

  /// Nil for an operation whose rate AWS does not document.
  package static func of(_ operation: String) -> DocumentedRate? {
    table[operation].map { DocumentedRate(perSecond: $0.0, burst: $0.1) }
  }

  private static let table: [String: (Double, Double)] = [
    "DescribeAccount": (20, 30),
    "DescribeOrganization": (1, 2),
    "DescribeOrganizationalUnit": (2, 2),
    "DescribePolicy": (2, 2),
    "ListAWSServiceAccessForOrganization": (1, 3),
    "ListAccounts": (8, 12),
    "ListAccountsForParent": (5, 8),
    "ListChildren": (6, 10),
    "ListDelegatedAdministrators": (5, 8),
    "ListDelegatedServicesForAccount": (1, 3),
    "ListOrganizationalUnitsForParent": (5, 8),
    "ListParents": (5, 8),
    "ListPolicies": (5, 8),
    "ListPoliciesForTarget": (5, 8),
    "ListRoots": (1, 2),
    "ListTagsForResource": (10, 15),
    "ListTargetsForPolicy": (5, 8),
    "LookupEvents": (2, 2),
  ]
}
