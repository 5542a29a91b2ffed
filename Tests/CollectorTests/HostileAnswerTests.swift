import Collector
import OrganizationModel
import OrganizationSimulator
import OrganizationsAPI
import Testing

/// Answers that no organization of AWS gives.
@Suite struct HostileAnswerTests {
  private func answer(_ operation: String, target: String? = nil, _ json: String) -> FaultRule {
    FaultRule(operation, target: target, .status(200, body: json, contentType: "application/x-amz-json-1.1"))
  }

  private func snapshot(_ rules: FaultRule...) async throws -> Snapshot {
    try await Simulation(.sample()) { $0.faults = rules }.collect().snapshot
  }

  @Test func `an account that is listed twice counts once`() async throws {
    let account = #"{"Id":"111111111111","Name":"First","State":"ACTIVE"}"#
    let snapshot = try await snapshot(
      answer("ListAccounts", #"{"Accounts":[\#(account),\#(account.replacing("First", with: "Second"))]}"#))
    #expect(snapshot.accounts.map(\.name) == ["First"])
    // Without a path the place comes from the listing of the root.
    #expect(snapshot.accounts.first?.parent?.rawValue == "r-ab12")
  }

  @Test(.timeLimit(.minutes(1))) func `units that contain each other end`() async throws {
    let snapshot = try await snapshot(
      answer(
        "ListOrganizationalUnitsForParent", target: "ou-ab12-eu",
        #"{"OrganizationalUnits":[{"Id":"ou-ab12-prod","Name":"Prod"},{"Id":"ou-ab12-eu","Name":"EU"}]}"#))
    #expect(snapshot.organizationalUnits.count == 4)
    #expect(snapshot.organizationalUnits.first { $0.name == "Prod" }?.parent.rawValue == "ou-ab12-workloads")
  }

  @Test func `ids that are none are named and travel no further`() async throws {
    let snapshot = try await snapshot(
      answer(
        "ListAccounts",
        #"{"Accounts":[{"Id":"../../etc/passwd","Name":"x"},{"Id":"12345678901","Name":"y"},"#
          + #"{"Id":"111111111111","Name":"z","Paths":["o-exampleorg1/r-ab12/111111111111/"]}]}"#),
      answer(
        "ListOrganizationalUnitsForParent", #"{"OrganizationalUnits":[{"Id":"ou-x/../y","Name":"u"}]}"#),
      answer("ListTargetsForPolicy", target: "p-lex", #"{"Targets":[{"TargetId":"everything"}]}"#),
      answer("ListDelegatedAdministrators", #"{"DelegatedAdministrators":[{"Id":"a/b","Name":"d"}]}"#),
      answer("ListAccountsWithInvalidEffectivePolicy", #"{"Accounts":[{"Id":"none","Name":"d"}]}"#))
    #expect(snapshot.accounts.map(\.id.rawValue) == ["111111111111"])
    #expect(snapshot.organizationalUnits.isEmpty)
    #expect(snapshot.delegation.administrators == .known([]))
    #expect(
      Set(snapshot.unread.map(\.subject)) == [
        "ListAccounts", "ListOrganizationalUnitsForParent r-ab12", "ListTargetsForPolicy p-lex",
        "ListDelegatedAdministrators", "ListAccountsWithInvalidEffectivePolicy",
      ])
    #expect(snapshot.posture(of: "111111111111")?.lock.word == "unknown")
  }

  @Test func `a policy that cannot be asked about may be attached anywhere`() async throws {
    let snapshot = try await snapshot(
      answer("ListPolicies", #"{"Policies":[{"Id":"policy","Name":"x"}]}"#),
      FaultRule("DescribeEffectivePolicy", .error(code: "AccessDeniedException", message: "no", status: 400)))
    #expect(!snapshot.isComplete)
    let postures = OrganizationPosture(of: snapshot).accounts
    #expect(postures.allSatisfy { $0.verdict == .unknown && $0.lock.word == "unknown" })
  }

  @Test func `a path with a part that is no id tells no place`() async throws {
    let snapshot = try await snapshot(
      answer(
        "ListAccounts",
        #"{"Accounts":[{"Id":"666666666666","Name":"x","#
          + #""Paths":["o-exampleorg1/r-ab12/somewhere/666666666666/"]}]}"#))
    #expect(snapshot.accounts.first?.parent?.rawValue == "ou-ab12-workloads")
  }

  @Test func `values that AWS adds are kept as they are`() async throws {
    let snapshot = try await snapshot(
      answer(
        "ListAccounts",
        #"{"Accounts":[{"Id":"111111111111","Name":"x","State":"HIBERNATING","JoinedMethod":"CLONED"}]}"#),
      answer(
        "ListRoots",
        #"{"Roots":[{"Id":"r-ab12","Name":"Root","PolicyTypes":["#
          + #"{"Type":"AISERVICES_OPT_OUT_POLICY","Status":"ENABLED"},{"Type":"NEW_POLICY","Status":"ODD"}]}]}"#
      ))
    #expect(snapshot.accounts.first?.state == "HIBERNATING")
    #expect(snapshot.accounts.first?.joinedMethod == "CLONED")
    // A state that this version does not know leaves the account in every count.
    #expect(snapshot.accounts.first?.isActive == true)
    #expect(snapshot.root.value?.policyTypes["NEW_POLICY"] == "ODD")
    #expect(snapshot.isPolicyTypeEnabled == true)
  }

  @Test func `an answer about another account is none`() async throws {
    let snapshot = try await snapshot(
      answer(
        "DescribeEffectivePolicy",
        #"{"EffectivePolicy":{"PolicyContent":"{\"services\":{\"default\":{\"opt_out_policy\":\"optOut\"}}}","#
          + #""TargetId":"999999999999","PolicyType":"AISERVICES_OPT_OUT_POLICY"}}"#))
    #expect(!snapshot.isComplete)
    #expect(snapshot.unread.contains { $0.reason.contains("999999999999") })
    #expect(
      snapshot.effectivePolicies.values.allSatisfy {
        if case .unread = $0 { true } else { false }
      })
  }

  @Test func `an effective policy that cannot be understood is named and settles nothing`() async throws {
    let snapshot = try await snapshot(
      answer(
        "DescribeEffectivePolicy",
        #"{"EffectivePolicy":{"PolicyContent":"{\"services\":{\"default\":{\"opt_out_policy\":\"optout\"}}}"}}"#
      ))
    #expect(!snapshot.isComplete)
    #expect(snapshot.unread.contains { $0.reason.contains("optout") })
    let posture = OrganizationPosture(of: snapshot)
    #expect(posture.accounts.filter(\.account.isActive).allSatisfy { $0.evidence == .computed })
  }

  @Test func `names arrive exactly`() async throws {
    let name = String(
      String(repeating: "=cmd|' /C calc'!A0 \u{1B}[31m\u{7}\u{202E}<script>&\"\\ \u{0}é", count: 5).prefix(
        128))
    var organization = try SimulatedOrganization.sample()
    for id in ["222222222222", "p-lex", "ou-ab12-eu", "r-ab12"] { try organization.rename(id, to: name) }
    let snapshot = try await Simulation(organization).collect().snapshot
    expect(snapshot, equals: organization)
    #expect(snapshot.accounts.first { $0.id.rawValue == "222222222222" }?.name == name)
    #expect(name.count == 128)
  }

  @Test func `an organization without an id is refused`() async throws {
    let simulation = try Simulation(.sample()) {
      $0.faults = [
        FaultRule(
          "DescribeOrganization",
          .status(
            200, body: #"{"Organization":{"Id":"../x","MasterAccountId":"111111111111"}}"#,
            contentType: "application/json"))
      ]
    }
    let error = await #expect(throws: CollectError.self) { try await simulation.collect() }
    #expect(error == .malformedIdentifier(what: "an organization", found: "../x"))
  }
}
