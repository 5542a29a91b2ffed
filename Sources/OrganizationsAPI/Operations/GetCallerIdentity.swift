import AWSClient
import Foundation

/// [GetCallerIdentity](https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html)
extension LiveOrganizations {
  package func callerIdentity() async throws(OperationFailure) -> CallerIdentity {
    let operation = "GetCallerIdentity"
    let call = AWSCall(
      service: .sts, operation: operation, wireProtocol: .query(version: "2011-06-15"), body: Data())
    let data: Data
    do {
      data = try await client.call(call)
    } catch {
      throw OperationFailure(error)
    }
    guard let account = XMLText.first("Account", in: data), let arn = XMLText.first("Arn", in: data) else {
      throw .malformed("expected the elements Account and Arn", operation, nil)
    }
    return CallerIdentity(account: account, arn: arn)
  }
}

/// Whose credentials are used.
package struct CallerIdentity: Hashable, Sendable {
  /// Twelve digits.
  package var account: String
  package var arn: String

  package init(account: String, arn: String) {
    self.account = account
    self.arn = arn
  }
}

extension CallerIdentity: Decodable {
  private enum CodingKeys: String, CodingKey {
    case account = "Account"
    case arn = "Arn"
  }
}
