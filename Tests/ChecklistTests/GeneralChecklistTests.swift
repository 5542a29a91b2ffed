import Checklist
import OrganizationModel
import PolicyLanguage
import TestSupport
import Testing
import Timeline

@Suite struct GeneralChecklistTests {
  static let tree = """
    r-root Root [p-root]
      111111111111 Management
      ou-root-workload1 Workloads [p-unit]
        222222222222 Payments
        333333333333 Old (SUSPENDED)
    """
  static let inert = "{\"services\":{}}"

  /// The outcome of one item of the general checklist.
  private func outcome(
    _ item: String, root: String? = SamplePolicies.hardened, unit: String? = inert,
    status: String? = "ENABLED",
    effective: Snapshot.EffectiveAnswers = .asComputed, chain: ChecklistEvidence.ChainState = .intact,
    isNewest: Bool = true, reportDate: String = "2026-11-21", change: (inout Snapshot) -> Void = { _ in }
  ) throws -> ItemResult {
    var snapshot = try Snapshot.parsing(
      tree: Self.tree, policies: ["p-root": root, "p-unit": unit], status: status, effective: effective)
    change(&snapshot)
    let observation = Observation.sealing(snapshot)
    let evidence = ChecklistEvidence(
      observation: observation, optOutDates: OptOutDates(observations: [observation]), chain: chain,
      isNewest: isNewest, reportDate: try #require(Timestamp(reportDate)))
    let result = try #require(
      ChecklistScorer.results(catalogues: ChecklistCatalogue.builtIn, evidence: evidence).first)
    return try #require(result.items.first { $0.id == "general.\(item)" })
  }

  @Test func `a hardened and answered organization passes every automatic item, with evidence`() throws {
    for item in ChecklistCatalogue.builtIn[0].items where item.kind.isAutomatic {
      let result = try outcome(String(item.id.dropFirst("general.".count)))
      #expect(result.outcome == .passed, "\(item.id)")
      #expect(!result.evidence.isEmpty)
      #expect(result.evidence.allSatisfy { !$0.hasSuffix(".") })
    }
  }

  @Test func `nothing passes without an active account`() throws {
    for item in ChecklistCatalogue.builtIn[0].items where item.kind.isAutomatic {
      let result = try outcome(String(item.id.dropFirst("general.".count))) { snapshot in
        for index in snapshot.accounts.indices { snapshot.accounts[index].state = "CLOSED" }
      }
      #expect(result.outcome.word == "notAssessed", "\(item.id)")
    }
  }

