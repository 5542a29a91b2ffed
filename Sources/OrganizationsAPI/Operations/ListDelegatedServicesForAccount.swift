package import Foundation

/// [ListDelegatedServicesForAccount](https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListDelegatedServicesForAccount.html)
extension LiveOrganizations {
  package func listDelegatedServices(
    account: String
  ) async throws(OperationFailure) -> [DelegatedServiceDescription] {
    try await items(
      of: ListDelegatedServicesForAccountPage.self, operation: "ListDelegatedServicesForAccount",
      target: account, fields: ["AccountId": account])
  }
}

/// A page of the services that an account administers.
package struct ListDelegatedServicesForAccountPage: AnswerPage {
  package var items: [DelegatedServiceDescription]
  package var nextToken: String?
}

extension ListDelegatedServicesForAccountPage: Decodable {
  private enum CodingKeys: String, CodingKey {
    case items = "DelegatedServices"
    case nextToken = "NextToken"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    items = try container.list(.items)
    nextToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
  }
}

/// A service that an account is the delegated administrator of.
package struct DelegatedServiceDescription: Hashable, Sendable, ListedItem {
  /// For example `guardduty.amazonaws.com`.
  package var servicePrincipal: String
  /// When the account was registered for the service.
  package var date: Date?

  package init(servicePrincipal: String, date: Date? = nil) {
    self.servicePrincipal = servicePrincipal
    self.date = date
  }

  package var listingIdentity: String { servicePrincipal }
}

extension DelegatedServiceDescription: Decodable {
  private enum CodingKeys: String, CodingKey {
    case servicePrincipal = "ServicePrincipal"
    case date = "DelegationEnabledDate"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    servicePrincipal = try container.decode(String.self, forKey: .servicePrincipal)
    date = try container.date(.date)
  }
}
