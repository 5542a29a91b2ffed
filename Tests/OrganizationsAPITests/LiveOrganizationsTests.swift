import AWSClient
import Foundation
import OrganizationsAPI
import Parallelism
import Testing

/// Answers each operation's requests in order and remembers their bodies; the last answer stays.
final class ScriptedTransport: HTTPTransport {
  private struct State {
    var answers: [String]
    var bodies: [String] = []
  }

  private let state: Locked<State>

  init(_ answers: [String]) {
    state = Locked(State(answers: answers))
  }

  var bodies: [String] { state.withLock { $0.bodies } }

  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    state.withLock { state in
      state.bodies.append(String(decoding: request.body, as: UTF8.self))
      let text = state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
      let status = text.contains("__type") ? 400 : 200
      return HTTPResponse(status: status, body: Data(text.utf8))
    }
  }
}

@Suite struct LiveOrganizationsTests {
  private func organizations(_ transport: ScriptedTransport) throws -> LiveOrganizations {
    let credential = Credential(accessKeyID: "AKIAEXAMPLE", secretAccessKey: "secret", source: "test")
    let resolver = EndpointResolver(region: "us-east-1", endpointURL: "http://127.0.0.1:1/")
    return LiveOrganizations(
      client: try AWSClient(transport: transport, credential: credential, resolver: resolver))
  }

  @Test func `a listing goes on past empty pages and keeps the first of repeated items`() async throws {
    let transport = ScriptedTransport([
      #"{"Accounts":[{"Id":"111111111111","Name":"first","Email":"a@b.c"}],"NextToken":"t\"1"}"#,
      #"{"Accounts":[],"NextToken":"t2"}"#,
      // As botocore's build_full_result, which the AWS CLI uses, goes on past a page without its items.
      #"{"NextToken":"t3"}"#,
      #"{"Accounts":[{"Id":"111111111111","Name":"again"},{"Id":"222222222222"}],"NextToken":null}"#,
    ])
    let accounts = try await organizations(transport).listAccounts(parent: "ou-ab12-11111111")
    #expect(accounts.map(\.id) == ["111111111111", "222222222222"])
    #expect(accounts.map(\.name) == ["first", ""])
    #expect(
      transport.bodies == [
        #"{"MaxResults":20,"ParentId":"ou-ab12-11111111"}"#,
        #"{"MaxResults":20,"NextToken":"t\"1","ParentId":"ou-ab12-11111111"}"#,
        #"{"MaxResults":20,"NextToken":"t2","ParentId":"ou-ab12-11111111"}"#,
        #"{"MaxResults":20,"NextToken":"t3","ParentId":"ou-ab12-11111111"}"#,
      ])
    #expect(!String(reflecting: accounts).contains("a@b.c"))
  }

  @Test(arguments: [
    [#"{"Accounts":[],"NextToken":"same"}"#],
    [#"{"NextToken":"a"}"#, #"{"NextToken":"b"}"#, #"{"NextToken":"a"}"#],
  ])
  func `a repeated token ends the listing with an error`(pages: [String]) async throws {
    let transport = ScriptedTransport(pages)
    let error = await #expect(throws: OperationFailure.self) {
      try await organizations(transport).listAccounts()
    }
    guard case .malformedAnswer(let what)? = error?.kind else {
      Issue.record("expected malformedAnswer")
      return
    }
    #expect(what.contains("repeats an earlier NextToken"))
    #expect(transport.bodies.count <= 3)
  }

  @Test(arguments: ["[]", #"[{"Id":"111111111111"}]"#])
  func `pages without end that bring nothing new end the listing with an error`(items: String) async throws {
    let transport = ScriptedTransport(
      (0..<1_200).map { #"{"Accounts":\#(items),"NextToken":"t\#($0)"}"# })
    let error = await #expect(throws: OperationFailure.self) {
      try await organizations(transport).listAccounts()
    }
    guard case .malformedAnswer(let what)? = error?.kind else {
      Issue.record("expected malformedAnswer")
      return
    }
    #expect(what.contains("bring nothing new"))
    #expect((1_000...1_002).contains(transport.bodies.count))
  }

  @Test func `a refused call is a failure with AWS's code`() async throws {
    let transport = ScriptedTransport([#"{"__type":"a#PolicyNotFoundException","Message":"none"}"#])
    let error = await #expect(throws: OperationFailure.self) {
      try await organizations(transport).describePolicy(id: "p-12345678")
    }
    #expect(error?.kind == .notFound)
    #expect(error?.code == "PolicyNotFoundException")
    #expect(error?.target == "p-12345678")
    #expect(
      error?.description.hasPrefix("DescribePolicy of p-12345678: PolicyNotFoundException: none") == true)
  }

  @Test func `an identifier that is missing makes the answer malformed`() async throws {
    let transport = ScriptedTransport([#"{"Roots":[{"Name":"Root"}]}"#])
    let error = await #expect(throws: OperationFailure.self) {
      try await organizations(transport).listRoots()
    }
    #expect(error?.kind == .malformedAnswer("Roots[0].Id is missing"))
  }

  @Test(arguments: ["{}", #"{"Accounts":null}"#])
  func `a page with neither items nor a token is malformed`(page: String) async throws {
    let error = await #expect(throws: OperationFailure.self) {
      try await organizations(ScriptedTransport([page])).listAccounts()
    }
    guard case .malformedAnswer(let what)? = error?.kind else {
      Issue.record("expected malformedAnswer")
      return
    }
    #expect(what.contains("Accounts"))
  }

  @Test func `a root without its policy types is malformed`() async throws {
    let transport = ScriptedTransport([#"{"Roots":[{"Id":"r-ab12","Name":"Root"}]}"#])
    let error = await #expect(throws: OperationFailure.self) {
      try await organizations(transport).listRoots()
    }
    #expect(error?.kind == .malformedAnswer("Roots[0].PolicyTypes is missing"))
  }

  @Test func `the caller's identity is read from XML`() async throws {
    let transport = ScriptedTransport([
      """
      <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
      <Arn>arn:aws:iam::123456789012:user/a&amp;b</Arn><Account>123456789012</Account>
      </GetCallerIdentityResult></GetCallerIdentityResponse>
      """
    ])
    let identity = try await organizations(transport).callerIdentity()
    #expect(identity == CallerIdentity(account: "123456789012", arn: "arn:aws:iam::123456789012:user/a&b"))
    #expect(transport.bodies == ["Action=GetCallerIdentity&Version=2011-06-15"])
  }

  @Test func `the effective policy is asked for one account, or for the caller's`() async throws {
    let answer =
      #"{"EffectivePolicy":{"PolicyContent":"{}","LastUpdatedTimestamp":1704164645.5,"TargetId":"111111111111","PolicyType":"AISERVICES_OPT_OUT_POLICY"}}"#
    let transport = ScriptedTransport([answer])
    let live = try organizations(transport)
    let type = "AISERVICES_OPT_OUT_POLICY"
    let policy = try await live.describeEffectivePolicy(type: type, account: "111111111111")
    _ = try await live.describeEffectivePolicy(type: type, account: nil)
    #expect(
      policy
        == EffectivePolicyDescription(
          content: "{}", lastUpdated: Date(timeIntervalSince1970: 1_704_164_645.5), targetID: "111111111111"))
    #expect(
      transport.bodies == [
        #"{"PolicyType":"AISERVICES_OPT_OUT_POLICY","TargetId":"111111111111"}"#,
        #"{"PolicyType":"AISERVICES_OPT_OUT_POLICY"}"#,
      ])
  }
}
