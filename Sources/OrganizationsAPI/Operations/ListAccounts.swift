package import AWSClient
package import Foundation

/// [ListAccounts](https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html)
extension LiveOrganizations {
  package func listAccounts(
    eachPage: @escaping @Sendable ([AccountDescription]) -> Void
  ) async throws(OperationFailure) -> [AccountDescription] {
    try await items(of: AccountsPage.self, operation: "ListAccounts", eachPage: eachPage)
  }
}

/// A page of accounts, as three operations answer them.
package struct AccountsPage: AnswerPage {
  package var items: [AccountDescription]
  package var nextToken: String?
}

extension AccountsPage: Decodable {
  private enum CodingKeys: String, CodingKey {
    case items = "Accounts"
    case nextToken = "NextToken"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    items = try container.items(.items, orElse: .nextToken)
    nextToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
  }
}

extension AccountsPage: ScannedAnswer {
  package init?(scanning scanner: inout AnswerScanner) {
    var accounts: [AccountDescription]?
    var token: String?
    var seen = SeenKeys()
    let isWhole = scanner.object { scanner, key in
      switch key {
      case "Accounts":
        var list: [AccountDescription] = []
        guard seen.insert(0), !scanner.null() else { return false }
        let isList = scanner.array { scanner in
          guard let account = AccountDescription(scanning: &scanner) else { return false }
          list.append(account)
          return true
        }
        accounts = list
        return isList
      case "NextToken": return seen.insert(1) && scanner.read(&token)
      default: return scanner.skip()
      }
    }
    // A page without its items is for the decoder to judge.
    guard isWhole, let accounts else { return nil }
    items = accounts
    nextToken = token
  }
}

/// An account. Its e-mail address is never read.
package struct AccountDescription: Hashable, Sendable, ListedItem {
  /// Twelve digits.
  package var id: String
  package var arn: String
  /// Chosen by the account: untrusted text.
  package var name: String
  /// `PENDING_ACTIVATION`, `ACTIVE`, `SUSPENDED`, `PENDING_CLOSURE`, `CLOSED`.
  package var state: String?
  /// The retired field; `state` is preferred.
  package var status: String?
  /// `o-…/r-…/ou-…/<account>/`, where AWS sends them.
  package var paths: [String]
  package var joinedMethod: String?
  package var joinedTimestamp: Date?

  package init(
    id: String, arn: String, name: String, state: String? = nil, status: String? = nil, paths: [String] = [],
    joinedMethod: String? = nil, joinedTimestamp: Date? = nil
  ) {
    self.id = id
    self.arn = arn
    self.name = name
    self.state = state
    self.status = status
    self.paths = paths
    self.joinedMethod = joinedMethod
    self.joinedTimestamp = joinedTimestamp
  }

  package var listingIdentity: String { id }
}

extension AccountDescription {
  fileprivate init?(scanning scanner: inout AnswerScanner) {
    var (id, arn, name, state): (String?, String?, String?, String?)
    var (status, joinedMethod): (String?, String?)
    var joined: Date?
    var paths: [String] = []
    var seen = SeenKeys()
    let isWhole = scanner.object { scanner, key in
      switch key {
      case "Id": seen.insert(0) && scanner.read(&id)
      case "Arn": seen.insert(1) && scanner.read(&arn)
      case "Name": seen.insert(2) && scanner.read(&name)
      case "State": seen.insert(3) && scanner.read(&state)
      case "Status": seen.insert(4) && scanner.read(&status)
      case "Paths": seen.insert(5) && scanner.read(&paths)
      case "JoinedMethod": seen.insert(6) && scanner.read(&joinedMethod)
      case "JoinedTimestamp": seen.insert(7) && scanner.read(&joined)
      default: scanner.skip()
      }
    }
    guard isWhole, let id else { return nil }
    self.init(
      id: id, arn: arn ?? "", name: name ?? "", state: state, status: status, paths: paths,
      joinedMethod: joinedMethod, joinedTimestamp: joined)
  }
}

extension AccountDescription: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id = "Id"
    case arn = "Arn"
    case name = "Name"
    case state = "State"
    case status = "Status"
    case paths = "Paths"
    case joinedMethod = "JoinedMethod"
    case joinedTimestamp = "JoinedTimestamp"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    arn = try container.text(.arn)
    name = try container.text(.name)
    state = try container.decodeIfPresent(String.self, forKey: .state)
    status = try container.decodeIfPresent(String.self, forKey: .status)
    paths = try container.list(.paths)
    joinedMethod = try container.decodeIfPresent(String.self, forKey: .joinedMethod)
    joinedTimestamp = try container.date(.joinedTimestamp)
  }
}
