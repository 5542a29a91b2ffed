package import AWSClient
import Foundation

/// AWS Organizations and STS, asked over the network.
///
/// Every operation has a file of its own with its request, its answer and its method; here is what they
/// share. Paging follows the service's rule that pages may be empty and that only a missing NextToken ends
/// a listing (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html).
package struct LiveOrganizations: OrganizationsReading {
  /// A listing longer than this is taken for an endless one.
  static let maxPages = 100_000

  let client: AWSClient

  package init(client: AWSClient) {
    self.client = client
  }

  /// One answer of an operation of Organizations.
  func answer<Answer: Decodable & Sendable>(
    _ type: Answer.Type, operation: String, target: String? = nil, body: RequestBody = RequestBody()
  ) async throws(OperationFailure) -> Answer {
    let call = Self.call(operation, target: target, body: body)
    do {
      return try await client.call(call, answer: type)
    } catch {
      throw OperationFailure(error)
    }
  }

  /// All items of a listing, each once, past empty pages.
  func items<Page: AnswerPage>(
    of type: Page.Type, operation: String, target: String? = nil, fields: [String: String] = [:],
    eachPage: ([Page.Item]) -> Void = { _ in }
  ) async throws(OperationFailure) -> [Page.Item] {
    var items: [Page.Item] = []
    var tokens: Set<String> = []
    var body = RequestBody(fields: fields, paged: true)
    for _ in 0..<Self.maxPages {
      if Task.isCancelled { throw .cancelled(operation: operation, target: target) }
      let page = try await answer(type, operation: operation, target: target, body: body)
      items += page.items
      eachPage(page.items)
      guard let token = page.nextToken else { return items.firstOfEachIdentity() }
      guard tokens.insert(token).inserted else {
        throw .malformed("page \(tokens.count + 1) repeats an earlier NextToken", operation, target)
      }
      body.nextToken = token
    }
    throw .malformed("more than \(Self.maxPages) pages", operation, target)
  }

  private static func call(_ operation: String, target: String?, body: RequestBody) -> AWSCall {
    AWSCall(
      service: .organizations, operation: operation, target: target,
      wireProtocol: .json11(targetPrefix: "AWSOrganizationsV20161128"), body: body.encoded())
  }
}

extension OperationFailure {
  static func malformed(_ what: String, _ operation: String, _ target: String?) -> OperationFailure {
    OperationFailure(
      operation: operation, target: target, code: "MalformedAnswer", message: what,
      kind: .malformedAnswer(what), advice: "check that the endpoint is an AWS endpoint")
  }

  static func cancelled(operation: String, target: String?) -> OperationFailure {
    OperationFailure(
      operation: operation, target: target, code: "NetworkError", message: "cancelled",
      kind: .network(.cancelled))
  }
}
