import OrganizationModel
import Remediation
import TestSupport
import Testing

@Suite struct TroubleshooterTests {
  private static let tree = """
    r-root Root [%ROOT%]
      111111111111 Management
      ou-root-workload1 Workloads [%UNIT%]
        222222222222 Payments
    """

  private func found(
    root: String = "", unit: String = "", policies: [String: String?] = [:], status: String? = "ENABLED",
    change: (inout Snapshot) -> Void = { _ in }
  ) throws -> [String] {
    var snapshot = try Snapshot.parsing(
      tree: Self.tree.replacing("%ROOT%", with: root).replacing("%UNIT%", with: unit), policies: policies,
      status: status, effective: .asComputed)
    change(&snapshot)
    return Troubleshooter.answers(for: OrganizationPosture(of: snapshot)).filter { !$0.details.isEmpty }
      .map(\.check.id)
  }

  private static let right: [String: String?] = ["p-right": SamplePolicies.hardened]

  @Test func `an organization in order has none`() throws {
    #expect(try found(root: "p-right", policies: Self.right) == [])
  }

  @Test func `each trouble is found where it is`() throws {
    #expect(try found(root: "p-right", policies: Self.right, status: nil) == ["policy-type", "not-locked"])
    #expect(try found(policies: Self.right).contains("wrong-level"))
    #expect(try found(unit: "p-right", policies: Self.right).contains("wrong-level"))
    #expect(
      try found(root: "p-one", policies: ["p-one": SamplePolicies.assigning("optOut", to: "lex")])
        == ["no-default", "not-locked"])
    #expect(
      try found(
        root: "p-open", unit: "p-in",
        policies: [
          "p-open": SamplePolicies.assigning("optOut"), "p-in": SamplePolicies.assigning("optIn", to: "lex"),
        ]) == ["conflict-below", "not-locked"])
    #expect(
      try found(
        root: "p-right", policies: ["p-right": #"{"services":{"default":{"opt_out_policy":"optOut"}}}"#]
      )
      .contains("missing-assign"))
    #expect(
      try found(
        root: "p-right",
        policies: ["p-right": #"{"services":{"default":{"opt_out_policy":{"@@assign":"optout"}}}}"#]
      ).contains("syntax"))
    #expect(
      try found(root: "p-right", policies: Self.right) { $0.organization.featureSet = "CONSOLIDATED_BILLING" }
        == ["all-features"])
    #expect(
      try found(root: "p-right", policies: Self.right) { snapshot in
        for account in snapshot.effectivePolicies.keys {
          snapshot.effectivePolicies[account] = .unread(reason: "AccessDenied")
        }
      } == ["never-verified"])
  }

  @Test func `a service control policy is told from the opt-out`() throws {
    func withSCP(_ text: String) throws -> [String] {
      try found(policies: [:]) { snapshot in
        let policy = Policy(
          id: PolicyID("p-scp00001") ?? PolicyID(unchecked: "p-scp00001"), arn: "", name: "No AI",
          description: nil, isAWSManaged: false, content: .known(text))
        snapshot.serviceControlPolicies = .known([ServiceControlPolicy(policy: policy, targets: .known([]))])
      }
    }
    let deny = #"{"Statement":[{"Effect":"Deny","Action":["comprehend:*","s3:Get*"],"Resource":"*"}]}"#
    #expect(try withSCP(deny).contains("scp-instead"))
    #expect(try !withSCP(deny.replacing("comprehend", with: "ec2")).contains("scp-instead"))
  }

  @Test func `without the policies nothing about them is ruled out`() throws {
    var snapshot = try Snapshot.parsing(
      tree: Self.tree.replacing("%ROOT%", with: "").replacing("%UNIT%", with: ""), effective: .asComputed)
    snapshot.policiesUnread = "AccessDeniedException"
    let absent = Troubleshooter.answers(for: OrganizationPosture(of: snapshot)).filter {
      $0.result == .notFound
    }.map(\.check.id)
    for id in ["syntax", "missing-assign", "wrong-level", "attachment-order", "aws-differs", "not-locked"] {
      #expect(!absent.contains(id), "\(id) is ruled out")
    }
  }

  @Test func `what the snapshot does not tell is not known`() throws {
    let snapshot = try Snapshot.parsing(
      tree: Self.tree.replacing("%ROOT%", with: "").replacing("%UNIT%", with: ""))
    let answers = Troubleshooter.answers(for: OrganizationPosture(of: snapshot))
    let unknown = answers.filter { if case .notKnown = $0.result { true } else { false } }.map(\.check.id)
    #expect(unknown.contains("scp-instead"))
    #expect(unknown.contains("behaviour-changed"))
    #expect(Set(answers.map(\.check.id)).count == answers.count)
  }
}
