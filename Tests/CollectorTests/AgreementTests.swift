import Collector
import OrganizationModel
import OrganizationSimulator
import Testing

/// The product's engine against the simulator's answers, which come from another implementation of the same rules.
@Suite struct AgreementTests {
  @Test(arguments: UInt64(1)...8)
  func `computed and reported agree for every account`(seed: UInt64) async throws {
    let organization = SimulatedOrganization.generated(
      accounts: 60, organizationalUnits: 20, policies: 14, seed: seed)
    let outcome = try await Simulation(organization).collect()
    let answers = outcome.snapshot.effectivePolicies.values.filter {
      if case .reported(let answer) = $0 { answer.text != nil } else { false }
    }
    #expect(answers.count == 60)
    #expect(outcome.snapshot.mismatches == [])
    #expect(outcome.pauses == 0)
  }

  @Test(arguments: ["p-in,p-out", "p-out,p-in"])
  func `conflicts on one node agree with AWS in any order of attachment`(order: String) async throws {
    let tree = #"""
      o-exampleorg1 management=111111111111
      r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY policies=\#(order)
        111111111111 Management
      policy p-in In {"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}}}}
      policy p-out Out {"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}
      """#
    let outcome = try await Simulation(tree: tree).collect()
    #expect(outcome.snapshot.mismatches.isEmpty)
    #expect(outcome.pauses == 0)
    let posture = try #require(outcome.snapshot.posture(of: "111111111111"))
    #expect(posture.evidence == .reported)
    #expect(
      posture.verdict
        == (outcome.snapshot.reported("111111111111")?.contains("optIn") == true
          ? .notOptedOut : .optedOut))
  }

  @Test(arguments: ["r-ab12", "ou-ab12-top", "ou-ab12-low"])
  func `a lock agrees with AWS at every level and names its node`(node: String) async throws {
    func policies(_ id: String) -> String { id == node ? "policies=p-lock" : "" }
    let tree = #"""
      o-exampleorg1 management=111111111111
      r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY \#(policies("r-ab12"))
        111111111111 Management
        ou-ab12-top Top \#(policies("ou-ab12-top"))
          ou-ab12-low Low \#(policies("ou-ab12-low"))
            222222222222 Member policies=p-in
      policy p-lock Lock {"services":{"@@operators_allowed_for_child_policies":["@@none"],"default":{"@@operators_allowed_for_child_policies":["@@none"],"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optOut"}}}}
      policy p-in In {"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}},"lex":{"opt_out_policy":{"@@assign":"optIn"}}}}
      """#
    let snapshot = try await Simulation(tree: tree).collect().snapshot
    #expect(snapshot.mismatches.isEmpty)
    let posture = try #require(snapshot.posture(of: "222222222222"))
    #expect(posture.verdict == .optedOut)
    #expect(posture.lock == NodeID(node).map { .locked(by: $0) })
  }

  @Test(arguments: UInt64(20)...22)
  func `representatives give every account what asking for each gives`(seed: UInt64) async throws {
    let organization = SimulatedOrganization.generated(
      accounts: 60, organizationalUnits: 8, policies: 9, seed: seed)
    var simulation = Simulation(organization)
    let every = try await simulation.collect()
    simulation.options.effectiveMode = .representative
    let some = try await simulation.collect()
    #expect((some.requests["DescribeEffectivePolicy"] ?? 60) < 45)
    let left = OrganizationPosture(of: every.snapshot).accounts
    let right = OrganizationPosture(of: some.snapshot).accounts
    #expect(left.map(\.effective) == right.map(\.effective))
    #expect(left.map(\.verdict) == right.map(\.verdict))
    #expect(left.allSatisfy { $0.evidence == .reported })
    #expect(right.contains { $0.evidence == .representative })
    #expect(right.allSatisfy { [.reported, .representative].contains($0.evidence) })
  }

  @Test func `no account stands for another while it is not known which policies they have`() async throws {
    let tree = #"""
      o-exampleorg1 management=111111111111
      r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-out
        111111111111 Management
        222222222222 Plain
        333333333333 Own policies=p-in
      policy p-out Out {"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}
      policy p-in In {"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}}}}
      """#
    var simulation = try Simulation(tree: tree) {
      $0.faults = [
        FaultRule(
          "ListTargetsForPolicy", target: "p-in",
          .error(code: "AccessDeniedException", message: "no", status: 400))
      ]
    }
    simulation.options.effectiveMode = .representative
    let snapshot = try await simulation.collect().snapshot
    #expect(snapshot.posture(of: "222222222222")?.verdict == .optedOut)
    #expect(snapshot.posture(of: "333333333333")?.verdict == .notOptedOut)
    #expect(snapshot.posture(of: "333333333333")?.evidence == .reported)
  }
}
