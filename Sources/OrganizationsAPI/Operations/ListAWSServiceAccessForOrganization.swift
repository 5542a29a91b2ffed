package import Foundation

/// [ListAWSServiceAccessForOrganization](https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAWSServiceAccessForOrganization.html)
extension LiveOrganizations {
  package func listServiceAccess() async throws(OperationFailure) -> [ServiceAccessDescription] {
    try await items(
      of: ListAWSServiceAccessPage.self, operation: "ListAWSServiceAccessForOrganization")
  }
}

/// A page of the services with trusted access.
package struct ListAWSServiceAccessPage: AnswerPage {
  package var items: [ServiceAccessDescription]
  package var nextToken: String?
}

extension ListAWSServiceAccessPage: Decodable {
  private enum CodingKeys: String, CodingKey {
    case items = "EnabledServicePrincipals"
    case nextToken = "NextToken"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    items = try container.list(.items)
    nextToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
  }
}

/// A service that may act in the organization.
package struct ServiceAccessDescription: Hashable, Sendable, ListedItem {
  /// For example `config.amazonaws.com`.
  package var servicePrincipal: String
  package var dateEnabled: Date?

  package init(servicePrincipal: String, dateEnabled: Date? = nil) {
    self.servicePrincipal = servicePrincipal
    self.dateEnabled = dateEnabled
  }

  package var listingIdentity: String { servicePrincipal }
}

extension ServiceAccessDescription: Decodable {
  private enum CodingKeys: String, CodingKey {
    case servicePrincipal = "ServicePrincipal"
    case dateEnabled = "DateEnabled"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    servicePrincipal = try container.decode(String.self, forKey: .servicePrincipal)
    dateEnabled = try container.date(.dateEnabled)
  }
}
