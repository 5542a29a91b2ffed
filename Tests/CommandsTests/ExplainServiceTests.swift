import Foundation
import OrganizationSimulator
import Testing

/// `explain --service`, and what explain says beside the values.
@Suite struct ExplainServiceTests {
  @Test func `one service is shown with what default gives it`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let own = try await store.run(
      "explain", "Play", "--organization", "o-mixedorg001", "--service", "lex", "--json"
    ).json()
    #expect(own.objects("values").map { $0.string("service") } == ["lex"])
    #expect(own.string("serviceValue") == "optIn")
    let followed = try await store.run(
      "explain", "Play", "--organization", "o-mixedorg001", "--service", "polly", "--json"
    ).json()
    #expect(followed.objects("values").map { $0.string("service") } == ["default"])
    #expect(followed.string("serviceValue") == "optOut")
    let text = try await store.run("explain", "Play", "--organization", "o-mixedorg001", "--service", "polly")
      .text
    #expect(text.contains("polly: optOut (it has no value of its own and follows default)"))
    #expect(!text.contains("lex ="))
  }

  @Test func `a key that no version knows is said to be unknown`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let run = try await store.run(
      "explain", "Play", "--organization", "o-mixedorg001", "--service", "nonesuch")
    #expect(run.status == 0)
    #expect(run.text.contains("\"nonesuch\" is no service key"))
  }

  /// Two statements of one policy under a lock, and a policy that disagrees with its neighbour.
  private static let tree = """
    o-explainorg1 management=111111111111
    r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-hardened1
      111111111111 Management
      ou-ab12-workload1 Workloads policies=p-exception
        222222222222 Payments
    policy p-hardened1 "Org opt-out" \(SampleOrganizations.hardened)
    policy p-exception "Two exceptions" {"services":{"lex":{"opt_out_policy":{"@@assign":"optIn"}},"default":{"opt_out_policy":{"@@assign":"optIn"}}}}
    """

  @Test func `every ignored statement stands at its level with the lock that stops it`() async throws {
    let (store, _) = try await TestStore.collecting(Self.tree)
    let run = try await store.run("explain", "Payments")
    let level = run.text.split(separator: "\n").map(String.init).drop { !$0.contains("Workloads (") }
    let words = level.prefix { !$0.contains("Payments (") }.joined(separator: " ")
      .split(separator: " ").joined(separator: " ")
    #expect(words.contains("lex = optIn (1:50) ignored: the list of services is locked by Org opt-out"))
    #expect(
      words.contains(
        "default = optIn (1:100) ignored: the value is locked by Org opt-out (p-hardened1) on Root (r-ab12)"))
    #expect(run.text.contains("No policy further down can change this"))
    #expect(run.text.contains("Can edit the policies: 111111111111 (management account)"))
    #expect(run.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let answer = try await store.run("explain", "Payments", "--json").json()
    #expect(answer.objects("ignored").map { $0.int("column") } == [50, 100])
    #expect(answer.objects("canEdit").first?.string("principal") == "111111111111")
  }

  @Test func `an answer that differs stands beside the computed one with its likely cause`() async throws {
    var organization = try SimulatedOrganization(tree: Self.tree)
    let scratch = try Scratch()
    try organization.writeExport(to: scratch["old"])
    try organization.detach("p-hardened1", from: "r-ab12", at: Date(timeIntervalSince1970: 1_790_000_000))
    try organization.writeExport(to: scratch["new"])
    // The new policies with the old answers, as AWS serves them for some seconds.
    let answers = scratch["new/describe-effective-policy"]
    try FileManager.default.removeItem(at: answers)
    try FileManager.default.moveItem(at: scratch["old/describe-effective-policy"], to: answers)
    let store = try TestStore()
    _ = try await store.run("collect", "--from", scratch.path("new"), "--observed-at", TestStore.observedAt)
    let answer = try await store.run("explain", "222222222222", "--json").json()
    #expect(answer.bool("agrees") == false)
    #expect(answer.object("reported")?.object("services")?.keys == ["default"])
    #expect(answer.object("computed")?.object("services")?.keys == ["default", "lex"])
    #expect(answer.string("disagreementCause")?.isEmpty == false)
    let text = try await store.run("explain", "222222222222").text
    #expect(text.contains("AWS's answer: default = optOut"))
    #expect(text.contains("Computed: default = optIn, lex = optIn"))
    #expect(text.contains("Likely cause:"))
  }

  @Test func `a policy on the account itself locks nothing`() async throws {
    let tree = SampleOrganizations.mixed.replacing(
      SampleOrganizations.assigning("optIn", to: "lex"), with: SampleOrganizations.hardened)
    let (store, _) = try await TestStore.collecting(tree)
    let answer = try await store.run("explain", "Play", "--json").json()
    let value = try #require(answer.objects("values").first)
    #expect(value.string("policy") == "p-optinlex1")
    #expect(value.isNull("lockedBy"))
    #expect(answer.strings("openings") == ["add any service", "change \"default\""])
  }
}
