import AWSClient
import Foundation
import OrganizationsAPI
import Testing

@Suite struct LookupEventsTests {
  private func events(_ transport: ScriptedTransport) async throws -> [LoggedEvent] {
    let credential = Credential(accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", source: "test")
    let resolver = EndpointResolver(region: "eu-west-1", endpointURL: "http://127.0.0.1:1/")
    let client = try AWSClient(transport: transport, credential: credential, resolver: resolver)
    return try await LiveOrganizations(client: client).lookupEvents(
      named: "AttachPolicy", from: Date(timeIntervalSince1970: 1_767_225_600.75),
      to: Date(timeIntervalSince1970: 1_767_312_000))
  }

  @Test func `one name is asked for in a span, page by page`() async throws {
    let transport = ScriptedTransport([
      #"{"Events":[{"EventId":"b","EventSource":"organizations.amazonaws.com","CloudTrailEvent":"{}"}],"NextToken":"t"}"#,
      #"{"Events":[{"EventId":"b","CloudTrailEvent":"{}"},{"EventId":"a","CloudTrailEvent":"{\"x\":1}"}]}"#,
    ])
    let found = try await events(transport)
    #expect(found.map(\.id) == ["b", "a"])
    #expect(found[0].source == "organizations.amazonaws.com")
    #expect(found[1].record == #"{"x":1}"#)
    let span =
      #""EndTime":1767312000,"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"AttachPolicy"}],"MaxResults":50"#
    #expect(
      transport.bodies == [
        "{\(span),\"StartTime\":1767225600}", "{\(span),\"NextToken\":\"t\",\"StartTime\":1767225600}",
      ])
  }

  @Test func `a refusal names the IAM action`() async throws {
    let transport = ScriptedTransport([#"{"__type":"AccessDeniedException","Message":"no"}"#])
    let error = await #expect(throws: OperationFailure.self) { try await events(transport) }
    #expect(error?.kind == .accessDenied)
    #expect(error?.advice == "grant the IAM action cloudtrail:LookupEvents")
  }

  @Test func `an event without its record makes the answer malformed`() async throws {
    let transport = ScriptedTransport([#"{"Events":[{"EventId":"b"}]}"#])
    let error = await #expect(throws: OperationFailure.self) { try await events(transport) }
    #expect(error?.kind == .malformedAnswer("Events[0].CloudTrailEvent is missing"))
  }
}
