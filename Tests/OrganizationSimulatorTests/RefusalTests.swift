import Foundation
import OrganizationSimulator
import Testing

@Suite struct RefusalTests {
  private static let type: JSONValue = "AISERVICES_OPT_OUT_POLICY"

  @Test(
    arguments: [
      (
        "DescribeEffectivePolicy", ["PolicyType": type, "TargetId": "999999999999"], "TargetNotFoundException"
      ),
      (
        "DescribeEffectivePolicy", ["PolicyType": type, "TargetId": "ou-ab12-workloads"],
        "InvalidInputException"
      ),
      ("DescribeEffectivePolicy", ["PolicyType": type, "TargetId": "r-ab12"], "InvalidInputException"),
      ("DescribeEffectivePolicy", ["PolicyType": "SERVICE_CONTROL_POLICY"], "InvalidInputException"),
      ("DescribeEffectivePolicy", ["PolicyType": "TAG_POLICY"], "EffectivePolicyNotFoundException"),
      ("DescribePolicy", ["PolicyId": "p-unknown001"], "PolicyNotFoundException"),
      ("ListTargetsForPolicy", [:], "InvalidInputException"),
      ("ListAccountsForParent", ["ParentId": "111111111111"], "ParentNotFoundException"),
      ("ListParents", ["ChildId": "r-ab12"], "ChildNotFoundException"),
      ("ListPoliciesForTarget", ["TargetId": "1", "Filter": type], "TargetNotFoundException"),
      ("DescribeResourcePolicy", [:], "ResourcePolicyNotFoundException"),
      ("DescribeAccount", ["AccountId": "999999999999"], "AccountNotFoundException"),
      ("ListDelegatedServicesForAccount", ["AccountId": "333333333333"], "AccountNotRegisteredException"),
      ("ListDelegatedServicesForAccount", ["AccountId": "999999999999"], "AccountNotFoundException"),
      ("LaunchRocket", [:], "UnknownOperationException"),
    ] as [(String, JSONValue, String)])
  func `a mistaken request is refused as AWS refuses it`(
    operation: String, input: JSONValue, code: String
  ) async throws {
    try await withSimulator(.sample()) { client async throws in
      let response = try await client.call(operation, input)
      #expect(response.status == 400)
      #expect(response.errorCode == code)
    }
  }

  @Test func `a member account sees the organization and itself`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.callerAccountID = "333333333333"
    try await withSimulator(.sample(), behaviour) { client async throws in
      #expect(try await client.call("DescribeOrganization").status == 200)
      #expect(try await client.call("DescribeEffectivePolicy", ["PolicyType": Self.type]).status == 200)
      #expect(try await client.effectivePolicy(of: "333333333333") != nil)
      let others: JSONValue = ["PolicyType": Self.type, "TargetId": "444444444444"]
      #expect(try await client.call("DescribeEffectivePolicy", others).errorCode == "AccessDeniedException")
      for operation in ["ListRoots", "ListAccounts", "DescribeResourcePolicy"] {
        #expect(try await client.call(operation).errorCode == "AccessDeniedException")
      }
    }
  }

  @Test func `a delegated administrator sees everything`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.callerAccountID = "222222222222"
    try await withSimulator(.sample(), behaviour) { client async throws in
      #expect(try await client.call("ListAccounts").status == 200)
      #expect(try await client.effectivePolicy(of: "444444444444") != nil)
    }
  }

  @Test func `an account outside of an organization is told so`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.isInOrganization = false
    try await withSimulator(.sample(), behaviour) { client async throws in
      #expect(try await client.call("DescribeOrganization").errorCode == "AWSOrganizationsNotInUseException")
      #expect(try await client.callerIdentity()?.status == 200)
    }
  }

  @Test func `denied operations are denied to everybody`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.deniedOperations = ["ListPolicies", "GetCallerIdentity"]
    try await withSimulator(.sample(), behaviour) { client async throws in
      let denied = try await client.call("ListPolicies", ["Filter": Self.type])
      #expect(denied.errorCode == "AccessDeniedException")
      #expect(try await client.call("ListRoots").status == 200)
      let identity = try #require(try await client.callerIdentity())
      #expect(identity.status == 403)
      #expect(identity.body.contains("<Code>AccessDenied</Code>"))
    }
  }

  @Test func `the request has to be signed for its service`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.deniedKeys = ["AKIADENIED"]
    behaviour.expiredKeys = ["ASIAEXPIRED"]
    behaviour.signingRegion = "us-east-1"
    try await withSimulator(.sample(), behaviour) { client async throws in
      var changed = client
      changed.isSigned = false
      #expect(try await changed.call("ListRoots").errorCode == "MissingAuthenticationToken")
      changed = client
      changed.accessKeyID = "AKIADENIED"
      #expect(try await changed.call("ListRoots").errorCode == "UnrecognizedClientException")
      #expect(try await changed.callerIdentity()?.body.contains("<Code>InvalidClientTokenId</Code>") == true)
      changed.accessKeyID = "ASIAEXPIRED"
      #expect(try await changed.call("ListRoots").errorCode == "ExpiredTokenException")
      changed = client
      changed.region = "eu-west-1"
      #expect(try await changed.call("ListRoots").errorCode == "InvalidSignatureException")
      #expect(try await client.call("ListRoots").status == 200)
    }
  }

  @Test func `the caller's identity is told in XML`() async throws {
    try await withSimulator(.sample()) { client async throws in
      let identity = try #require(try await client.callerIdentity())
      #expect(identity.headers["content-type"] == "text/xml")
      #expect(identity.body.contains("<Account>111111111111</Account>"))
      #expect(identity.body.contains("<Arn>arn:aws:sts::111111111111:assumed-role/"))
      #expect(client.simulator.statistics.requests == ["GetCallerIdentity": 1])
    }
  }

  @Test(arguments: [SimulatorBehaviour.SkewAnswer.invalidSignature, .requestTimeTooSkewed])
  func `a clock that differs by more than five minutes is refused`(
    answer: SimulatorBehaviour.SkewAnswer
  ) async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.clock = { Date(timeIntervalSince1970: 1_767_225_600) }
    behaviour.clockOffset = 301
    behaviour.skewAnswer = answer
    try await withSimulator(.sample(), behaviour) { client async throws in
      let refused = try await client.call("ListRoots")
      #expect(refused.errorCode == answer.rawValue)
      #expect(refused.headers["date"] == "Thu, 01 Jan 2026 00:05:01 GMT")
      client.simulator.behaviour.clockOffset = 300
      #expect(try await client.call("ListRoots").status == 200)
      client.simulator.behaviour.clockOffset = 301
      client.simulator.behaviour.skewAnswer = nil
      #expect(try await client.call("ListRoots").status == 200)
    }
  }
}
