package import Foundation

/// [ListDelegatedAdministrators](https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedAdministrators.html)
extension LiveOrganizations {
  package func listDelegatedAdministrators() async throws(OperationFailure)
    -> [DelegatedAdministratorDescription]
  {
    try await items(of: ListDelegatedAdministratorsPage.self, operation: "ListDelegatedAdministrators")
  }
}

/// A page of the accounts that are delegated administrators of some service.
package struct ListDelegatedAdministratorsPage: AnswerPage {
  package var items: [DelegatedAdministratorDescription]
  package var nextToken: String?
}

extension ListDelegatedAdministratorsPage: Decodable {
  private enum CodingKeys: String, CodingKey {
    case items = "DelegatedAdministrators"
    case nextToken = "NextToken"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    items = try container.list(.items)
    nextToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
  }
}

/// An account registered as delegated administrator. Its e-mail address is never read.
package struct DelegatedAdministratorDescription: Hashable, Sendable, ListedItem {
  /// Twelve digits.
  package var id: String
  package var arn: String
  package var name: String
  package var delegationEnabled: Date?

  package init(id: String, arn: String, name: String, delegationEnabled: Date? = nil) {
    self.id = id
    self.arn = arn
    self.name = name
    self.delegationEnabled = delegationEnabled
  }

  package var listingIdentity: String { id }
}

extension DelegatedAdministratorDescription: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id = "Id"
    case arn = "Arn"
    case name = "Name"
    case delegationEnabled = "DelegationEnabledDate"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    arn = try container.text(.arn)
    name = try container.text(.name)
    delegationEnabled = try container.date(.delegationEnabled)
  }
}
