import OrganizationModel
import PolicyLanguage
import TestSupport
import Testing

@Suite struct SimulationTests {
  static let tree = """
    r-root Root [p-root]
      111111111111 Management
      ou-root-workload1 Workloads
        222222222222 Payments
        333333333333 Web
      ou-root-exception Exceptions [p-exception]
        444444444444 Vision
    """

  static let open = SamplePolicies.assigning("optOut")
  static let lexIn = SamplePolicies.assigning("optIn", to: "lex")

  private func snapshot(
    root: String = SamplePolicies.hardened, exception: String = SimulationTests.lexIn,
    others: [String: String] = [:], status: String? = "ENABLED",
    effective: Snapshot.EffectiveAnswers = .none
  ) throws -> Snapshot {
    let policies = ["p-root": root, "p-exception": exception].merging(others) { $1 }
    return try Snapshot.parsing(
      tree: Self.tree, policies: policies.mapValues { $0 }, status: status, effective: effective)
  }

  private func node(_ text: String) throws -> NodeID { try #require(NodeID(text)) }
  private func policy(_ text: String) throws -> PolicyID { try #require(PolicyID(text)) }
  private func account(_ text: String) throws -> AccountID { try #require(AccountID(text)) }

  @Test func `detaching the only lock opens every account and takes the values away`() throws {
    let simulation = try Simulation(
      of: [.detach(policy("p-root"), from: node("r-root"))], on: try snapshot(effective: .asComputed))
    #expect(simulation.verdicts.map(\.after) == Array(repeating: .notOptedOut, count: 4))
    let lost = simulation.changes.filter { $0.service == "default" }
    #expect(lost.count == 4)
    for change in lost {
      #expect(change.before == .value(.optOut))
      #expect(change.after == .nothing)
      #expect(change.lockBefore.word == "locked")
      #expect(change.lockAfter.word == "open")
      #expect(change.isLessProtected)
    }
    // The exception that the lock kept out comes into force.
    let lex = simulation.changes.filter { $0.service == "lex" }
    #expect(lex.map(\.account.rawValue) == ["444444444444"])
    #expect(lex.map(\.after) == [.value(.optIn)])
    #expect(simulation.endangersAccounts)
    #expect(simulation.disagreements.isEmpty)
  }

  @Test func `a lock that closes endangers nobody`() throws {
    let simulation = try Simulation(
      of: [.replace(policy("p-root"), by: SamplePolicies.hardened)], on: try snapshot(root: Self.open))
    #expect(!simulation.endangersAccounts)
    #expect(
      simulation.changes.filter { $0.service == "default" }.map(\.lockAfter.word).allSatisfy {
        $0 == "locked"
      })
    #expect(
      simulation.verdicts == [
        VerdictChange(account: try account("444444444444"), before: .partial, after: .optedOut)
      ])
  }

  @Test func `a value that can be changed below is a loss though the account was open before`() throws {
    let none = "\"@@operators_allowed_for_child_policies\": [\"@@none\"]"
    let leafLock = "{\"services\": {\"default\": {\"opt_out_policy\": {\(none), \"@@assign\": \"optOut\"}}}}"
    let simulation = try Simulation(
      of: [.replace(policy("p-root"), by: Self.open)], on: try snapshot(root: leafLock))
    let change = try #require(simulation.changes.first { $0.service == "default" })
    #expect(change.before == change.after)
    #expect((change.lockBefore.word, change.lockAfter.word) == ("open", "open"))
    #expect((change.valueLockBefore, change.valueLockAfter) == (true, false))
    #expect(simulation.endangersAccounts)
  }

  @Test func `taking away a value that default gives as well changes nothing`() throws {
    let snapshot = try snapshot(root: Self.open, exception: SamplePolicies.assigning("optOut", to: "lex"))
    let simulation = try Simulation(
      of: [.detach(policy("p-exception"), from: node("ou-root-exception"))], on: snapshot)
    #expect(simulation.changes.isEmpty)
    #expect(simulation.changed.concernedAccounts.map(\.rawValue) == ["444444444444"])
    #expect(!simulation.endangersAccounts)
  }

  @Test func `a moved account gets what its new place gives`() throws {
    let simulation = try Simulation(
      of: [.move(account("222222222222"), to: node("ou-root-exception"))], on: try snapshot(root: Self.open))
    #expect(
      simulation.verdicts == [
        VerdictChange(account: try account("222222222222"), before: .optedOut, after: .partial)
      ])
    #expect(simulation.changes.map(\.service) == ["lex"])
    #expect(simulation.changed.concernedAccounts.map(\.rawValue) == ["222222222222"])
  }

