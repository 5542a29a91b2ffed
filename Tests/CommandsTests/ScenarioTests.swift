import OrganizationSimulator
import Testing

/// Organizations that other tools judge wrongly, as offline exports, each with the answer that AWS's rules give.
@Suite struct ScenarioTests {
  struct Scenario: Sendable, CustomTestStringConvertible {
    var name: String
    var isEnabled = true
    /// The policies on the root, on the unit of 222222222222 and 333333333333, and on 222222222222 itself.
    var root = ""
    var unit = ""
    var account = ""
    var policies: [String: String] = [:]
    var verdict: String
    /// Verdicts of the accounts that differ from the organization's.
    var others: [String: String] = [:]
    /// Of the organization and of each account.
    var lock: String
    /// Exit statuses of `status` and of `status --require-lock`.
    var exits: (Int32, Int32)
    var testDescription: String { name }

    var tree: String {
      """
      o-exampleorg1 management=111111111111
      r-ab12 Root \(isEnabled ? "enabled=AISERVICES_OPT_OUT_POLICY" : "") \(attribute(root))
        111111111111 Management
        ou-ab12-workload1 Workloads \(attribute(unit))
          222222222222 Payments \(attribute(account))
          333333333333 Web
        ou-ab12-sandbox01 Sandbox
          444444444444 Play
          555555555555 Lab
          666666666666 Training
      \(policies.sorted { $0.key < $1.key }.map { "policy \($0.key) \"\($0.key)\" \($0.value)" }.joined(separator: "\n"))
      """
    }

    private func attribute(_ policies: String) -> String { policies.isEmpty ? "" : "policies=\(policies)" }
  }

  private static let hardened = ["p-hardened1": SampleOrganizations.hardened]
  private static let none = SampleOrganizations.none
  private static let everybody = [
    "111111111111", "222222222222", "333333333333", "444444444444", "555555555555", "666666666666",
  ]

  private static func all(_ verdict: String, but exceptions: [String: String]) -> [String: String] {
    Dictionary(uniqueKeysWithValues: everybody.map { ($0, exceptions[$0] ?? verdict) })
  }

  static let scenarios: [Scenario] = [
    // Nothing can be in force while the policy type is not enabled.
    Scenario(
      name: "none: the policy type is not enabled", isEnabled: false, verdict: "notOptedOut", lock: "open",
      exits: (1, 1)
    ),
    // AWS's policy closes services, default and its value at the root: everybody, and for good.
    Scenario(
      name: "a: three locks on the root", root: "p-hardened1", policies: hardened, verdict: "optedOut",
      lock: "locked",
      exits: (0, 0)),
    // A policy without a target reaches nobody, however right it is.
    Scenario(
      name: "b: attached to nothing", policies: hardened, verdict: "notOptedOut", lock: "open", exits: (1, 1)),
    // One service is out; without default all the others and the future ones are not.
    Scenario(
      name: "c: one service only", root: "p-onlyrekog",
      policies: ["p-onlyrekog": SampleOrganizations.assigning("optOut", to: "rekognition")],
      verdict: "partial",
      lock: "open", exits: (1, 1)),
    // Opted out today, and anybody who may attach below can undo it: two facts.
    Scenario(
      name: "d: default without a lock", root: "p-openroot1",
      policies: ["p-openroot1": SampleOrganizations.assigning("optOut")], verdict: "optedOut", lock: "open",
      exits: (0, 1)),
    // The policy reaches the account it is on. It cannot lock that account: control never binds its own node.
    Scenario(
      name: "e: on one account of six", account: "p-hardened1", policies: hardened, verdict: "partial",
      others: all("notOptedOut", but: ["222222222222": "optedOut"]), lock: "open", exits: (1, 1)),
    // An optIn beside the optOut default leaves comprehend in, for everybody, and nobody below can mend it.
    Scenario(
      name: "f: locked together with an opt-in", root: "p-mixedlock1",
      policies: [
        "p-mixedlock1":
          #"{"services":{\#(none),"default":{\#(none),"opt_out_policy":{\#(none),"@@assign":"optOut"}},"#
          + #""comprehend":{\#(none),"opt_out_policy":{\#(none),"@@assign":"optIn"}}}}"#
      ], verdict: "partial", lock: "locked", exits: (1, 1)),
    // Closing the list of services does not freeze the value of default.
    Scenario(
      name: "g: only the list of services is closed", root: "p-services1",
      policies: [
        "p-services1": #"{"services":{\#(none),"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#
      ],
      verdict: "optedOut", lock: "open", exits: (0, 1)),
    // What is attached opts in; the right draft is attached to nothing.
    Scenario(
      name: "h: opted in, with a right draft", root: "p-optinroot",
      policies: hardened.merging(["p-optinroot": SampleOrganizations.assigning("optIn")]) { $1 },
      verdict: "notOptedOut", lock: "open", exits: (1, 1)),
    // The account's own policy comes last and nothing above stops it.
    Scenario(
      name: "i: one account overrides", root: "p-openroot1", account: "p-optinacct",
      policies: [
        "p-openroot1": SampleOrganizations.assigning("optOut"),
        "p-optinacct": SampleOrganizations.assigning("optIn"),
      ], verdict: "partial", others: all("optedOut", but: ["222222222222": "notOptedOut"]), lock: "open",
      exits: (1, 1)),
    // Attachments that a listing still shows are not in force once the type is disabled.
    Scenario(
      name: "j: disabled after attaching", isEnabled: false, root: "p-hardened1", policies: hardened,
      verdict: "notOptedOut", lock: "open", exits: (1, 1)),
    // AWS's second example: default is locked, the list of services is open, and a unit adds an opt-in.
    Scenario(
      name: "k: the services are open and a unit opts in", root: "p-leaflock1", unit: "p-optinunit",
      policies: [
        "p-leaflock1":
          #"{"services":{"default":{\#(none),"opt_out_policy":{\#(none),"@@assign":"optOut"}}}}"#,
        "p-optinunit": SampleOrganizations.assigning("optIn", to: "rekognition"),
      ], verdict: "partial",
      others: all("optedOut", but: ["222222222222": "partial", "333333333333": "partial"]),
      lock: "open", exits: (1, 1)),
  ]

  @Test(arguments: scenarios, [true, false])
  func `a scenario has its verdict and lock`(row: Scenario, isAnswered: Bool) async throws {
    var options = ExportOptions()
    if !isAnswered { options.effectivePolicyAccounts = [] }
    let (store, collect) = try await TestStore.collecting(row.tree, options: options)
    #expect(collect.status == 0, "\(collect.errors)")
    #expect(collect.errors.isEmpty)

    let status = try await store.run("status", "--json")
    let answer = try status.json()
    #expect(answer.string("verdict") == row.verdict)
    #expect(answer.string("lock") == row.lock)
    #expect(answer.bool("policyTypeEnabled") == row.isEnabled)
    let accounts = answer.objects("accounts")
    #expect(accounts.compactMap { $0.string("id") } == Self.everybody)
    for account in accounts {
      let id = try #require(account.string("id"))
      #expect(account.string("verdict") == row.others[id] ?? row.verdict, "account \(id)")
      #expect(account.string("lock") == row.lock, "account \(id)")
      #expect(account.string("evidence") == (isAnswered ? "reported" : "computed"), "account \(id)")
    }
    #expect(status.status == row.exits.0)
    #expect(try await store.run("status", "--require-lock").status == row.exits.1)
    let reported = try await store.run("status", "--require-reported")
    #expect(reported.status == (isAnswered ? row.exits.0 : 1))
  }
}
