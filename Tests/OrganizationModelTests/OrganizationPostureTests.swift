import OrganizationModel
import PolicyLanguage
import TestSupport
import Testing

@Suite struct OrganizationPostureTests {
  static let tree = """
    r-root Root [p-root]
      111111111111 Management
      ou-root-workload1 Workloads
        222222222222 Payments [p-low]
        333333333333 Old (SUSPENDED)
    """
  static let optedOut = #"{"services":{"default":{"opt_out_policy":"optOut"}}}"#

  private func account(_ id: String, of snapshot: Snapshot) throws -> AccountPosture {
    try #require(OrganizationPosture(of: snapshot).accounts.first { $0.account.id.rawValue == id })
  }

  @Test(
    arguments: [
      ([optedOut, optedOut], .optedOut), ([optedOut, nil], .unknown), ([nil, nil], .unknown),
      (["{}", nil], .notOptedOut), (["{}", "{}"], .notOptedOut), ([optedOut, "{}"], .partial),
    ] as [([String?], Verdict)])
  func `the organization's verdict sums up the known ones`(answers: [String?], verdict: Verdict) throws {
    var texts: [String: String?] = [:]
    for (id, text) in zip(["111111111111", "222222222222"], answers) {
      if let text { texts[id] = .some(text) }
    }
    let snapshot = try Snapshot.parsing(
      tree: Self.tree, policies: ["p-root": nil, "p-low": nil], effective: .texts(texts))
    #expect(OrganizationPosture(of: snapshot).verdict == verdict)
  }

  @Test func `inactive accounts count in nothing and accounts without a state count`() throws {
    let snapshot = try Snapshot.parsing(
      tree: "r-root Root [p-root]\n  111111111111 A (SUSPENDED)\n  222222222222 B (?)",
      policies: ["p-root": SamplePolicies.hardened])
    let counts = OrganizationPosture(of: snapshot).counts
    #expect((counts.accounts, counts.active, counts.optedOut, counts.locked) == (2, 1, 1, 1))
  }

  @Test func `without an active account nothing is known`() throws {
    let snapshot = try Snapshot.parsing(
      tree: "r-root Root [p-root]\n  111111111111 A (CLOSED)", policies: ["p-root": SamplePolicies.hardened])
    let posture = OrganizationPosture(of: snapshot)
    #expect(posture.verdict == .unknown)
    #expect(posture.lock.word == "unknown")
  }

  @Test func `AWS's not-found answer with the type enabled is notOptedOut, reported`() throws {
    let snapshot = try Snapshot.parsing(
      tree: Self.tree, policies: ["p-root": SamplePolicies.hardened, "p-low": SamplePolicies.hardened],
      effective: .texts(["111111111111": nil]))
    let posture = try account("111111111111", of: snapshot)
    #expect(posture.verdict == .notOptedOut)
    #expect(posture.evidence == .reported)
  }

  @Test func `an expanded answer counts only where every key agrees`() throws {
    let policies: [String: String?] = ["p-root": SamplePolicies.hardened, "p-low": "{\"services\":{}}"]
    let expanded = #"{"services":{"lex":{"opt_out_policy":"optOut"},"polly":{"opt_out_policy":"optOut"}}}"#
    let mixed = #"{"services":{"lex":{"opt_out_policy":"optOut"},"polly":{"opt_out_policy":"optIn"}}}"#
    let snapshot = try Snapshot.parsing(
      tree: Self.tree, policies: policies,
      effective: .texts(["111111111111": expanded, "222222222222": mixed]))
    #expect(try account("111111111111", of: snapshot).verdict == .optedOut)
    #expect(try account("222222222222", of: snapshot).verdict == .partial)
  }

  @Test func `order decides between verdicts until AWS answers`() throws {
    let tree = "r-root Root [p-in, p-out]\n  111111111111 A\n  222222222222 B"
    let policies: [String: String?] = [
      "p-in": SamplePolicies.assigning("optIn"), "p-out": SamplePolicies.assigning("optOut"),
    ]
    let open = try account("111111111111", of: Snapshot.parsing(tree: tree, policies: policies))
    #expect(open.verdict == .unknown)
    #expect(open.evidence == .none)
    #expect(open.reason?.contains("order-dependent") == true)
    var snapshot = try Snapshot.parsing(
      tree: tree, policies: policies, effective: .texts(["111111111111": Self.optedOut]))
    let first = snapshot.accounts[0].id
    snapshot.effectivePolicies[snapshot.accounts[1].id] = .representative(account: first)
    #expect(try account("111111111111", of: snapshot).verdict == .optedOut)
    #expect(try account("222222222222", of: snapshot).verdict == .optedOut)
    #expect(try account("222222222222", of: snapshot).evidence == .representative)
  }

  @Test func `an unread policy matters above a lock and not below it`() throws {
    let below = try Snapshot.parsing(
      tree: Self.tree, policies: ["p-root": SamplePolicies.hardened, "p-low": nil])
    #expect(try account("222222222222", of: below).verdict == .optedOut)
    #expect(OrganizationPosture(of: below).lock.word == "locked")
    let above = try Snapshot.parsing(
      tree: Self.tree, policies: ["p-root": nil, "p-low": SamplePolicies.hardened])
    #expect(try account("222222222222", of: above).verdict == .unknown)
    #expect(OrganizationPosture(of: above).lock.word == "unknown")
  }

  @Test func `unread targets leave everything unknown that AWS does not answer`() throws {
    var snapshot = try Snapshot.parsing(
      tree: Self.tree,
      policies: ["p-root": SamplePolicies.hardened, "p-low": "{\"services\":{}}"],
      effective: .texts(["111111111111": Self.optedOut]))
    snapshot.targetsUnread = [try #require(PolicyID("p-other")): "AccessDeniedException"]
    #expect(try account("111111111111", of: snapshot).verdict == .optedOut)
    #expect(try account("222222222222", of: snapshot).verdict == .unknown)
    #expect(OrganizationPosture(of: snapshot).lock.word == "unknown")
  }

  @Test func `a broken path or an unread root is unknown`() throws {
    var snapshot = try Snapshot.parsing(
      tree: Self.tree, policies: ["p-root": SamplePolicies.hardened, "p-low": "{\"services\":{}}"])
    snapshot.organizationalUnits = []
    #expect(try account("222222222222", of: snapshot).verdict == .unknown)
    #expect(try account("222222222222", of: snapshot).path.isEmpty)
    #expect(try account("111111111111", of: snapshot).verdict == .optedOut)
    snapshot.root = .unread(reason: "AccessDeniedException")
    #expect(OrganizationPosture(of: snapshot).verdict == .unknown)
    #expect(OrganizationPosture(of: snapshot).lock.word == "unknown")
  }

  @Test func `units that contain each other end as a broken path`() throws {
    var snapshot = try Snapshot.parsing(tree: Self.tree, policies: ["p-root": nil, "p-low": nil])
    snapshot.organizationalUnits[0].parent = .organizationalUnit(snapshot.organizationalUnits[0].id)
    #expect(try account("222222222222", of: snapshot).verdict == .unknown)
  }
}
