/// [ListPolicies](https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListPolicies.html)
extension LiveOrganizations {
  package func listPolicies(type: String) async throws(OperationFailure) -> [PolicySummary] {
    try await items(
      of: ListPoliciesPage.self, operation: "ListPolicies", target: type, fields: ["Filter": type])
  }
}

/// A page of the policies of one type.
package struct ListPoliciesPage: AnswerPage {
  package var items: [PolicySummary]
  package var nextToken: String?
}

extension ListPoliciesPage: Decodable {
  private enum CodingKeys: String, CodingKey {
    case items = "Policies"
    case nextToken = "NextToken"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    items = try container.items(.items, orElse: .nextToken)
    nextToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
  }
}

/// A policy without its content.
package struct PolicySummary: Hashable, Sendable, ListedItem {
  /// For example `p-12345678`.
  package var id: String
  package var arn: String
  package var name: String
  package var description: String
  /// For example `AISERVICES_OPT_OUT_POLICY`.
  package var type: String
  package var awsManaged: Bool

  package init(id: String, arn: String, name: String, description: String, type: String, awsManaged: Bool) {
    self.id = id
    self.arn = arn
    self.name = name
    self.description = description
    self.type = type
    self.awsManaged = awsManaged
  }

  package var listingIdentity: String { id }
}

extension PolicySummary: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id = "Id"
    case arn = "Arn"
    case name = "Name"
    case description = "Description"
    case type = "Type"
    case awsManaged = "AwsManaged"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    arn = try container.text(.arn)
    name = try container.text(.name)
    description = try container.text(.description)
    type = try container.text(.type)
    awsManaged = try container.decodeIfPresent(Bool.self, forKey: .awsManaged) ?? false
  }
}