  @Test(arguments: [("ALL", "passed"), ("CONSOLIDATED_BILLING", "failed"), (nil, "notAssessed")])
  func `all features are needed`(featureSet: String?, word: String) throws {
    #expect(
      try outcome("organization-enabled") { $0.organization.featureSet = featureSet }.outcome.word == word)
  }

  @Test(
    arguments: [
      ("ENABLED", "passed"), ("PENDING_ENABLE", "failed"), ("PENDING_DISABLE", "failed"), (nil, "failed"),
    ])
  func `pending is not enabled`(status: String?, word: String) throws {
    #expect(try outcome("policy-type-enabled", status: status).outcome.word == word)
  }

  @Test(arguments: ["policy-type-enabled", "policy-attached-to-root", "opt-out-locked"])
  func `an unread root is not assessed`(item: String) throws {
    #expect(try outcome(item) { $0.root = .unread(reason: "denied") }.outcome.word == "notAssessed")
  }

  @Test func `accounts whose default is not covered are named`() throws {
    let result = try outcome(
      "policy-covers-default", root: Self.inert, unit: SamplePolicies.assigning("optOut"))
    #expect(result.outcome.word == "failed")
    #expect(result.outcome.reason?.contains("1 of 2 active accounts: Management (111111111111)") == true)
    let unread = try outcome("policy-covers-default", root: nil, effective: .none)
    #expect(unread.outcome.word == "notAssessed")
    #expect(try outcome("policy-covers-default", effective: .none).outcome == .passed)
    let locked = SamplePolicies.assigning(["default": "optOut", "lex": "optIn"])
    #expect(try outcome("policy-covers-default", root: locked).outcome == .passed)
  }

  @Test func `a policy on the root opts default out`() throws {
    let item = "policy-attached-to-root"
    let passed = try outcome(item)
    #expect(passed.evidence.contains { $0.contains("root (p-root) is attached to root r-root") })
    #expect(try outcome(item, root: SamplePolicies.assigning("optIn")).outcome.word == "failed")
    #expect(try outcome(item, root: SamplePolicies.assigning("optOut", to: "lex")).outcome.word == "failed")
    #expect(try outcome(item, root: Self.inert, unit: SamplePolicies.hardened).outcome.word == "failed")
    #expect(try outcome(item, status: nil).outcome.word == "failed")
    #expect(try outcome(item, root: nil, effective: .none).outcome.word == "notAssessed")
    #expect(
      try outcome(item, root: Self.inert) { $0.policiesUnread = "denied" }.outcome.word == "notAssessed")
    #expect(try outcome(item) { $0.policiesUnread = "denied" }.outcome == .passed)
    let other = PolicyID(unchecked: "p-other")
    #expect(
      try outcome(item, root: Self.inert) { $0.targetsUnread = [other: "denied"] }.outcome.word
        == "notAssessed")
  }

  @Test func `opposite policies on the root are not assessed`() throws {
    let result = try outcome("policy-attached-to-root", unit: SamplePolicies.assigning("optIn")) { snapshot in
      snapshot.attachments = snapshot.policies.map {
        Attachment(policy: $0.id, node: .root(RootID(unchecked: "r-root")))
      }
    }
    #expect(result.outcome.word == "notAssessed")
  }

  @Test func `every account needs AWS's answer`() throws {
    let item = "every-account-opted-out"
    let optedOut = #"{"services":{"default":{"opt_out_policy":"optOut"}}}"#
    #expect(try outcome(item, effective: .none).outcome.word == "notAssessed")
    let one = try outcome(item, effective: .texts(["111111111111": optedOut]))
    #expect(one.outcome.word == "notAssessed")
    #expect(one.outcome.reason?.contains("1 of 2 active accounts: Payments (222222222222)") == true)
    let representative = try outcome(item, effective: .texts(["111111111111": optedOut])) {
      $0.effectivePolicies[AccountID(unchecked: "222222222222")] = .representative(
        account: AccountID(unchecked: "111111111111"))
    }
    #expect(representative.outcome == .passed)
  }

  @Test func `an account that AWS does not hold opted out fails, whatever is missing elsewhere`() throws {
    let item = "every-account-opted-out"
    #expect(try outcome(item, effective: .texts(["222222222222": "{}"])).outcome.word == "failed")
    let optedIn = SamplePolicies.assigning(["default": "optOut", "lex": "optIn"])
    #expect(try outcome(item, root: optedIn).outcome.word == "failed")
    #expect(try outcome(item, status: nil, effective: .none).outcome.word == "failed")
    #expect(try outcome(item, root: nil, effective: .none).outcome.word == "notAssessed")
  }

  @Test func `a lock names its node and who can edit`() throws {
    let item = "opt-out-locked"
    let passed = try outcome(item)
    #expect(passed.evidence.contains { $0.hasPrefix("r-root locks 2 of 2") })
    #expect(passed.evidence.contains { $0.contains("111111111111 (management account)") })
    let open = try outcome(item, root: SamplePolicies.assigning("optOut"))
    #expect(open.outcome.word == "failed")
    #expect(open.outcome.reason?.contains("add any service and change \"default\"") == true)
    #expect(try outcome(item, root: nil, effective: .none).outcome.word == "notAssessed")
    #expect(try outcome(item, unit: nil).outcome == .passed)
  }

  @Test(
    arguments: [
      ("2026-11-20", "passed"), ("2026-11-27", "passed"), ("2026-11-27T23:59:59Z", "passed"),
      ("2026-11-28", "failed"), ("2026-11-19", "notAssessed"),
    ])
  func `verification is current for seven days`(reportDate: String, word: String) throws {
    #expect(try outcome("verification-current", reportDate: reportDate).outcome.word == word)
  }

  @Test func `verification needs the newest, a complete snapshot and an intact chain`() throws {
    let item = "verification-current"
    #expect(try outcome(item, isNewest: false).outcome.word == "notAssessed")
    #expect(try outcome(item, chain: .broken(problem: "x")).outcome.word == "failed")
    #expect(try outcome(item, chain: .unverified(reason: "x")).outcome.word == "notAssessed")
    let incomplete = try outcome(item) {
      $0.unread = [UnreadSubject(subject: "ListPolicies", reason: "denied")]
    }
    #expect(incomplete.outcome.word == "failed")
  }

  @Test func `three accounts are named and the rest counted, names as they are`() throws {
    let result = try outcome("every-account-opted-out") { snapshot in
      snapshot.accounts = (0..<5).map { index in
        Account(
          id: AccountID(unchecked: "55555555555\(index)"), arn: "",
          name: index == 0 ? "=1+1|<b>" : "A\(index)",
          state: nil, parent: .root(RootID(unchecked: "r-root")))
      }
      for account in snapshot.accounts {
        snapshot.effectivePolicies[account.id] = .reported(.init(text: nil, lastUpdated: nil))
      }
    }
    #expect(
      result.outcome.reason
        == "not opted out: 5 of 5 active accounts: =1+1|<b> (555555555550), A1 (555555555551), A2 (555555555552), ..."
    )
  }
}
