import OrganizationSimulator
import Testing

/// Who would ask, where, and what is missing.
@Suite struct DoctorTests {
  private func doctor(_ live: LiveRun, _ more: String...) async throws -> CommandLineRun {
    let run = try await CommandLineRun.run(
      ["doctor", "--endpoint-url", live.simulator.endpointURL] + more, environment: live.environment,
      in: live.store.scratch.url)
    try live.expectNoSecret(in: run)
    run.expectHarmlessText()
    return run
  }

  private func neededActions() async throws -> Set<String> {
    let policy = try await CommandLineRun.run(["iam-policy"]).json()
    return Set(policy.objects("Statement").first?.strings("Action") ?? [])
  }

  @Test func `a management account with all permissions is ready`() async throws {
    try await LiveRun.with { live in
      let run = try await doctor(live, "--json")
      #expect(run.status == 0, "\(run.errors) \(run.text)")
      let answer = try run.json()
      #expect(answer.string("state") == "ready")
      #expect(answer.object("identity")?.string("account") == "111111111111")
      #expect(answer.object("identity")?.string("arn")?.hasPrefix("arn:aws:sts::111111111111:") == true)
      #expect(answer.object("organization")?.string("id") == "o-lockedorg01")
      #expect(answer.object("organization")?.string("standing") == "managementAccount")
      #expect(answer.object("credentials")?.string("accessKeyEndsWith") == "2345")
      #expect(answer.object("credentials")?.string("source") == "environment variables")
      #expect(answer.object("region")?.string("name") == "us-east-1")
      #expect(answer.string("partition") == "aws")
      let endpoint = try #require(answer.objects("endpoints").first)
      #expect(endpoint.bool("overridden") == true)
      #expect(answer.strings("missing") == [])
      let needed = answer.objects("actions")
      #expect(Set(needed.compactMap { $0.string("action") }) == (try await neededActions()))
      #expect(needed.allSatisfy { $0.string("result") == "allowed" })
    }
  }

  @Test func `each operation is asked once, for one item, and nothing is stored`() async throws {
    try await LiveRun.with { live in
      _ = try await doctor(live)
      let requests = live.simulator.statistics.requests
      #expect(requests.values.allSatisfy { $0 == 1 }, "\(requests)")
      #expect(requests.count == 16)
      #expect(!live.store.scratch.exists("store.sqlite"))
      #expect(!live.store.scratch.exists(".local"))
    }
  }

  @Test func `missing actions are named with AWS's words`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.deniedOperations = ["ListRoots", "DescribeEffectivePolicy"]
    try await LiveRun.with(behaviour: behaviour) { live in
      let run = try await doctor(live)
      #expect(run.status == 1)
      #expect(run.text.hasPrefix("INCOMPLETE   13 of the 15 actions"))
      for words in [
        "organizations:ListRoots", "organizations:DescribeEffectivePolicy", "AccessDeniedException",
        "access key ending in 2345", "iam-policy",
      ] { #expect(run.text.contains(words), "\(words) in \(run.text)") }
      #expect(
        try await doctor(live, "--json").json().strings("missing") == [
          "organizations:ListRoots", "organizations:DescribeEffectivePolicy",
        ])
    }
  }

  @Test func `a member, a delegated administrator and an account outside are told apart`() async throws {
    for (account, tree, standing) in [
      ("222222222222", SampleOrganizations.locked, "member"),
      ("666666666666", SampleOrganizations.mixed, "delegatedAdministrator"),
    ] {
      var behaviour = SimulatorBehaviour()
      behaviour.callerAccountID = account
      try await LiveRun.with(tree, behaviour: behaviour) { live in
        let run = try await doctor(live, "--json")
        let answer = try run.json()
        #expect(answer.object("organization")?.string("standing") == standing, "\(run.text)")
        #expect(answer.object("identity")?.string("account") == account)
        if standing == "member" { #expect(run.status == 1) }
      }
    }
    var behaviour = SimulatorBehaviour()
    behaviour.isInOrganization = false
    try await LiveRun.with(behaviour: behaviour) { live in
      let run = try await doctor(live)
      #expect(run.status == 2)
      #expect(run.text.contains("in no organization"))
    }
  }

  @Test func `without anything allowed the exit status is 2`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.faults = [
      FaultRule(nil, when: .after(1), .error(code: "AccessDeniedException", message: "no", status: 400))
    ]
    try await LiveRun.with(behaviour: behaviour) { live in
      let run = try await doctor(live)
      #expect(run.status == 2)
      #expect(run.text.hasPrefix("UNUSABLE"))
    }
  }

  @Test func `keys that AWS does not know end it in one line`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.deniedKeys = [LiveRun.accessKeyID]
    try await LiveRun.with(behaviour: behaviour) { live in
      try await doctor(live).expectFailure(naming: "GetCallerIdentity", "check the access key")
    }
  }

  @Test func `words of AWS cannot harm the terminal`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.faults = [
      FaultRule(
        "ListRoots",
        .error(code: "AccessDeniedException", message: "a\\u001b[31m\\u202e\\nMissing", status: 400))
    ]
    try await LiveRun.with(behaviour: behaviour) { live in
      for run in [try await doctor(live), try await doctor(live, "--json")] { #expect(run.status == 1) }
    }
  }
}