  @Test func `changes count together`() throws {
    let simulation = try Simulation(
      of: [
        .attach(.draft(name: "new.json", text: SamplePolicies.hardened), to: node("r-root")),
        .detach(policy("p-root"), from: node("r-root")),
      ], on: try snapshot())
    #expect(simulation.changes.isEmpty)
    #expect(!simulation.endangersAccounts)
  }

  @Test func `what is attached comes after what is there`() throws {
    let optIn = AttachedPolicy.draft(name: "in.json", text: SamplePolicies.assigning("optIn"))
    let loses = try Simulation(of: [.attach(optIn, to: node("r-root"))], on: try snapshot(root: Self.open))
    #expect(loses.changes.isEmpty)
    // Detached and attached again, the old policy comes last.
    let wins = try Simulation(
      of: [
        .attach(optIn, to: node("r-root")), .detach(policy("p-root"), from: node("r-root")),
        .attach(.existing(policy("p-root")), to: node("r-root")),
      ], on: try snapshot(root: Self.open))
    #expect(wins.verdicts.map(\.after) == Array(repeating: .notOptedOut, count: 4))
  }

  @Test func `policies that are there in unknown order stay order-dependent`() throws {
    let tree = """
      r-root Root [p-one, p-two]
        111111111111 Management
      """
    let snapshot = try Snapshot.parsing(
      tree: tree, policies: ["p-one": Self.open, "p-two": SamplePolicies.assigning("optIn", to: "lex")])
    let both = SamplePolicies.assigning(["default": "optIn", "lex": "optOut"])
    let simulation = try Simulation(of: [.replace(policy("p-two"), by: both)], on: snapshot)
    let change = try #require(simulation.changes.first { $0.service == "default" })
    #expect(change.after == .orderDependent([.optIn, .optOut]))
    #expect(change.conflicts.first?.policies == ["p-one", "p-two"])
    #expect(change.isLessProtected)
    #expect(simulation.endangersAccounts)
  }

  @Test func `what could not be read leaves accounts undecided`() throws {
    var snapshot = try snapshot()
    snapshot.targetsUnread[try policy("p-exception")] = "access denied"
    let simulation = try Simulation(
      of: [.replace(policy("p-root"), by: Self.open)], on: snapshot)
    #expect(simulation.undecided.count == 4)
    #expect(simulation.undecided.first?.reason.contains("access denied") == true)
    #expect(simulation.endangersAccounts)
  }

