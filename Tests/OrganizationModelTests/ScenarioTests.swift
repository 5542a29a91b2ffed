import OrganizationModel
import PolicyLanguage
import TestSupport
import Testing

/// Organizations as they are met, each with the answer that AWS's rules give.
@Suite struct ScenarioTests {
  struct Scenario: Sendable, CustomTestStringConvertible {
    var name: String
    var root: String = ""
    var unit: String = ""
    var account: String = ""
    var policies: [String: String] = [:]
    var status: String? = "ENABLED"
    var verdict: Verdict
    /// Verdicts of the accounts that differ from the organization's.
    var others: [String: Verdict] = [:]
    /// The word of the organization's lock.
    var lock: String
    var testDescription: String { name }

    var tree: String {
      """
      r-root Root [\(root)]
        111111111111 Management
        ou-root-workload1 Workloads [\(unit)]
          222222222222 Payments [\(account)]
          333333333333 Web
      """
    }
  }

  static let right = ["p-right": SamplePolicies.hardened]
  private static let none = #""@@operators_allowed_for_child_policies": ["@@none"]"#
  static let withOptIn = SamplePolicies.hardened.replacing(
    "\"default\": {",
    with: "\"comprehend\": {\"opt_out_policy\": {\(none), \"@@assign\": \"optIn\"}}, \"default\": {")
  static let servicesOpen =
    "{\"services\": {\"default\": {\(none), \"opt_out_policy\": {\(none), \"@@assign\": \"optOut\"}}}}"
  static let servicesOnly =
    "{\"services\": {\(none), \"default\": {\"opt_out_policy\": {\"@@assign\": \"optOut\"}}}}"

  static let scenarios: [Scenario] = [
    Scenario(name: "none: type not enabled", status: nil, verdict: .notOptedOut, lock: "open"),
    Scenario(
      name: "a: hardened on the root", root: "p-right", policies: right, verdict: .optedOut, lock: "locked"),
    Scenario(name: "b: attached to nothing", policies: right, verdict: .notOptedOut, lock: "open"),
    Scenario(
      name: "c: one service only", root: "p-one",
      policies: ["p-one": SamplePolicies.assigning("optOut", to: "rekognition")], verdict: .partial,
      lock: "open"),
    Scenario(
      name: "d: default without lock", root: "p-open",
      policies: ["p-open": SamplePolicies.assigning("optOut")],
      verdict: .optedOut, lock: "open"),
    Scenario(
      name: "e: on one account", account: "p-right", policies: right, verdict: .partial,
      others: ["111111111111": .notOptedOut, "222222222222": .optedOut, "333333333333": .notOptedOut],
      lock: "open"),
    Scenario(
      name: "f: locked with an opt-in", root: "p-mixed", policies: ["p-mixed": withOptIn], verdict: .partial,
      lock: "locked"),
    Scenario(
      name: "g: lock on services only", root: "p-services", policies: ["p-services": servicesOnly],
      verdict: .optedOut, lock: "open"),
    Scenario(
      name: "h: opted in, a right draft unattached", root: "p-in",
      policies: ["p-in": SamplePolicies.assigning("optIn"), "p-right": SamplePolicies.hardened],
      verdict: .notOptedOut, lock: "open"),
    Scenario(
      name: "i: one account overrides", root: "p-open", account: "p-in",
      policies: ["p-open": SamplePolicies.assigning("optOut"), "p-in": SamplePolicies.assigning("optIn")],
      verdict: .partial,
      others: ["111111111111": .optedOut, "222222222222": .notOptedOut, "333333333333": .optedOut],
      lock: "open"),
    Scenario(
      name: "j: type disabled after attaching", root: "p-right", policies: right, status: nil,
      verdict: .notOptedOut, lock: "open"),
    Scenario(
      name: "k: a unit adds an opt-in", root: "p-leaf", unit: "p-in",
      policies: ["p-leaf": servicesOpen, "p-in": SamplePolicies.assigning("optIn", to: "rekognition")],
      verdict: .partial, others: ["111111111111": .optedOut], lock: "open"),
    Scenario(
      name: "pending is not enabled", root: "p-right", policies: right, status: "PENDING_ENABLE",
      verdict: .notOptedOut, lock: "open"),
  ]

  @Test(arguments: scenarios, [true, false])
  func `a scenario has its verdict and lock`(row: Scenario, isAnswered: Bool) throws {
    let snapshot = try Snapshot.parsing(
      tree: row.tree, policies: row.policies, status: row.status, effective: isAnswered ? .asComputed : .none)
    let posture = OrganizationPosture(of: snapshot)
    #expect(posture.verdict == row.verdict)
    #expect(posture.lock.word == row.lock)
    for account in posture.accounts {
      #expect(account.verdict == row.others[account.account.id.rawValue] ?? row.verdict)
      #expect(account.evidence == (isAnswered ? .reported : .computed))
    }
  }

  @Test func `the lock names the highest node and what is open`() throws {
    let locked = OrganizationPosture(
      of: try Snapshot.parsing(tree: Self.scenarios[1].tree, policies: Self.right))
    #expect(locked.lock == .locked(by: try #require(NodeID("r-root"))))
    let open = OrganizationPosture(
      of: try Snapshot.parsing(tree: Self.scenarios[7].tree, policies: ["p-services": Self.servicesOnly]))
    #expect(open.lock == .open(["change \"default\""]))
  }
}
