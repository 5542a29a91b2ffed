/// [ListRoots](https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListRoots.html)
extension LiveOrganizations {
  package func listRoots() async throws(OperationFailure) -> [RootDescription] {
    try await items(of: ListRootsPage.self, operation: "ListRoots")
  }
}

/// A page of roots; an organization has one root.
package struct ListRootsPage: AnswerPage {
  package var items: [RootDescription]
  package var nextToken: String?
}

extension ListRootsPage: Decodable {
  private enum CodingKeys: String, CodingKey {
    case items = "Roots"
    case nextToken = "NextToken"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    items = try container.items(.items, orElse: .nextToken)
    nextToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
  }
}

/// A root, with the authority on which policy types are enabled.
package struct RootDescription: Hashable, Sendable, ListedItem {
  /// For example `r-ab12`.
  package var id: String
  package var arn: String
  package var name: String
  /// The enabled and pending types; a type that is absent is disabled.
  package var policyTypes: [PolicyTypeStatus]

  package init(id: String, arn: String, name: String, policyTypes: [PolicyTypeStatus] = []) {
    self.id = id
    self.arn = arn
    self.name = name
    self.policyTypes = policyTypes
  }

  package var listingIdentity: String { id }
}

extension RootDescription: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id = "Id"
    case arn = "Arn"
    case name = "Name"
    case policyTypes = "PolicyTypes"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    arn = try container.text(.arn)
    name = try container.text(.name)
    // Without the list it is not known whether the type is in force, which an empty one denies.
    policyTypes = try container.decode([PolicyTypeStatus].self, forKey: .policyTypes)
  }
}

/// The state of one policy type at a root.
package struct PolicyTypeStatus: Hashable, Sendable {
  /// For example `AISERVICES_OPT_OUT_POLICY`.
  package var type: String
  /// `ENABLED`, `PENDING_ENABLE`, `PENDING_DISABLE`, or what AWS adds.
  package var status: String

  package init(type: String, status: String) {
    self.type = type
    self.status = status
  }
}

extension PolicyTypeStatus: Decodable {
  private enum CodingKeys: String, CodingKey {
    case type = "Type"
    case status = "Status"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = try container.decode(String.self, forKey: .type)
    status = try container.text(.status)
  }
}
