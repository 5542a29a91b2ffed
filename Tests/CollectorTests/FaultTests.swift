import Collector
import OrganizationModel
import OrganizationSimulator
import OrganizationsAPI
import Testing

/// A collect of 30 accounts ends within 30 s whatever fails, and says what it lacks.
@Suite(.serialized) struct FaultTests {
  static let organization = SimulatedOrganization.generated(
    accounts: 30, organizationalUnits: 6, policies: 4, seed: 11)

  static let operations = [
    "GetCallerIdentity", "DescribeOrganization", "ListRoots", "ListAccounts",
    "ListOrganizationalUnitsForParent", "ListPolicies", "DescribePolicy", "ListTargetsForPolicy",
    "DescribeEffectivePolicy", "DescribeResourcePolicy", "ListDelegatedAdministrators",
    "ListAccountsWithInvalidEffectivePolicy", "ListAWSServiceAccessForOrganization",
  ]

  /// The snapshot, or nil when the collect ended with the error that these two operations give.
  private func collect(_ simulation: Simulation, failing operation: String) async throws -> Simulation
    .Outcome?
  {
    let clock = HurriedClock()
    var simulation = simulation
    simulation.timing = clock.timing
    defer { #expect(clock.elapsed < .seconds(30)) }
    guard ["DescribeOrganization", "ListAccounts"].contains(operation) else {
      return try await simulation.collect()
    }
    let error = await #expect(throws: CollectError.self) { try await simulation.collect() }
    guard case .essentialAnswerMissing(let failure)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return nil
    }
    #expect(failure.operation == operation)
    return nil
  }

  @Test(arguments: operations)
  func `an operation that always fails is named in time`(operation: String) async throws {
    let simulation = Simulation(Self.organization) {
      $0.faults = [FaultRule(operation, .serviceException)]
    }
    guard let outcome = try await collect(simulation, failing: operation) else { return }
    let entries = outcome.snapshot.unread
    #expect(!entries.isEmpty)
    #expect(entries.allSatisfy { $0.subject.hasPrefix(operation) && $0.reason.contains("ServiceException") })
    if operation != "DescribeEffectivePolicy" {
      #expect(
        outcome.snapshot.effectivePolicies.values.allSatisfy {
          if case .reported = $0 { true } else { false }
        })
    }
  }

  @Test(arguments: operations)
  func `an operation that is throttled for ever is named in time`(operation: String) async throws {
    let simulation = Simulation(Self.organization) { $0.faults = [FaultRule(operation, .throttled())] }
    guard let outcome = try await collect(simulation, failing: operation) else { return }
    #expect(!outcome.snapshot.isComplete)
    #expect(outcome.snapshot.unread.allSatisfy { $0.subject.hasPrefix(operation) })
  }

  @Test(arguments: UInt64(1)...3)
  func `a fifth of all calls may fail`(seed: UInt64) async throws {
    let clock = HurriedClock()
    var simulation = Simulation(Self.organization) {
      $0.faultSeed = seed
      $0.faults = [FaultRule(when: .probability(0.2), .serviceException)]
    }
    simulation.timing = clock.timing
    let outcome = try await simulation.collect()
    #expect(clock.elapsed < .seconds(30))
    // One call in 600 fails four times; what then lacks is named, and everything else is there.
    #expect(outcome.snapshot.unread.count <= 3)
    if outcome.snapshot.isComplete { expect(outcome.snapshot, equals: Self.organization) }
  }

  @Test(arguments: [
    FaultRule.Fault.status(500, body: "<html>NotImplementedError</html>", contentType: "text/html"),
    .status(500, body: "Internal Server Error", contentType: "text/plain"),
    .error(code: "UnknownOperationException", message: "", status: 400),
    .error(code: "NotImplemented", message: "not yet implemented", status: 501),
  ])
  func `an operation that is not there is asked a few times`(fault: FaultRule.Fault) async throws {
    let clock = HurriedClock()
    var simulation = Simulation(
      SimulatedOrganization.generated(accounts: 60, organizationalUnits: 6, policies: 4, seed: 11)
    ) { $0.faults = [FaultRule("DescribeEffectivePolicy", fault)] }
    simulation.timing = clock.timing
    let outcome = try await simulation.collect()
    #expect((outcome.requests["DescribeEffectivePolicy"] ?? 0) <= 12)
    #expect(clock.elapsed < .seconds(30))
    #expect(!outcome.snapshot.isComplete)
    let postures = OrganizationPosture(of: outcome.snapshot).accounts
    #expect(postures.allSatisfy { $0.reason != nil && [.computed, .none].contains($0.evidence) })
    #expect(postures.contains { $0.evidence == .computed })
  }

  static let breakages: [FaultRule.Fault] = [
    .connectionReset, .closedMidBody, .resetMidBody, .truncatedJSON,
    .html(status: 200, body: "<html>Sign in</html>"), .html(status: 502, body: "<html>Bad gateway</html>"),
    .status(500, body: "oops", contentType: "text/plain"), .status(503, body: "", contentType: "text/plain"),
    .html(status: 504, body: "<html>Gateway time-out</html>"),
    .status(200, body: "[]", contentType: "application/json"),
    .status(200, body: "null", contentType: "application/json"),
    .status(200, body: "", contentType: "application/json"), .wrongFieldType(member: nil), .neverAnswer,
    .slowDrip(bytes: 1, interval: .milliseconds(400)),
  ]

  @Test(arguments: breakages)
  func `an answer that breaks once is asked for again`(fault: FaultRule.Fault) async throws {
    var simulation = try Simulation(.sample()) {
      // The caller's identity is no JSON.
      $0.faults = Self.operations.dropFirst().map { FaultRule($0, when: .first(1), fault) }
    }
    simulation.requestTimeout = .seconds(1)
    let outcome = try await simulation.collect()
    expect(outcome.snapshot, equals: outcome.organization)
    #expect(outcome.snapshot.isComplete)
  }

  @Test(arguments: breakages)
  func `an answer that always breaks is unknown with its reason`(fault: FaultRule.Fault) async throws {
    let clock = HurriedClock()
    var simulation = try Simulation(.sample()) {
      $0.faults = [FaultRule("DescribePolicy", target: "p-lex", fault)]
    }
    simulation.requestTimeout = .milliseconds(500)
    simulation.timing = clock.timing
    let outcome = try await simulation.collect()
    #expect(outcome.snapshot.unread.map(\.subject) == ["DescribePolicy p-lex"])
    let policy = outcome.snapshot.policies.first { $0.id.rawValue == "p-lex" }
    #expect(policy?.content.reason?.isEmpty == false)
    // The four others, and four tries, of which libcurl repeats those whose kept connection was reset.
    #expect((outcome.requests["DescribePolicy"] ?? 0) <= (fault == .connectionReset ? 28 : 8))
    let posture = try #require(outcome.snapshot.posture(of: "555555555555"))
    #expect(posture.verdict == .partial)
    #expect(posture.evidence == .reported)
  }

  @Test func `the documented rates are kept to without loss`() async throws {
    let clock = HurriedClock()
    var simulation = Simulation(Self.organization) { $0.throttling = Throttling(factor: 10) }
    simulation.timing = clock.timing
    let outcome = try await simulation.collect()
    expect(outcome.snapshot, equals: Self.organization)
    #expect(outcome.snapshot.isComplete)
  }
}
