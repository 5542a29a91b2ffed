import OrganizationModel
import PolicyLanguage
import Remediation
import TestSupport
import Testing

@Suite struct RemediationPlannerTests {
  static let tree = """
    r-root Root [%ROOT%]
      111111111111 Management
      ou-root-workload1 Workloads [%UNIT%]
        222222222222 Payments [%ACCOUNT%]
        333333333333 Web
        ou-root-deeper001 Deeper
          555555555555 Deep
      ou-root-sandbox01 Sandbox
        444444444444 Play
    """

  struct State: Sendable, CustomTestStringConvertible {
    var name: String
    var root = ""
    var unit = ""
    var account = ""
    var policies: [String: String] = [:]
    var status: String? = "ENABLED"
    /// The steps, in few words.
    var steps: [String]
    var testDescription: String { name }

    func snapshot() throws -> Snapshot {
      try Snapshot.parsing(
        tree: tree.replacing("%ROOT%", with: root).replacing("%UNIT%", with: unit)
          .replacing("%ACCOUNT%", with: account), policies: policies, status: status)
    }
  }

  static let hardened = ["p-right": SamplePolicies.hardened]
  static let optIn = SamplePolicies.assigning("optIn", to: "rekognition")

  static let states: [State] = [
    State(name: "none", status: nil, steps: ["enable", "create", "attach AI services opt-out r-root"]),
    State(name: "a", root: "p-right", policies: hardened, steps: []),
    State(name: "b", policies: hardened, steps: ["attach right r-root"]),
    State(
      name: "c", root: "p-one", policies: ["p-one": SamplePolicies.assigning("optOut", to: "rekognition")],
      steps: ["replace p-one"]),
    State(
      name: "d", root: "p-open", policies: ["p-open": SamplePolicies.assigning("optOut")],
      steps: ["replace p-open"]),
    State(name: "e", account: "p-right", policies: hardened, steps: ["attach right r-root"]),
    State(
      name: "h", root: "p-in", policies: hardened.merging(["p-in": SamplePolicies.assigning("optIn")]) { $1 },
      steps: ["attach right r-root", "detach p-in r-root"]),
    State(
      name: "i", root: "p-open", account: "p-in",
      policies: ["p-open": SamplePolicies.assigning("optOut"), "p-in": SamplePolicies.assigning("optIn")],
      steps: ["replace p-open", "detach p-in 222222222222"]),
    State(
      name: "j", root: "p-right", policies: hardened, status: nil, steps: ["enable", "attach right r-root"]),
    State(
      name: "k", root: "p-open", unit: "p-in",
      policies: ["p-open": SamplePolicies.assigning("optOut"), "p-in": optIn],
      steps: ["replace p-open", "detach p-in ou-root-workload1"]),
    State(
      name: "an open policy beside the right one", root: "p-right, p-open",
      policies: hardened.merging(["p-open": SamplePolicies.assigning("optOut", to: "lex")]) { $1 },
      steps: ["detach p-open r-root"]),
    State(
      name: "a second right one stays", root: "p-right, p-also",
      policies: hardened.merging(["p-also": SamplePolicies.hardened]) { $1 },
      steps: []),
  ]

  static func words(_ step: RemediationStep) -> String {
    switch step {
    case .createOrganization: "organization"
    case .enableAllFeatures: "features"
    case .enablePolicyType: "enable"
    case .createPolicy: "create"
    case .replaceText(let id, _, _, _): "replace \(id)"
    case .attach(let policy, let node): "attach \(policy.name) \(node?.rawValue ?? "-")"
    case .detach(let id, _, let node, _): "detach \(id) \(node)"
    }
  }

  @Test(arguments: states)
  func `the fewest steps opt everybody out for good`(state: State) throws {
    var planner = try RemediationPlanner(snapshot: try state.snapshot(), exceptions: [])
    let plan = try planner.plan()
    #expect(plan.steps.map(Self.words) == state.steps)
    #expect(plan.problems.isEmpty)
    #expect(plan.after?.verdict == .optedOut)
    #expect(plan.after?.lock.word == "locked")
  }

  @Test func `a second plan after the first finds nothing to do`() throws {
    for state in Self.states {
      var planner = try RemediationPlanner(snapshot: try state.snapshot(), exceptions: [])
      let after = try #require(try planner.plan().after)
      var second = try RemediationPlanner(snapshot: after.snapshot, exceptions: [])
      #expect(try second.plan().steps.isEmpty, "\(state.name)")
    }
  }

  @Test func `the hardened policy has nothing for lint to say`() {
    #expect(Linter().diagnostics(for: OptOutPolicyText.hardened).isEmpty)
    #expect(OptOutPolicyText.hardened.count < 300)
  }

