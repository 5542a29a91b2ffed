import Foundation
import OrganizationSimulator
import Testing

/// What the store keeps so that `status` need not play the whole history.
@Suite struct ReplayMemoryTests {
  @Test(arguments: [false, true])
  func `status says what the whole history gives`(importsEvents: Bool) async throws {
    let store = try await HistoryTests.year(importsEvents: importsEvents)
    let before = try await Self.status(of: store)
    let kept = try await store.sqlite("SELECT count(*) FROM opt_out_date_cache")
    let accounts = try await store.run("status", "--json").json().objects("accounts")
    #expect(kept == "\(accounts.count { !$0.isNull("optOutSince") })\n" && kept != "0\n")
    try await store.tamper("DELETE FROM replay_cache; DELETE FROM opt_out_date_cache")
    #expect(try await Self.status(of: store) == before)
    #expect(try await store.run("verify").status == 0)
  }

  @Test func `an order of attachment that events prove is kept`() async throws {
    let store = try TestStore()
    var organization = try SimulatedOrganization(
      tree: #"""
        o-orderedorg1 management=111111111111
        r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-everyone01
          111111111111 Management
        policy p-everyone01 "Org opt-out" {"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}
        policy p-lexoptin01 "All in" {"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}}}}
        """#)
    // AWS's own answer would decide.
    var options = ExportOptions()
    options.effectivePolicyAccounts = []
    try await store.collect(organization, at: "2026-01-15T06:00:00Z", options: options)
    let date = try #require(CivilTime(text: "2026-02-10T09:30:00Z")).date
    try organization.attach("p-lexoptin01", to: "r-ab12", at: date)
    try await store.collect(organization, at: "2026-03-15T06:00:00Z", options: options)
    let unordered = try await Self.status(of: store)
    let records = organization.trail.records.map { $0.content.text }
    try store.scratch.write("{\"Records\":[\(records.joined(separator: ","))]}", to: "trail.json")
    let run = try await store.run(
      "events", "import", store.scratch.path("trail.json"), "--covers",
      "111111111111=2026-01-15T05:00:00Z/2026-03-15T07:00:00Z")
    #expect(run.status == 0, "\(run.errors)")
    let kept = try await store.sqlite("SELECT policy_id FROM attachment_order_cache ORDER BY place")
    #expect(kept == "p-everyone01\np-lexoptin01\n")
    let ordered = try await Self.status(of: store)
    #expect(ordered != unordered)
    try await store.tamper("DELETE FROM replay_cache")
    #expect(try await Self.status(of: store) == ordered)
  }

  @Test func `a date that was altered is found by verify and is in no report`() async throws {
    let store = try await HistoryTests.year(importsEvents: true)
    let before = try await Self.periods(of: store)
    let status = try await Self.status(of: store)
    try await store.tamper(
      "UPDATE opt_out_date_cache SET latest_ms = latest_ms - 86400000 WHERE account_id = '111111111111'")
    let run = try await store.run("verify", "--json")
    #expect(run.status == 1)
    let answer = try run.json()
    let problems = answer.objects("problems")
    #expect(problems.map { $0.string("kind") } == ["cache"])
    let text = try await store.run("verify").text
    #expect(text.contains(": intact\n") && text.contains("  wrong beside the chain\n"), "\(text)")
    #expect(answer.string("chain") == "intact" && answer.objects("chains")[0].string("chain") == "intact")
    // `status` reads what is kept, or this would say nothing of it.
    #expect(try await Self.status(of: store) != status)
    #expect(problems[0].string("message")?.contains("1 account, 111111111111 first") == true)
    #expect(try await Self.periods(of: store) == before)

    // What another version kept is not used.
    try await store.tamper("UPDATE replay_cache SET made_by = 'another version'")
    #expect(try await store.run("verify").status == 0)
    #expect(try await Self.status(of: store) == status)
  }

  @Test(arguments: [
    "UPDATE opt_out_date_cache SET latest_ms = 0, earliest_ms = NULL",
    "UPDATE opt_out_date_cache SET account_id = 'nobody' WHERE account_id < '2'",
    "INSERT INTO attachment_order_cache SELECT organization_id, 'nowhere', 0, 'p-none', 1 FROM replay_cache",
  ])
  func `the next collect keeps everything anew`(tampering: String) async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let kept = "SELECT account_id FROM opt_out_date_cache ORDER BY 1"
    let accounts = try await store.sqlite(kept)
    try await store.tamper(tampering)
    // What cannot be read is not used, and so is no problem.
    #expect(try await store.run("verify").status == (tampering.contains("latest_ms") ? 1 : 0))
    let organization = try SimulatedOrganization(tree: SampleOrganizations.locked)
    try await store.collect(organization, at: "2026-10-01T06:00:00Z")
    #expect(try await store.run("verify").status == 0)
    #expect(try await store.sqlite(kept) == accounts)
    #expect(try await store.sqlite("SELECT count(*) FROM attachment_order_cache") == "0\n")
  }

  @Test func `an answer as of a day before the import does not rest on it`() async throws {
    let imported = try await HistoryTests.year(importsEvents: true)
    let plain = try await HistoryTests.year(importsEvents: false)
    #expect(try await Self.status(of: imported) != Self.status(of: plain))
    let earlier = try await Self.status(of: imported, "--as-of", "2026-10-02")
    #expect(try await earlier == Self.status(of: plain, "--as-of", "2026-10-02"))
  }

  @Test func `collects that change nothing add next to nothing`() async throws {
    let organization = SimulatedOrganization.generated(
      accounts: 300, organizationalUnits: 20, policies: 4, seed: 7)
    let store = try TestStore()
    var sizes: [Int] = []
    for day in 1...9 {
      try await store.collect(organization, at: "2026-09-0\(day)T06:00:00Z")
      sizes.append(try Data(contentsOf: store.scratch["store.sqlite"]).count)
    }
    #expect(sizes[8] - sizes[1] <= 7 * 4096, "\(sizes)")
  }

  /// What `status` says, as JSON and as text.
  private static func status(of store: TestStore, _ options: String...) async throws -> [String] {
    let json = try await store.run(["status", "--json"] + options)
    let text = try await store.run(["status"] + options)
    #expect(json.status == 0 || json.status == 1, "\(json.errors)")
    return [json.text, text.text]
  }

  private static func periods(of store: TestStore) async throws -> String {
    let run = try await store.run("report", "--format", "csv", "--output", store.scratch.path("report"))
    #expect(run.status == 0, "\(run.errors)")
    return try String(contentsOf: store.scratch["report/opt-out-periods.csv"], encoding: .utf8)
  }
}
