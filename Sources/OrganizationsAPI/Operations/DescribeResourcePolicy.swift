/// [DescribeResourcePolicy](https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeResourcePolicy.html)
extension LiveOrganizations {
  package func describeResourcePolicy() async throws(OperationFailure) -> ResourcePolicyDescription {
    try await answer(DescribeResourcePolicyAnswer.self, operation: "DescribeResourcePolicy").resourcePolicy
  }
}

package struct DescribeResourcePolicyAnswer: Decodable, Sendable {
  package var resourcePolicy: ResourcePolicyDescription

  private enum CodingKeys: String, CodingKey {
    case resourcePolicy = "ResourcePolicy"
  }
}

/// The resource-based delegation policy of an organization.
package struct ResourcePolicyDescription: Hashable, Sendable {
  package var id: String
  package var arn: String
  /// An IAM policy document.
  package var content: String

  package init(id: String, arn: String, content: String) {
    self.id = id
    self.arn = arn
    self.content = content
  }
}

extension ResourcePolicyDescription: Decodable {
  private enum CodingKeys: String, CodingKey {
    case summary = "ResourcePolicySummary"
    case content = "Content"
  }

  private enum SummaryKeys: String, CodingKey {
    case id = "Id"
    case arn = "Arn"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    content = try container.decode(String.self, forKey: .content)
    let summary = try container.nestedContainer(keyedBy: SummaryKeys.self, forKey: .summary)
    id = try summary.decode(String.self, forKey: .id)
    arn = try summary.text(.arn)
  }
}