  @Test(arguments: ["ou-root-workload1", "ou-root-deeper001", "222222222222", "r-root", "111111111111"])
  func `an exception opts in that service at that node and nothing else`(node: String) throws {
    let node = try #require(NodeID(node))
    for state in Self.states {
      var planner = try RemediationPlanner(
        snapshot: try state.snapshot(), exceptions: [ScopedException(service: "comprehend", node: node)])
      let plan = try planner.plan()
      #expect(plan.problems.isEmpty, "\(state.name): \(plan.problems)")
      let after = try #require(plan.after)
      let tree = PolicyTree(of: after.snapshot)
      for posture in after.accounts {
        let path = (tree.path(toParentOf: posture.account.parent) ?? []) + [.account(posture.account.id)]
        #expect(posture.optedInServices == (path.contains(node) ? ["comprehend"] : []), "\(state.name)")
        #expect(posture.effective?.defaultValue == .optOut)
        if case .open(let phrases) = posture.lock { #expect(phrases == ["change \"comprehend\""]) }
      }
      var second = try RemediationPlanner(snapshot: after.snapshot, exceptions: plan.exceptions)
      #expect(try second.plan().steps.isEmpty, "\(state.name) again")
    }
  }

  @Test func `accounts away from the exception stay locked`() throws {
    let node = try #require(NodeID("ou-root-workload1"))
    var planner = try RemediationPlanner(
      snapshot: try Self.states[0].snapshot(),
      exceptions: [ScopedException(service: "comprehend", node: node)])
    let after = try #require(try planner.plan().after)
    let locks = Dictionary(
      uniqueKeysWithValues: after.accounts.map { ($0.account.id.rawValue, $0.lock.word) })
    #expect(locks["444444444444"] == "locked")
    #expect(locks["222222222222"] == "locked")
    // It hangs on the root itself, where the service has to stay open.
    #expect(locks["111111111111"] == "open")
  }

  @Test func `only accounts whose values, verdict or lock change are affected`() throws {
    // The unit is locked already; on the root the same policy locks it from further up, which changes nothing for it.
    let state = State(name: "a locked unit", unit: "p-right", policies: Self.hardened, steps: [])
    var planner = try RemediationPlanner(snapshot: try state.snapshot(), exceptions: [])
    #expect(try planner.plan().affectedAccounts.map(\.rawValue) == ["111111111111", "444444444444"])
  }

  @Test func `nothing is planned beside policies that nobody has seen`() throws {
    var snapshot = try Self.states[0].snapshot()
    snapshot.policiesUnread = "AccessDeniedException"
    #expect(throws: RemediationError.policiesUnread(reason: "AccessDeniedException")) {
      try RemediationPlanner(snapshot: snapshot, exceptions: [])
    }
  }

  @Test func `AWS takes every policy of a plan with exceptions`() throws {
    let nodes = ["ou-root-workload1", "444444444444"].compactMap { NodeID($0) }
    let exceptions = ["comprehend", "connecthealth::training"].flatMap { service in
      nodes.map { ScopedException(service: service, node: $0) }
    }
    var planner = try RemediationPlanner(snapshot: try Self.states[0].snapshot(), exceptions: exceptions)
    let plan = try planner.plan()
    #expect(plan.problems.isEmpty)
    #expect(plan.placements.count >= 2)
    for text in [plan.rootText] + plan.placements.map(\.text) {
      #expect(!Linter().diagnostics(for: text).contains { $0.severity == .error }, "\(text)")
      #expect(text.unicodeScalars.count <= PolicyAdmission.sizeLimit)
    }
  }

  @Test func `more exceptions than a policy holds are refused`() throws {
    let node = try #require(NodeID("ou-root-workload1"))
    let all = ServiceCatalogue.builtIn.keys.filter { $0 != EffectivePolicy.defaultKey }
    var planner = try RemediationPlanner(
      snapshot: try Self.states[0].snapshot(),
      exceptions: all.map { ScopedException(service: $0, node: node) })
    let error = #expect(throws: RemediationError.self) { try planner.plan() }
    guard case .policyTooLong(let characters, all.count)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(characters > PolicyAdmission.sizeLimit)
  }

  @Test func `an exception that makes no sense is refused`() throws {
    let snapshot = try Self.states[0].snapshot()
    let root = try #require(NodeID("r-root"))
    let unit = try #require(NodeID("ou-root-workload1"))
    #expect(throws: RemediationError.exceptionForDefault) {
      try RemediationPlanner(
        snapshot: snapshot, exceptions: [ScopedException(service: "default", node: root)])
    }
    #expect(throws: RemediationError.unknownService("Lex", suggestion: "lex")) {
      try RemediationPlanner(snapshot: snapshot, exceptions: [ScopedException(service: "Lex", node: root)])
    }
    #expect(throws: RemediationError.nestedException(service: "lex", unit, inside: root)) {
      try RemediationPlanner(
        snapshot: snapshot,
        exceptions: [
          ScopedException(service: "lex", node: root), ScopedException(service: "lex", node: unit),
        ])
    }
  }
}
