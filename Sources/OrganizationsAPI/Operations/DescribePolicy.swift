/// [DescribePolicy](https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html)
extension LiveOrganizations {
  package func describePolicy(id: String) async throws(OperationFailure) -> PolicyDescription {
    try await answer(
      DescribePolicyAnswer.self, operation: "DescribePolicy", target: id,
      body: RequestBody(fields: ["PolicyId": id])
    ).policy
  }
}

package struct DescribePolicyAnswer: Decodable, Sendable {
  package var policy: PolicyDescription

  private enum CodingKeys: String, CodingKey {
    case policy = "Policy"
  }
}

/// A policy with its content.
package struct PolicyDescription: Hashable, Sendable, Decodable {
  package var summary: PolicySummary
  /// The policy document, exactly as AWS keeps it.
  package var content: String

  package init(summary: PolicySummary, content: String) {
    self.summary = summary
    self.content = content
  }

  private enum CodingKeys: String, CodingKey {
    case summary = "PolicySummary"
    case content = "Content"
  }
}
