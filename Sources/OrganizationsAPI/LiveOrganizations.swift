package import AWSClient
import Foundation

/// AWS Organizations, STS and CloudTrail, asked over the network.
///
/// Every operation has a file of its own with its request, its answer and its method; here is what they
/// share. Paging follows the service's rule that pages may be empty and that only a missing NextToken ends
/// a listing (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html).
package struct LiveOrganizations: OrganizationsReading {
  /// A listing longer than this is taken for an endless one.
  static let maxPages = 100_000
  /// So many pages after each other without anything new are taken for the same. AWS's pages may be empty.
  static let maxIdlePages = 1_000

  let client: AWSClient

  package init(client: AWSClient) {
    self.client = client
  }

  /// One answer of an operation of Organizations, or of another service with AWS JSON 1.1.
  func answer<Answer: Decodable & Sendable>(
    _ type: Answer.Type, of service: JSONService = .organizations, operation: String, target: String? = nil,
    body: RequestBody = RequestBody()
  ) async throws(OperationFailure) -> Answer {
    let call = AWSCall(
      service: service.service, operation: operation, target: target,
      wireProtocol: .json11(targetPrefix: service.targetPrefix), body: body.encoded())
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
    try await items(
      of: type, from: .organizations, operation: operation, target: target,
      body: RequestBody(fields: fields, pageSize: RequestBody.organizationsPageSize), eachPage: eachPage)
  }

  /// - Parameter first: the request for the first page.
  func items<Page: AnswerPage>(
    of type: Page.Type, from service: JSONService, operation: String, target: String?,
    body first: RequestBody, eachPage: ([Page.Item]) -> Void = { _ in }
  ) async throws(OperationFailure) -> [Page.Item] {
    var items: [Page.Item] = []
    var seen: Set<String> = []
    var tokens: Set<String> = []
    var idlePages = 0
    var body = first
    for _ in 0..<Self.maxPages {
      if Task.isCancelled { throw .cancelled(operation: operation, target: target) }
      let page = try await answer(type, of: service, operation: operation, target: target, body: body)
      let new = page.items.filter { seen.insert($0.listingIdentity).inserted }
      items += new
      eachPage(page.items)
      guard let token = page.nextToken else { return items }
      idlePages = new.isEmpty ? idlePages + 1 : 0
      guard idlePages <= Self.maxIdlePages else {
        throw .malformed("\(idlePages) pages after each other bring nothing new", operation, target)
      }
      guard tokens.insert(token).inserted else {
        throw .malformed("page \(tokens.count + 1) repeats an earlier NextToken", operation, target)
      }
      body.nextToken = token
    }
    throw .malformed("more than \(Self.maxPages) pages", operation, target)
  }
}

/// A service that speaks AWS JSON 1.1, and what its X-Amz-Target begins with.
struct JSONService {
  let service: AWSService
  let targetPrefix: String

  static let organizations = JSONService(
    service: .organizations, targetPrefix: "AWSOrganizationsV20161128")
  static let cloudTrail = JSONService(
    service: .cloudTrail, targetPrefix: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101")
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
