import Collector
import OrganizationModel
import OrganizationSimulator
import OrganizationsAPI
import Testing

/// What happens to an organization while it is read.
@Suite struct MovementTests {
  /// Does `change` just before the request with this number is answered. The second ListAccounts stands between the
  /// first reading and the second one of the policies, which are asked about side by side.
  private func simulation(
    before operation: String, number: Int = 1,
    _ change: @escaping @Sendable (OrganizationSimulator) throws -> Void
  ) throws -> Simulation {
    try Simulation(.sample()) {
      $0.onRequest = { request, simulator in
        guard request.operation == operation, request.number == number else { return }
        do { try change(simulator) } catch { Issue.record(error) }
      }
    }
  }

  @Test func `an attachment that appears is read with all that it affects`() async throws {
    let outcome = try await simulation(before: "ListAccounts", number: 2) {
      try $0.attach("p-draft", to: "ou-ab12-workloads")
    }.collect()
    expect(outcome.snapshot, equals: outcome.organization)
    #expect(
      outcome.snapshot.movedWhileReading == [
        "policy p-draft was attached to ou-ab12-workloads while the organization was read"
      ])
    #expect(outcome.snapshot.isComplete)
    #expect(outcome.snapshot.mismatches.isEmpty)
    // The first six, and once more the three accounts below the unit.
    #expect(outcome.requests["DescribeEffectivePolicy"] == 9)
    #expect(outcome.snapshot.posture(of: "666666666666")?.verdict == .notOptedOut)
  }

  @Test func `an attachment that vanishes is read with all that it affects`() async throws {
    let outcome = try await simulation(before: "ListAccounts", number: 2) {
      try $0.detach("p-everyone", from: "r-ab12")
    }.collect()
    expect(outcome.snapshot, equals: outcome.organization)
    #expect(outcome.snapshot.movedWhileReading.map { $0.contains("detached from r-ab12") } == [true])
    #expect(outcome.snapshot.mismatches.isEmpty)
    #expect(outcome.snapshot.posture(of: "666666666666")?.verdict == .notOptedOut)
  }

  @Test func `in representative mode the representatives are chosen again`() async throws {
    var simulation = try simulation(before: "ListAccounts", number: 2) {
      try $0.attach("p-draft", to: "555555555555")
    }
    simulation.options.effectiveMode = .representative
    let outcome = try await simulation.collect()
    expect(outcome.snapshot, equals: outcome.organization)
    #expect(outcome.snapshot.posture(of: "555555555555")?.evidence == .reported)
    #expect(outcome.snapshot.mismatches.isEmpty)
  }

  @Test func `a policy that is created or deleted meanwhile is said`() async throws {
    let created = try await simulation(before: "ListAccounts", number: 2) {
      let other = try SimulatedOrganization(
        tree: """
          o-other management=111111111111
          r-ab12 Root
            111111111111 Management
          policy p-fresh Fresh {}
          """)
      try $0.addPolicy(#require(other.policies["p-fresh"]))
    }.collect()
    expect(created.snapshot, equals: created.organization)
    #expect(
      created.snapshot.movedWhileReading == ["policy p-fresh was created while the organization was read"])
    #expect(created.snapshot.isComplete)

    let deleted = try await simulation(before: "ListAccounts", number: 2) { try $0.removePolicy("p-lex") }
      .collect()
    expect(deleted.snapshot, equals: deleted.organization)
    #expect(
      deleted.snapshot.movedWhileReading == [
        "policy p-lex was deleted while the organization was read",
        "policy p-lex was detached from ou-ab12-prod while the organization was read",
      ])
    #expect(deleted.snapshot.isComplete)
    #expect(deleted.snapshot.posture(of: "555555555555")?.verdict == .optedOut)
  }

  @Test func `a policy deleted right after it was listed leaves no gap`() async throws {
    let outcome = try await simulation(before: "DescribePolicy") { try $0.removePolicy("p-draft") }.collect()
    expect(outcome.snapshot, equals: outcome.organization)
    #expect(outcome.snapshot.isComplete)
    #expect(outcome.snapshot.unread == [])
    #expect(outcome.snapshot.targetsUnread.isEmpty)
    #expect(
      outcome.snapshot.movedWhileReading == ["policy p-draft was deleted while the organization was read"])
  }

  @Test func `a policy whose text changes meanwhile is read again`() async throws {
    let text = #"{"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}}}}"#
    let outcome = try await simulation(before: "ListAccounts", number: 2) {
      try $0.update("p-everyone", content: text)
    }.collect()
    #expect(outcome.snapshot.mismatches.isEmpty)
    for posture in OrganizationPosture(of: outcome.snapshot).accounts {
      #expect(posture.evidence == .reported)
    }
    // Either reading is consistent: all before the change, or all after it.
    let content = outcome.snapshot.policies.first { $0.id.rawValue == "p-everyone" }?.content.value
    #expect((content == text) == (outcome.snapshot.reported("666666666666")?.contains("optIn") == true))
  }

  @Test(arguments: ["ListPolicies", "ListTargetsForPolicy"])
  func `a second listing that fails is named`(operation: String) async throws {
    let first = operation == "ListPolicies" ? 1 : 5
    let snapshot = try await Simulation(.sample()) {
      $0.faults = [
        FaultRule(
          operation, when: .after(first), .error(code: "AccessDeniedException", message: "no", status: 400))
      ]
    }.collect().snapshot
    #expect(!snapshot.isComplete)
    #expect(snapshot.unread.allSatisfy { $0.subject.hasPrefix(operation) })
    #expect(snapshot.policies.count == 5)
    #expect(snapshot.targetsUnread.isEmpty)
  }

  // MARK: - Publication

  @Test func `an answer that AWS publishes late is asked for again after the pause`() async throws {
    let simulation = try Simulation(.sample()) {
      $0.publicationDelay = .calls(6)
      $0.onRequest = { request, simulator in
        guard request.operation == "GetCallerIdentity" else { return }
        do { try simulator.attach("p-draft", to: "ou-ab12-security") } catch { Issue.record(error) }
      }
    }
    let outcome = try await simulation.collect()
    expect(outcome.snapshot, equals: outcome.organization)
    #expect(outcome.snapshot.mismatches.isEmpty)
    #expect(outcome.snapshot.isComplete)
  }

  /// A change that AWS has not published when the collect begins; by default never.
  private func late(_ change: (inout Simulation) -> Void = { _ in }) async throws -> Simulation.Outcome {
    var simulation = try Simulation(.sample()) {
      $0.publicationDelay = .calls(1000)
      $0.onRequest = { request, simulator in
        guard request.operation == "ListPolicies", request.number == 1 else { return }
        do { try simulator.attach("p-draft", to: "666666666666") } catch { Issue.record(error) }
      }
    }
    change(&simulation)
    return try await simulation.collect()
  }

  @Test func `a difference that stays is recorded with both texts and a cause`() async throws {
    let outcome = try await late()
    #expect(outcome.pauses == 1)
    let mismatch = try #require(outcome.snapshot.mismatches.first)
    #expect(outcome.snapshot.mismatches.count == 1)
    #expect(mismatch.account.rawValue == "666666666666")
    #expect(mismatch.computed == #"{"services":{"default":{"opt_out_policy":"optIn"}}}"#)
    #expect(mismatch.reported == #"{"services":{"default":{"opt_out_policy":"optOut"}}}"#)
    #expect(mismatch.cause.contains("not published yet"))
    // AWS's answer decides.
    #expect(outcome.snapshot.posture(of: "666666666666")?.verdict == .optedOut)
  }

  @Test func `a difference that goes away during the pause leaves no mismatch`() async throws {
    let outcome = try await late { simulation in
      simulation.pause = { simulator in
        simulator.behaviour.publicationDelay = nil
        do { try simulator.rename("666666666666", to: "Renamed") } catch { Issue.record(error) }
      }
    }
    #expect(outcome.pauses == 1)
    #expect(outcome.snapshot.mismatches.isEmpty)
    #expect(outcome.snapshot.posture(of: "666666666666")?.verdict == .notOptedOut)
    #expect(outcome.requests["DescribeEffectivePolicy"] == 7)
  }

  @Test func `a second answer that fails leaves the first one standing`() async throws {
    let outcome = try await late { simulation in
      simulation.pause = { $0.behaviour.deniedOperations = ["DescribeEffectivePolicy"] }
    }
    #expect(outcome.snapshot.mismatches.map(\.account.rawValue) == ["666666666666"])
    #expect(outcome.snapshot.posture(of: "666666666666")?.evidence == .reported)
    #expect(outcome.snapshot.unread.map(\.subject) == ["DescribeEffectivePolicy 666666666666"])
  }

  @Test func `a text that changed between the questions is no mismatch`() async throws {
    let text = #"{"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}}}}"#
    // The policy's texts are read, then the change happens, and then AWS is asked what is in force.
    var simulation = try Simulation(.sample()) {
      $0.onRequest = { request, simulator in
        guard request.operation == "ListPolicies", request.number == 2 else { return }
        do {
          try simulator.update("p-everyone", content: text)
          try simulator.attach("p-polly", to: "666666666666")
          try simulator.detach("p-polly", from: "666666666666")
          try simulator.attach("p-polly", to: "222222222222")
        } catch { Issue.record(error) }
      }
    }
    simulation.options.effectiveMode = .representative
    let outcome = try await simulation.collect()
    expect(outcome.snapshot, equals: outcome.organization)
    #expect(outcome.snapshot.mismatches.isEmpty)
    #expect(
      outcome.snapshot.movedWhileReading.contains(
        "policy p-everyone was changed while the organization was read"))
  }
}
