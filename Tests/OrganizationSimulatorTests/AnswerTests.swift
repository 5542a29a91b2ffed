import OrganizationSimulator
import Testing

@Suite struct AnswerTests {
  @Test func `the organization, its root and its tree are told as AWS tells them`() async throws {
    try await withSimulator(.sample()) { client async throws in
      let organization = try await client.call("DescribeOrganization").json["Organization"]
      #expect(organization?["Arn"] == "arn:aws:organizations::111111111111:organization/o-exampleorg1")
      #expect(
        organization?["MasterAccountArn"]
          == "arn:aws:organizations::111111111111:account/o-exampleorg1/111111111111")
      let root = try await client.call("ListRoots").json["Roots"]?.array?.first
      #expect(root?["Arn"] == "arn:aws:organizations::111111111111:root/o-exampleorg1/r-ab12")
      #expect(root?["PolicyTypes"] == [["Type": "AISERVICES_OPT_OUT_POLICY", "Status": "ENABLED"]])
      let units = try await client.pages(
        "ListOrganizationalUnitsForParent", "OrganizationalUnits", ["ParentId": "ou-ab12-workloads"]
      ).items
      #expect(units.map { $0["Path"] } == ["o-exampleorg1/r-ab12/ou-ab12-workloads/ou-ab12-prod0000/"])
      let children = try await client.pages(
        "ListChildren", "Children", ["ParentId": "r-ab12", "ChildType": "ORGANIZATIONAL_UNIT"]
      ).items
      #expect(children.map { $0["Id"]?.string } == ["ou-ab12-security0", "ou-ab12-workloads"])
      let direct = try await client.pages(
        "ListAccountsForParent", "Accounts", ["ParentId": "ou-ab12-workloads"]
      ).items
      #expect(direct.map { $0["Id"]?.string } == ["444444444444"])
    }
  }

  @Test func `policies and targets are told as AWS tells them`() async throws {
    try await withSimulator(.sample()) { client async throws in
      let policies = try await client.pages(
        "ListPolicies", "Policies", ["Filter": "AISERVICES_OPT_OUT_POLICY"]
      ).items
      #expect(
        policies.compactMap { $0["Id"]?.string }
          == ["p-everyone01", "p-lexlocked1", "p-lexoptin01", "p-pollyoptin", "p-draft00001"])
      let policy = try await client.call("DescribePolicy", ["PolicyId": "p-draft00001"]).json["Policy"]
      #expect(
        policy?["PolicySummary"]?["Arn"]
          == "arn:aws:organizations::111111111111:policy/o-exampleorg1/aiservices_opt_out_policy/p-draft00001"
      )
      #expect(
        policy?["Content"]?.string
          == #"{"services": {"default": {"opt_out_policy": {"@@assign": "optOut"}}}}"#)
      let targets = try await client.pages("ListTargetsForPolicy", "Targets", ["PolicyId": "p-lexoptin01"])
        .items
      #expect(targets.map { $0["Type"]?.string } == ["ORGANIZATIONAL_UNIT"])
      #expect(targets.map { $0["Name"]?.string } == ["Workloads"])
      let attached = try await client.pages(
        "ListPoliciesForTarget", "Policies",
        ["TargetId": "ou-ab12-workloads", "Filter": "AISERVICES_OPT_OUT_POLICY"]
      ).items
      #expect(attached.compactMap { $0["Id"]?.string } == ["p-lexlocked1", "p-lexoptin01"])
    }
  }

  @Test func `delegation, trusted services and invalid policies are told`() async throws {
    let tree = SimulatedOrganization.sampleTree + "\nresource-policy rp-12345678 {\"Statement\":[]}"
    try await withSimulator(SimulatedOrganization(tree: tree)) { client async throws in
      let resource = try await client.call("DescribeResourcePolicy").json["ResourcePolicy"]
      #expect(resource?["Content"] == #"{"Statement":[]}"#)
      let administrators = try await client.pages("ListDelegatedAdministrators", "DelegatedAdministrators")
        .items
      #expect(administrators.compactMap { $0["Id"]?.string } == ["222222222222"])
      let services = try await client.pages(
        "ListDelegatedServicesForAccount", "DelegatedServices", ["AccountId": "222222222222"]
      ).items
      #expect(services.compactMap { $0["ServicePrincipal"]?.string } == ["guardduty.amazonaws.com"])
      let trusted = try await client.pages("ListAWSServiceAccessForOrganization", "EnabledServicePrincipals")
        .items
      #expect(trusted.compactMap { $0["DateEnabled"]?.number } == [1_704_153_600])
      let invalid = try await client.pages(
        "ListAccountsWithInvalidEffectivePolicy", "Accounts", ["PolicyType": "AISERVICES_OPT_OUT_POLICY"]
      ).items
      #expect(invalid.compactMap { $0["Id"]?.string } == ["333333333333"])
    }
  }

  @Test(
    arguments: [
      (SimulatorBehaviour.StateFields.both, "SUSPENDED", "CLOSED"), (.stateOnly, nil, "CLOSED"),
      (.statusOnly, "SUSPENDED", nil),
    ] as [(SimulatorBehaviour.StateFields, String?, String?)])
  func `accounts carry the wanted state fields`(
    fields: SimulatorBehaviour.StateFields, status: String?, state: String?
  ) async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.stateFields = fields
    behaviour.includesPaths = false
    try await withSimulator(.sample(), behaviour) { client async throws in
      let account = try await client.call("DescribeAccount", ["AccountId": "222222222222"]).json["Account"]
      #expect(account?["Status"]?.string == status)
      #expect(account?["State"]?.string == state)
      #expect(account?["Paths"] == nil)
      #expect(account?["Name"] == "Log Archive")
    }
  }

  @Test(arguments: [
    (SimulatorBehaviour.TimestampStyle.decimal, "1714557600.5"), (.exponent, "1.714557600500E9"),
  ])
  func `timestamps are epoch seconds in either spelling`(
    style: SimulatorBehaviour.TimestampStyle, expected: String
  ) async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.timestampStyle = style
    try await withSimulator(.sample(), behaviour) { client async throws in
      let account = try await client.call("DescribeAccount", ["AccountId": "222222222222"]).json["Account"]
      #expect(account?["JoinedTimestamp"] == .number(expected))
      #expect(account?["JoinedTimestamp"]?.number == 1_714_557_600.5)
    }
  }

  @Test func `one connection carries several requests`() async throws {
    try await withSimulator(.sample()) { client async throws in
      let requests = [client.request("ListRoots", closes: false), client.request("DescribeOrganization")]
      let responses = try await client.transcript(of: requests).responses
      #expect(responses.map(\.status) == [200, 200])
      #expect(responses.last?.json["Organization"] != nil)
      #expect(client.simulator.statistics.connectionsOpened == 1)
      #expect(client.simulator.statistics.totalRequests == 2)
    }
  }

  @Test func `latency holds an answer back`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.latency = .milliseconds(30)
    try await withSimulator(.sample(), behaviour) { client async throws in
      let start = ContinuousClock.now
      #expect(try await client.call("ListRoots").status == 200)
      #expect(ContinuousClock.now - start >= .milliseconds(30))
    }
  }
}