  @Test func `an answer of AWS that is not what is computed is told`() throws {
    let answers: [String: String?] = [
      "222222222222": "{}", "333333333333": EffectivePolicy(["default": .optOut]).json,
    ]
    let simulation = try Simulation(
      of: [.attach(.draft(name: "x", text: Self.lexIn), to: node("ou-root-workload1"))],
      on: try snapshot(effective: .texts(answers)))
    #expect(simulation.disagreements.map(\.account.rawValue) == ["222222222222"])
    #expect(
      simulation.changed.snapshot.effectivePolicies.values.allSatisfy {
        if case .unread = $0 { true } else { false }
      })
  }

  // MARK: - Limits

  @Test func `a sixth policy on a node is refused by AWS`() throws {
    let draft = { (name: String) in AttachedPolicy.draft(name: name, text: Self.open) }
    let names = ["1", "2", "3", "4", "5"]
    let changes = try names.map { SnapshotChange.attach(draft($0), to: try node("r-root")) }
    #expect(try Simulation(of: Array(changes.dropLast()), on: try snapshot()).brokenLimits.isEmpty)
    let limits = try Simulation(of: changes, on: try snapshot()).brokenLimits
    #expect(limits.map(\.kind) == [.policiesPerNode])
    #expect(limits.first?.subject == "r-root")
  }

  @Test func `a text of 2,501 characters is too long`() throws {
    for (length, kinds) in [(2_500, []), (2_501, [BrokenLimit.Kind.policySize])] {
      let text =
        SamplePolicies.hardened + String(repeating: " ", count: length - SamplePolicies.hardened.count)
      let simulation = try Simulation(of: [.replace(policy("p-root"), by: text)], on: try snapshot())
      #expect(simulation.brokenLimits.map(\.kind) == kinds)
    }
  }

  @Test(arguments: [
    "", "{}", "not json", #"{"services": {"default": {"opt_out_policy": {"@@assign": "optout"}}}}"#,
    #"{"services": {"Default": {"opt_out_policy": {"@@assign": "optOut"}}}}"#,
    #"{"services": {"lex ": {}}}"#, #"{"services": {"": {}}}"#, #"{"services": {"*": {}}}"#,
    #"{"services": {"lex": {"opt_out_policy": {"@@append": "optOut"}}}}"#,
    #"{"services": {"lex": {}, "lex": {}}}"#,
    #"{"services": {}, "other": {}}"#,
    #"{"services": {"@@operators_allowed_for_child_policies": []}}"#, #"{"services": {"@@assign": {}}}"#,
  ])
  func `a text that AWS rejects is named and left out`(text: String) throws {
    let simulation = try Simulation(of: [.replace(policy("p-root"), by: text)], on: try snapshot())
    #expect(simulation.brokenLimits.map(\.kind) == [.malformedPolicy])
    #expect(simulation.changes.isEmpty)
  }

  @Test(arguments: [
    #"{"services": {}}"#, #"{"services": {"default": {}}}"#,
    #"{"services": {"default": {"opt_out_policy": {}}}}"#,
    #"{"@@assign": 1, "@@operators_allowed_for_child_policies": ["@@none"], "services": {}}"#,
  ])
  func `a text that AWS accepts though it does nothing is simulated`(text: String) throws {
    let simulation = try Simulation(of: [.replace(policy("p-root"), by: text)], on: try snapshot())
    #expect(simulation.brokenLimits.isEmpty)
    #expect(simulation.verdicts.count == 4)
  }

  @Test func `a service key that this version does not know is a doubt and no refusal`() throws {
    let text = SamplePolicies.assigning("optOut", to: "brandnewservice")
    let simulation = try Simulation(
      of: [.attach(.draft(name: "n", text: text), to: node("ou-root-workload1"))], on: try snapshot())
    #expect(simulation.brokenLimits.isEmpty)
    #expect(simulation.changed.notes.first?.contains("brandnewservice") == true)
  }

  @Test func `nothing can be attached before the type is enabled`() throws {
    let simulation = try Simulation(
      of: [.attach(.draft(name: "n", text: Self.open), to: node("r-root"))], on: try snapshot(status: nil))
    #expect(simulation.brokenLimits.map(\.kind) == [.policyTypeNotEnabled])
    #expect(simulation.changes.isEmpty)
  }

  // MARK: - Errors

  @Test func `a change that does not fit is an error`() throws {
    let snapshot = try snapshot()
    let (root, unit, nowhere) = (
      try node("r-root"), try node("ou-root-workload1"), try node("ou-root-nowhere00")
    )
    let (policy, unknown, web) = (try policy("p-root"), try policy("p-unknown1"), try account("333333333333"))
    let cases: [([SnapshotChange], SnapshotChangeError)] = [
      ([.attach(.existing(policy), to: nowhere)], .unknownNode(nowhere)),
      ([.attach(.existing(unknown), to: root)], .unknownPolicy(unknown)),
      ([.attach(.existing(policy), to: root)], .alreadyAttached(policy, root)),
      ([.detach(policy, from: unit)], .notAttached(policy, unit, attachedTo: [root])),
      ([.detach(policy, from: root), .detach(policy, from: root)], .detachedTwice(policy, root)),
      ([.replace(unknown, by: "{}")], .unknownPolicy(unknown)),
      ([.replace(policy, by: Self.open), .replace(policy, by: Self.open)], .replacedTwice(policy)),
      ([.move(web, to: .account(web))], .notAContainer(.account(web))),
      ([.move(web, to: unit)], .alreadyThere(web, unit)),
      ([.move(web, to: root), .move(web, to: root)], .movedTwice(web)),
      ([.move(try account("999999999999"), to: root)], .unknownAccount(try account("999999999999"))),
    ]
    for (changes, error) in cases {
      #expect(throws: error) { try Simulation(of: changes, on: snapshot) }
      #expect(!"\(error)".contains("\n"))
    }
  }
}
