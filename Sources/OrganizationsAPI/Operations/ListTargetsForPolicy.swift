/// [ListTargetsForPolicy](https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListTargetsForPolicy.html)
extension LiveOrganizations {
  package func listTargets(policy: String) async throws(OperationFailure) -> [PolicyTarget] {
    try await items(
      of: ListTargetsForPolicyPage.self, operation: "ListTargetsForPolicy", target: policy,
      fields: ["PolicyId": policy])
  }
}

/// A page of the nodes that a policy is attached to.
package struct ListTargetsForPolicyPage: AnswerPage {
  package var items: [PolicyTarget]
  package var nextToken: String?
}

extension ListTargetsForPolicyPage: Decodable {
  private enum CodingKeys: String, CodingKey {
    case items = "Targets"
    case nextToken = "NextToken"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    items = try container.items(.items, orElse: .nextToken)
    nextToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
  }
}

/// A node that a policy is attached to.
package struct PolicyTarget: Hashable, Sendable, ListedItem {
  /// A root, organizational unit or account.
  package var id: String
  package var name: String
  /// `ROOT`, `ORGANIZATIONAL_UNIT`, `ACCOUNT`, or what AWS adds.
  package var type: String

  package init(id: String, name: String, type: String) {
    self.id = id
    self.name = name
    self.type = type
  }

  package var listingIdentity: String { id }
}

extension PolicyTarget: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id = "TargetId"
    case name = "Name"
    case type = "Type"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    name = try container.text(.name)
    type = try container.text(.type)
  }
}
