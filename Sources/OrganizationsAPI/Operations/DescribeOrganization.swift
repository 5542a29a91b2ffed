/// [DescribeOrganization](https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeOrganization.html)
extension LiveOrganizations {
  package func describeOrganization() async throws(OperationFailure) -> OrganizationDescription {
    try await answer(DescribeOrganizationAnswer.self, operation: "DescribeOrganization").organization
  }
}

package struct DescribeOrganizationAnswer: Decodable, Sendable {
  package var organization: OrganizationDescription

  private enum CodingKeys: String, CodingKey {
    case organization = "Organization"
  }
}

/// An organization. AvailablePolicyTypes is not read: ListRoots is the authority on enabled types.
package struct OrganizationDescription: Hashable, Sendable {
  /// For example `o-exampleorgid`.
  package var id: String
  package var arn: String
  /// `ALL`, or `CONSOLIDATED_BILLING`, where no policies exist.
  package var featureSet: String
  package var managementAccountID: String

  package init(id: String, arn: String, featureSet: String, managementAccountID: String) {
    self.id = id
    self.arn = arn
    self.featureSet = featureSet
    self.managementAccountID = managementAccountID
  }
}

extension OrganizationDescription: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id = "Id"
    case arn = "Arn"
    case featureSet = "FeatureSet"
    case managementAccountID = "MasterAccountId"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    arn = try container.text(.arn)
    featureSet = try container.text(.featureSet)
    managementAccountID = try container.decode(String.self, forKey: .managementAccountID)
  }
}
