import Collector
import OrganizationModel
import OrganizationSimulator
import OrganizationsAPI
import Testing

/// What happens to the tree and its accounts while they are read.
@Suite struct TreeMovementTests {
  private static let end = "while the organization was read"

  /// Does `change` just before the request with this number is answered.
  private func outcome(
    before operation: String, number: Int = 1, _ adjust: (inout Simulation) -> Void = { _ in },
    _ change: @escaping @Sendable (OrganizationSimulator) throws -> Void
  ) async throws -> Simulation.Outcome {
    var simulation = try Simulation(.sample()) {
      $0.onRequest = { request, simulator in
        guard request.operation == operation, request.number == number else { return }
        do { try change(simulator) } catch { Issue.record(error) }
      }
    }
    adjust(&simulation)
    return try await simulation.collect()
  }

  @Test(arguments: [EffectiveMode.every, .representative], [true, false])
  func `an account that moves is found, placed and asked for again`(
    mode: EffectiveMode, hasPaths: Bool
  ) async throws {
    let outcome = try await outcome(before: "ListAccounts", number: 2) {
      $0.options.effectiveMode = mode
      $0.behaviour.includesPaths = hasPaths
    } _: {
      try $0.move("666666666666", to: "ou-ab12-prod")
    }
    expect(outcome.snapshot, equals: outcome.organization)
    #expect(
      outcome.snapshot.movedWhileReading == [
        "account 666666666666 was moved from ou-ab12-workloads to ou-ab12-prod \(Self.end)"
      ])
    #expect(outcome.snapshot.isComplete)
    #expect(outcome.snapshot.mismatches.isEmpty)
    let posture = outcome.snapshot.posture(of: "666666666666")
    // Prod opts lex in; before the move everything of the account was opted out.
    #expect(posture?.verdict == .partial)
    #expect(posture?.evidence == .reported)
    if mode == .every { #expect(outcome.requests["DescribeEffectivePolicy"] == 7) }
  }

  @Test func `a unit that moves takes the accounts below it along`() async throws {
    let outcome = try await outcome(before: "ListAccounts", number: 2) {
      try $0.change { try $0.moveOrganizationalUnit("ou-ab12-eu", to: "ou-ab12-workloads") }
    }
    expect(outcome.snapshot, equals: outcome.organization)
    #expect(
      outcome.snapshot.movedWhileReading == [
        "organizational unit ou-ab12-eu was moved from ou-ab12-prod to ou-ab12-workloads \(Self.end)"
      ])
    #expect(outcome.snapshot.isComplete)
    #expect(outcome.snapshot.posture(of: "555555555555")?.verdict == .optedOut)
    #expect(outcome.snapshot.mismatches.isEmpty)
    #expect(outcome.requests["DescribeEffectivePolicy"] == 8)
  }

  @Test func `an account that leaves or joins is said, and the rest stands`() async throws {
    let left = try await outcome(before: "ListAccounts", number: 2) { try $0.remove("444444444444") }
    expect(left.snapshot, equals: left.organization)
    #expect(
      left.snapshot.movedWhileReading == [
        "account 444444444444 disappeared from the list of accounts \(Self.end)",
        "policy p-polly was detached from 444444444444 \(Self.end)",
      ])
    #expect(left.snapshot.isComplete)

    let joined = try await outcome(before: "ListAccounts", number: 2) { simulator in
      let other = try SimulatedOrganization(
        tree: """
          o-exampleorg1 management=111111111111
          r-ab12 Root
            111111111111 Management
            ou-ab12-prod Prod
              777777777777 Fresh
          """)
      try simulator.addAccount(#require(other.accounts["777777777777"]))
    }
    expect(joined.snapshot, equals: joined.organization)
    #expect(
      joined.snapshot.movedWhileReading == [
        "account 777777777777 appeared in the list of accounts \(Self.end)"
      ])
    #expect(joined.snapshot.posture(of: "777777777777")?.evidence == .reported)
    #expect(joined.snapshot.isComplete)
  }

  @Test func `an account that a shifting page skips is found by the next listing`() async throws {
    // Six accounts on pages of three: when one of the first goes away, the fourth slips onto the page that was read.
    let outcome = try await outcome(before: "ListAccounts", number: 2) {
      $0.behaviour.pageSize = 3
    } _: {
      try $0.remove("222222222222")
    }
    expect(outcome.snapshot, equals: outcome.organization)
    #expect(outcome.snapshot.accounts.count == 5)
    #expect(outcome.snapshot.movedWhileReading.contains { $0.hasPrefix("account 222222222222 disappeared") })
    #expect(outcome.snapshot.isComplete)
  }

  @Test func `accounts that never hold still make the snapshot incomplete`() async throws {
    let outcome = try await Simulation(.sample()) {
      $0.onRequest = { request, simulator in
        guard request.operation == "ListAccounts" else { return }
        let place = request.number.isMultiple(of: 2) ? "ou-ab12-prod" : "ou-ab12-security"
        do { try simulator.move("666666666666", to: place) } catch { Issue.record(error) }
      }
    }.collect()
    #expect(outcome.requests["ListAccounts"] == 4)
    #expect(outcome.snapshot.unread.map(\.subject) == ["ListAccounts (once more at the end)"])
    #expect(outcome.snapshot.unread.first?.reason.contains("changed during each of 4 readings") == true)
    #expect(outcome.snapshot.movedWhileReading.count == 3)
  }

  @Test(arguments: ["ListAccounts", "ListRoots"])
  func `a second listing that fails is named, and the first one stands`(operation: String) async throws {
    let snapshot = try await Simulation(.sample()) {
      $0.faults = [
        FaultRule(
          operation, when: .after(1), .error(code: "AccessDeniedException", message: "no", status: 400))
      ]
    }.collect().snapshot
    #expect(snapshot.unread.map(\.subject) == ["\(operation) (once more at the end)"])
    #expect(snapshot.accounts.count == 6)
    #expect(snapshot.movedWhileReading.isEmpty)
  }

  @Test func `a policy type that is disabled meanwhile is no longer in force`() async throws {
    let outcome = try await outcome(before: "ListRoots", number: 2) { $0.disablePolicyType() }
    #expect(outcome.snapshot.isPolicyTypeEnabled == false)
    #expect(
      outcome.snapshot.movedWhileReading.contains(
        "policy type AISERVICES_OPT_OUT_POLICY was disabled \(Self.end)"))
    #expect(OrganizationPosture(of: outcome.snapshot).verdict == .notOptedOut)
  }
}
