/// [ListOrganizationalUnitsForParent](https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListOrganizationalUnitsForParent.html)
extension LiveOrganizations {
  package func listOrganizationalUnits(
    parent: String
  ) async throws(OperationFailure) -> [OrganizationalUnitDescription] {
    try await items(
      of: ListOrganizationalUnitsForParentPage.self, operation: "ListOrganizationalUnitsForParent",
      target: parent, fields: ["ParentId": parent])
  }
}

/// A page of the direct children of a root or organizational unit.
package struct ListOrganizationalUnitsForParentPage: AnswerPage {
  package var items: [OrganizationalUnitDescription]
  package var nextToken: String?
}

extension ListOrganizationalUnitsForParentPage: Decodable {
  private enum CodingKeys: String, CodingKey {
    case items = "OrganizationalUnits"
    case nextToken = "NextToken"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    items = try container.items(.items, orElse: .nextToken)
    nextToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
  }
}

/// An organizational unit.
package struct OrganizationalUnitDescription: Hashable, Sendable, ListedItem {
  /// For example `ou-ab12-11111111`.
  package var id: String
  package var arn: String
  package var name: String
  /// `o-…/r-…/ou-…/`, where AWS sends it.
  package var path: String?

  package init(id: String, arn: String, name: String, path: String? = nil) {
    self.id = id
    self.arn = arn
    self.name = name
    self.path = path
  }

  package var listingIdentity: String { id }
}

extension OrganizationalUnitDescription: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id = "Id"
    case arn = "Arn"
    case name = "Name"
    case path = "Path"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    arn = try container.text(.arn)
    name = try container.text(.name)
    path = try container.decodeIfPresent(String.self, forKey: .path)
  }
}
