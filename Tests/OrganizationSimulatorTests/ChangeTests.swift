import Foundation
import OrganizationSimulator
import Parallelism
import Testing

@Suite struct ChangeTests {
  private static let outOnly = #"{"services":{"default":{"opt_out_policy":"optOut"}}}"#

  @Test func `changes show in the answers`() async throws {
    try await withSimulator(.sample()) { client async throws in
      let simulator = client.simulator
      #expect(try await client.effectivePolicy(of: "111111111111") == Self.outOnly)
      try simulator.attach("p-lexoptin01", to: "111111111111")
      #expect(
        try await client.effectivePolicy(of: "111111111111")?.contains(#""lex":{"opt_out_policy":"optIn"}"#)
          == true)
      try simulator.detach("p-lexoptin01", from: "111111111111")
      #expect(try await client.effectivePolicy(of: "111111111111") == Self.outOnly)
      try simulator.update(
        "p-everyone01", content: #"{"services":{"q":{"opt_out_policy":{"@@assign":"optIn"}}}}"#)
      #expect(
        try await client.effectivePolicy(of: "111111111111")
          == #"{"services":{"q":{"opt_out_policy":"optIn"}}}"#)
      try simulator.move("333333333333", to: "r-ab12")
      #expect(
        try await client.call("ListParents", ["ChildId": "333333333333"]).json["Parents"]?.array?.first?["Id"]
          == "r-ab12")
      try simulator.close("333333333333")
      try simulator.rename("333333333333", to: "Old payments")
      try simulator.rename("ou-ab12-workloads", to: "Work")
      try simulator.addAccount(
        SimulatedAccount(id: "555555555555", name: "New", parentID: "ou-ab12-prod0000"))
      let accounts = try await client.pages("ListAccounts", "Accounts").items
      #expect(
        accounts.map { $0["Name"]?.string } == ["Management", "Log Archive", "Old payments", "Search", "New"])
      #expect(accounts[2]["State"] == "CLOSED" && accounts[2]["Status"] == "SUSPENDED")
      #expect(
        accounts[4]["Paths"] == ["o-exampleorg1/r-ab12/ou-ab12-workloads/ou-ab12-prod0000/555555555555/"])
    }
  }

  @Test func `disabling the type drops attachments for good`() async throws {
    try await withSimulator(.sample()) { client async throws in
      client.simulator.disablePolicyType()
      let input: JSONValue = ["PolicyType": "AISERVICES_OPT_OUT_POLICY"]
      #expect(
        try await client.call("DescribeEffectivePolicy", input).errorCode
          == "EffectivePolicyNotFoundException")
      #expect(try await client.call("ListRoots").json["Roots"]?.array?.first?["PolicyTypes"] == [])
      client.simulator.enablePolicyType()
      #expect(try await client.effectivePolicy(of: "333333333333") == "{}")
      let policies = try await client.pages(
        "ListPolicies", "Policies", ["Filter": "AISERVICES_OPT_OUT_POLICY"]
      ).items
      #expect(policies.count == 5)
    }
  }

  @Test func `a member without an effective policy is told that there is none`() async throws {
    try await withSimulator(.sample()) { client async throws in
      client.simulator.disablePolicyType()
      client.simulator.enablePolicyType()
      client.simulator.behaviour.callerAccountID = "333333333333"
      let input: JSONValue = ["PolicyType": "AISERVICES_OPT_OUT_POLICY"]
      #expect(
        try await client.call("DescribeEffectivePolicy", input).errorCode
          == "EffectivePolicyNotFoundException")
    }
  }

  @Test func `a change is published after so many calls`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.publicationDelay = .calls(2)
    try await withSimulator(.sample(), behaviour) { client async throws in
      try client.simulator.detach("p-everyone01", from: "r-ab12")
      #expect(try await client.effectivePolicy(of: "111111111111") == Self.outOnly)
      #expect(try await client.effectivePolicy(of: "111111111111") == Self.outOnly)
      #expect(try await client.effectivePolicy(of: "111111111111") == "{}")
    }
  }

  @Test func `a change is published after a time, and its timestamp moves at once`() async throws {
    let simulator = try await OrganizationSimulator.start(.sample())
    let client = SimulatorClient(simulator: simulator)
    let clock = ClockBox()
    simulator.behaviour.clock = { clock.now }
    simulator.behaviour.publicationDelay = .time(3)
    clock.set(1_767_225_600)
    try simulator.detach("p-everyone01", from: "r-ab12")
    let input: JSONValue = ["PolicyType": "AISERVICES_OPT_OUT_POLICY", "TargetId": "111111111111"]
    let early = try await client.call("DescribeEffectivePolicy", input).json["EffectivePolicy"]
    #expect(early?["PolicyContent"]?.string == Self.outOnly)
    #expect(early?["LastUpdatedTimestamp"]?.number == 1_767_225_600)
    clock.set(1_767_225_603)
    #expect(try await client.effectivePolicy(of: "111111111111") == "{}")
    await simulator.stop()
  }

  private final class ClockBox: Sendable {
    private let seconds = Locked(0.0)
    var now: Date { Date(timeIntervalSince1970: seconds.withLock { $0 }) }
    func set(_ value: Double) { seconds.withLock { $0 = value } }
  }

  @Test func `a hook changes the organization in the middle of a listing`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.pageSize = 2
    behaviour.onRequest = { request, simulator in
      guard request.operation == "ListAccounts", request.number == 2 else { return }
      try? simulator.addAccount(SimulatedAccount(id: "555555555555", name: "New", parentID: "r-ab12"))
    }
    try await withSimulator(.sample(), behaviour) { client async throws in
      #expect(try await client.pages("ListAccounts", "Accounts").sizes == [2, 2, 1])
    }
  }

  @Test func `an impossible change is refused`() throws {
    var organization = try SimulatedOrganization.sample()
    let now = Date(timeIntervalSince1970: 0)
    #expect(throws: SimulatedChangeError.unknownPolicy("p-none")) {
      try organization.attach("p-none", to: "r-ab12", at: now)
    }
    #expect(throws: SimulatedChangeError.attached(policy: "p-everyone01", node: "r-ab12")) {
      try organization.attach("p-everyone01", to: "r-ab12", at: now)
    }
    #expect(throws: SimulatedChangeError.noParent("444444444444")) {
      try organization.move("333333333333", to: "444444444444", at: now)
    }
    #expect(throws: SimulatedChangeError.duplicate("333333333333")) {
      try organization.addAccount(SimulatedAccount(id: "333333333333", name: "Twice", parentID: "r-ab12"))
    }
  }
}
