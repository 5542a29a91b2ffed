import AWSClient
import Collector
import Foundation
import OrganizationModel
import OrganizationSimulator
import OrganizationsAPI
import Testing

@Suite struct RefusalTests {
  @Test(arguments: [
    "ListRoots", "ListOrganizationalUnitsForParent", "ListPolicies", "DescribePolicy", "ListTargetsForPolicy",
    "DescribeEffectivePolicy", "DescribeResourcePolicy", "ListDelegatedAdministrators",
    "ListAccountsWithInvalidEffectivePolicy", "ListAWSServiceAccessForOrganization", "GetCallerIdentity",
  ])
  func `a denied operation is named with its IAM action and makes the snapshot incomplete`(
    operation: String
  ) async throws {
    let outcome = try await Simulation(.sample()) { $0.deniedOperations = [operation] }.collect()
    let snapshot = outcome.snapshot
    #expect(!snapshot.isComplete)
    let entries = snapshot.unread.filter { $0.subject.hasPrefix(operation) }
    #expect(!entries.isEmpty)
    #expect(snapshot.unread.count == entries.count)
    #expect(entries.allSatisfy { $0.reason.contains("AccessDenied") })
    #expect(
      entries.allSatisfy { $0.reason.contains(":\(operation)") && $0.reason.contains("IAM action") })
    #expect((outcome.requests[operation] ?? 0) <= 16)
    // AWS's own answers stay what they are, and nothing is called opted out that is not.
    let complete = try await Simulation(.sample()).collect().snapshot
    for (seen, truth) in zip(
      OrganizationPosture(of: snapshot).accounts, OrganizationPosture(of: complete).accounts)
    {
      #expect(seen.verdict == truth.verdict || seen.verdict == .unknown)
      #expect(seen.lock.word == truth.lock.word || seen.lock.word == "unknown")
    }
  }

  @Test func `without the roots it is not known whether the type is in force`() async throws {
    let snapshot = try await Simulation(.sample()) { $0.deniedOperations = ["ListRoots"] }.collect().snapshot
    #expect(snapshot.isPolicyTypeEnabled == nil)
    #expect(snapshot.root.reason?.contains("organizations:ListRoots") == true)
    let posture = OrganizationPosture(of: snapshot)
    #expect(posture.lock.word == "unknown")
    #expect(posture.accounts.allSatisfy { $0.lock.word == "unknown" })
    // The places come from the paths, and the units are read below the root that these name.
    #expect(snapshot.accounts.allSatisfy { $0.parent != nil })
    #expect(snapshot.organizationalUnits.map(\.name) == ["EU", "Prod", "Security", "Workloads"])
  }

  @Test func `without roots and effective policies every verdict is unknown`() async throws {
    let snapshot = try await Simulation(.sample()) {
      $0.deniedOperations = ["ListRoots", "DescribeEffectivePolicy"]
    }.collect().snapshot
    let posture = OrganizationPosture(of: snapshot)
    #expect(posture.verdict == .unknown)
    #expect(posture.accounts.allSatisfy { $0.verdict == .unknown && $0.evidence == .none })
  }

  @Test func `without AWS's effective policies the computed ones stand, and say so`() async throws {
    let snapshot = try await Simulation(.sample()) { $0.deniedOperations = ["DescribeEffectivePolicy"] }
      .collect().snapshot
    let posture = try #require(snapshot.posture(of: "222222222222"))
    #expect(posture.evidence == .computed)
    #expect(posture.verdict == .optedOut)
    #expect(posture.reason?.contains("organizations:DescribeEffectivePolicy") == true)
    #expect(snapshot.unread.contains { $0.subject.hasPrefix("DescribeEffectivePolicy of ") })
  }

  @Test func `without tree and paths the places are unknown, and so is the lock`() async throws {
    let snapshot = try await Simulation(.sample()) {
      $0.deniedOperations = ["ListOrganizationalUnitsForParent"]
      $0.includesPaths = false
    }.collect().snapshot
    #expect(!snapshot.isComplete)
    #expect(snapshot.unread.contains { $0.subject == "account 444444444444" })
    let posture = try #require(snapshot.posture(of: "444444444444"))
    #expect(posture.lock.word == "unknown")
    #expect(posture.verdict == .partial)
    #expect(posture.evidence == .reported)
  }

  @Test(arguments: ["DescribeOrganization", "ListAccounts"])
  func `without organization or accounts there is no snapshot`(operation: String) async throws {
    let simulation = try Simulation(.sample()) { $0.deniedOperations = [operation] }
    let error = await #expect(throws: CollectError.self) { try await simulation.collect() }
    guard case .essentialAnswerMissing(let failure)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(failure.operation == operation)
    #expect(error?.description.contains("organizations:\(operation)") == true)
    #expect(error?.description.contains("\n") == false)
  }

  @Test func `an account in no organization is told so`() async throws {
    let simulation = try Simulation(.sample()) { $0.isInOrganization = false }
    let error = await #expect(throws: CollectError.self) { try await simulation.collect() }
    guard case .notInOrganization? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(error?.description.contains("remediate --new") == true)
  }

  @Test func `a member account is told its own effective policy`() async throws {
    let simulation = try Simulation(.sample()) { $0.callerAccountID = "444444444444" }
    let error = await #expect(throws: CollectError.self) { try await simulation.collect() }
    guard case .calledFromMember(let account, let management, let policy)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(account == "444444444444")
    #expect(management == "111111111111")
    #expect(policy.contains(#""polly":{"opt_out_policy":"optIn"}"#))
  }

  @Test func `an expired key ends the collect and says what to do`() async throws {
    let simulation = try Simulation(.sample()) { $0.expiredKeys = ["AKIAIOSFODNN7EXAMPLE"] }
    let error = await #expect(throws: CollectError.self) { try await simulation.collect() }
    guard case .credentialFailed(let failure)? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect(failure.kind == .expiredCredential)
    #expect(error?.description.contains("sign in again") == true)
  }

  @Test(arguments: ["DescribePolicy", "DescribeEffectivePolicy", "ListTargetsForPolicy", "ListRoots"])
  func `a key that expires on the way ends the collect`(operation: String) async throws {
    let simulation = try Simulation(.sample()) {
      $0.faults = [
        FaultRule(
          operation, .error(code: "ExpiredTokenException", message: "The token is expired", status: 400))
      ]
    }
    let error = await #expect(throws: CollectError.self) { try await simulation.collect() }
    guard case .credentialFailed? = error else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
  }

  @Test(arguments: [SimulatorBehaviour.SkewAnswer.invalidSignature, .requestTimeTooSkewed])
  func `a wrong clock is named with its difference`(answer: SimulatorBehaviour.SkewAnswer) async throws {
    let simulation = try Simulation(.sample()) {
      $0.clockOffset = 3600
      $0.skewAnswer = answer
    }
    let error = await #expect(throws: CollectError.self) { try await simulation.collect() }
    guard case .credentialFailed(let failure)? = error, case .clockSkew(let seconds) = failure.kind else {
      Issue.record("another error: \(String(describing: error))")
      return
    }
    #expect((-3660...(-3540)).contains(seconds))
    #expect(error?.description.contains(" s behind the server's") == true)
  }

  @Test(arguments: ["DescribeOrganization", "ListRoots", "ListAccounts", "DescribeEffectivePolicy"])
  func `an interruption ends the collect at once`(operation: String) async throws {
    let (reached, mark) = AsyncStream.makeStream(of: Void.self)
    var behaviour = SimulatorBehaviour()
    behaviour.faults = [FaultRule(operation, .neverAnswer)]
    behaviour.onRequest = { request, _ in if request.operation == operation { mark.yield() } }
    let simulator = try await OrganizationSimulator.start(.sample(), behaviour: behaviour)
    let collector = try Simulation.collector(
      from: simulator, options: CollectorOptions(toolVersion: "0.0.0-test"), requestTimeout: .seconds(60))
    let task = Task { try await collector.collect(from: .live(endpoint: nil, callerARN: nil)) }
    for await _ in reached { break }
    let start = ContinuousClock.now
    task.cancel()
    let error = await #expect(throws: CollectError.self) { try await task.value }
    #expect(error == .interrupted)
    #expect(ContinuousClock.now - start < .seconds(30))
    await simulator.stop()
  }
}
