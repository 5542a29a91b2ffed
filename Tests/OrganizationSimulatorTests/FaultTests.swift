import OrganizationSimulator
import Testing

@Suite struct FaultTests {
  private func behaviour(_ rules: FaultRule...) -> SimulatorBehaviour {
    var behaviour = SimulatorBehaviour()
    behaviour.faults = rules
    return behaviour
  }

  /// The status of so many calls after each other.
  private func statuses(_ count: Int, _ operation: String, by client: SimulatorClient) async throws -> [Int] {
    var statuses: [Int] = []
    for _ in 0..<count { statuses.append(try await client.call(operation).status) }
    return statuses
  }

  @Test func `a status, an AWS error and an HTML page replace the answer`() async throws {
    let rules = behaviour(
      FaultRule("ListRoots", .status(503, body: "busy", contentType: "text/plain")),
      FaultRule("ListAccounts", .error(code: "ServiceException", message: "Oh", status: 500)),
      FaultRule("DescribeOrganization", .html(status: 502, body: "<h1>Bad gateway</h1>")))
    try await withSimulator(.sample(), rules) { client async throws in
      let roots = try await client.call("ListRoots")
      #expect(roots.status == 503 && roots.body == "busy")
      let accounts = try await client.call("ListAccounts")
      #expect(accounts.status == 500 && accounts.errorCode == "ServiceException")
      let organization = try await client.call("DescribeOrganization")
      #expect(organization.status == 502 && organization.headers["content-type"] == "text/html")
      #expect(
        client.simulator.statistics.faults == ["ListRoots": 1, "ListAccounts": 1, "DescribeOrganization": 1])
    }
  }

  @Test(arguments: [
    (FaultRule.Occurrence.always, [500, 500, 500, 500, 500, 500]),
    (.first(2), [500, 500, 200, 200, 200, 200]),
    (.every(3), [200, 200, 500, 200, 200, 500]),
    (.after(4), [200, 200, 200, 200, 500, 500]),
    (.probability(0), [200, 200, 200, 200, 200, 200]),
    (.probability(1), [500, 500, 500, 500, 500, 500]),
  ])
  func `an occurrence says which requests are struck`(when: FaultRule.Occurrence, expected: [Int])
    async throws
  {
    try await withSimulator(.sample(), behaviour(FaultRule("ListRoots", when: when, .serviceException))) {
      client async throws in
      #expect(try await statuses(6, "ListRoots", by: client) == expected)
      #expect(try await statuses(2, "DescribeOrganization", by: client) == [200, 200])
    }
  }

  @Test func `chance is repeatable and follows the seed`() async throws {
    func run(seed: UInt64) async throws -> [Int] {
      var behaviour = behaviour(FaultRule(when: .probability(0.5), .serviceException))
      behaviour.faultSeed = seed
      return try await withSimulator(.sample(), behaviour) { try await statuses(40, "ListRoots", by: $0) }
    }
    let first = try await run(seed: 7)
    #expect(try await run(seed: 7) == first)
    #expect(try await run(seed: 8) != first)
    #expect((8...32).contains(first.filter { $0 == 500 }.count))
  }

  @Test func `a rule may name the target`() async throws {
    let rule = FaultRule("DescribeEffectivePolicy", target: "333333333333", .throttled())
    try await withSimulator(.sample(), behaviour(rule)) { client async throws in
      #expect(try await client.effectivePolicy(of: "333333333333") == nil)
      #expect(try await client.effectivePolicy(of: "444444444444") != nil)
    }
  }

  @Test func `truncated JSON has a fitting length and does not parse`() async throws {
    try await withSimulator(.sample(), behaviour(FaultRule("ListRoots", .truncatedJSON))) {
      client async throws in
      let response = try await client.call("ListRoots")
      #expect(response.status == 200)
      #expect(response.body.utf8.count == response.promisedLength)
      #expect(response.body.hasPrefix(#"{"Roots":"#))
      #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(response.body) }
    }
  }

  @Test func `a reset ends the connection with an error and no answer`() async throws {
    try await withSimulator(.sample(), behaviour(FaultRule("ListRoots", .connectionReset))) {
      client async throws in
      let transcript = try await client.transcript(of: [client.request("ListRoots")])
      #expect(transcript.bytes.isEmpty)
      #expect(transcript.endedWithError)
    }
  }

  @Test func `a body may end too early`() async throws {
    try await withSimulator(.sample(), behaviour(FaultRule("ListRoots", .closedMidBody))) {
      client async throws in
      let transcript = try await client.transcript(of: [client.request("ListRoots")])
      let response = try #require(transcript.responses.first)
      #expect(!transcript.endedWithError)
      #expect(response.promisedLength > 0)
      #expect(response.body.utf8.count == response.promisedLength / 2)
    }
  }

  @Test func `a connection may be reset in the middle of a body`() async throws {
    try await withSimulator(.sample(), behaviour(FaultRule("ListRoots", .resetMidBody))) {
      client async throws in
      let transcript = try await client.transcript(of: [client.request("ListRoots")])
      #expect(transcript.endedWithError)
    }
  }

  @Test func `a slow answer arrives whole in the end`() async throws {
    let rule = FaultRule("ListRoots", .slowDrip(bytes: 16, interval: .milliseconds(2)))
    try await withSimulator(.sample(), behaviour(rule)) { client async throws in
      let start = ContinuousClock.now
      let response = try await client.call("ListRoots")
      #expect(response.json["Roots"]?.array?.count == 1)
      let pieces = response.promisedLength / 16
      #expect(ContinuousClock.now - start >= .milliseconds(2 * (pieces - 1)))
    }
  }

  @Test func `a request may stay without an answer`() async throws {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    var behaviour = behaviour(FaultRule("ListRoots", .neverAnswer))
    behaviour.onRequest = { _, _ in arrived.yield() }
    let simulator = try await OrganizationSimulator.start(.sample(), behaviour: behaviour)
    let client = SimulatorClient(simulator: simulator)
    async let first = client.transcript(of: [client.request("ListRoots")])
    async let second = client.transcript(of: [client.request("ListRoots")])
    var count = 0
    for await _ in arrivals {
      count += 1
      if count == 2 { break }
    }
    #expect(simulator.statistics.maximumInFlight == 2)
    #expect(simulator.statistics.connectionsOpened == 2)
    await simulator.stop()
    #expect(try await first.bytes.isEmpty)
    #expect(try await second.bytes.isEmpty)
    #expect(simulator.statistics.inFlight == 0)
  }

  @Test func `a member may have the wrong type`() async throws {
    let rules = behaviour(
      FaultRule("ListRoots", .wrongFieldType(member: nil)),
      FaultRule("ListAccounts", .wrongFieldType(member: "JoinedTimestamp")))
    try await withSimulator(.sample(), rules) { client async throws in
      let root = try await client.call("ListRoots").json["Roots"]?.array?.first
      #expect(root?["Id"] == .number("17"))
      #expect(root?["Name"] == "Root")
      let account = try await client.call("ListAccounts").json["Accounts"]?.array?.first
      #expect(account?["JoinedTimestamp"] == "seventeen")
      #expect(account?["Id"] == "111111111111")
    }
  }

  @Test func `a member may be missing wherever it stands`() async throws {
    try await withSimulator(.sample(), behaviour(FaultRule("ListAccounts", .missingMember("Name")))) {
      client async throws in
      let accounts = try await client.call("ListAccounts").json["Accounts"]?.array ?? []
      #expect(!accounts.isEmpty)
      #expect(accounts.allSatisfy { $0["Name"] == nil && $0["Id"] != nil })
    }
  }

  @Test func `new rules count from the beginning`() async throws {
    try await withSimulator(.sample(), behaviour(FaultRule(when: .first(1), .serviceException))) {
      client async throws in
      #expect(try await statuses(2, "ListRoots", by: client) == [500, 200])
      client.simulator.behaviour.faults = [FaultRule(when: .first(2), .serviceException)]
      #expect(try await statuses(3, "ListRoots", by: client) == [500, 500, 200])
    }
  }
}
