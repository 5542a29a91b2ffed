import Foundation
import OrganizationSimulator
import Testing

/// `history`, `diff` and periods on a small year, end to end.
@Suite struct HistoryTests {
  private static let tree = #"""
    o-historyorg1 management=111111111111
    r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-everyone01
      111111111111 Management
      ou-ab12-workloads Workloads
        222222222222 Payments
      ou-ab12-sandbox00 Sandbox policies=p-lexoptin01
        333333333333 Playground
    policy p-everyone01 "Org opt-out" {"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}
    policy p-lexoptin01 "Lex in" {"services":{"lex":{"opt_out_policy":{"@@assign":"optIn"}}}}
    """#

  private static func date(_ text: String) throws -> Date {
    try #require(CivilTime(text: "2026-\(text)Z")).date
  }

  /// Five snapshots. In between an account moves away and back, another joins, and a policy is detached and attached again
  /// between two snapshots.
  ///
  /// - Parameter importsEvents: whether the trail's records are imported.
  static func year(importsEvents: Bool) async throws -> TestStore {
    var organization = try SimulatedOrganization(tree: tree)
    let store = try TestStore()
    try await store.collect(organization, at: "2026-01-15T06:00:00Z")
    try organization.move("222222222222", to: "ou-ab12-sandbox00", at: try date("02-10T09:30:00"))
    try await store.collect(organization, at: "2026-03-15T06:00:00Z")
    try organization.move("222222222222", to: "ou-ab12-workloads", at: try date("04-20T16:00:30"))
    var joined = SimulatedAccount(id: "444444444444", name: "New =cmd|calc", parentID: "ou-ab12-workloads")
    joined.joinedAt = try date("05-01T12:00:00")
    joined.joinedMethod = .invited
    try organization.addAccount(joined, at: try date("05-01T12:00:00"))
    try await store.collect(organization, at: "2026-06-15T06:00:00Z")
    try organization.detach("p-everyone01", from: "r-ab12", at: try date("07-01T08:00:00"))
    try organization.attach("p-everyone01", to: "r-ab12", at: try date("07-01T11:30:00"))
    organization.record(
      "DeletePolicy", at: try date("07-02T08:00:00"), request: ["policyId": "p-everyone01"],
      error: ("PolicyInUseException", "It is attached."))
    try await store.collect(organization, at: "2026-08-15T06:00:00Z")
    try organization.remove("333333333333", at: try date("09-01T10:00:00"))
    try await store.collect(organization, at: "2026-09-30T06:00:00Z")
    if importsEvents {
      let records = organization.trail.records.map { $0.content.text }
      try store.scratch.write("{\"Records\":[\(records.joined(separator: ","))]}", to: "trail.json")
      let run = try await store.run("events", "import", store.scratch.path("trail.json"))
      #expect(run.status == 0, "\(run.errors)")
    }
    return store
  }

  private static let changeKeys: Set<String> = ["kind", "subject", "before", "after", "at", "event"]

  @Test func `the JSON has the contract's keys`() async throws {
    let store = try await Self.year(importsEvents: true)
    let run = try await store.run("history", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let history = try run.json()
    let changes = history.objects("changes")
    #expect(!changes.isEmpty)
    for change in changes {
      #expect(Self.changeKeys.isSubset(of: change.keys))
      #expect(change.object("subject")?.keys == ["account", "ou", "root", "policy", "node"])
      #expect(change.object("at")?.keys == ["earliest", "latest"])
      guard let event = change.object("event") else { continue }
      #expect(event.keys.isSuperset(of: ["id", "name", "actor", "time"]))
    }
    for account in history.objects("accounts") {
      #expect(account.keys.isSuperset(of: ["id", "name", "periods", "longestGap", "coveredShare"]))
      for period in account.objects("periods") {
        #expect(period.object("start")?.keys == ["earliest", "latest", "source"])
        #expect(period.isNull("end") || period.object("end")?.keys == ["earliest", "latest", "source"])
      }
    }
  }

  @Test func `with records each change has its moment, actor and event`() async throws {
    let store = try await Self.year(importsEvents: true)
    let history = try await store.run("history", "--json").json()
    let facts = history.objects("changes").filter {
      !["verdictChanged", "lockChanged"].contains($0.string("kind"))
    }
    #expect(
      facts.map { $0.string("kind") } == [
        "accountMoved", "accountMoved", "accountJoined", "policyDetached", "policyAttached", "accountLeft",
      ])
    #expect(
      facts.map { $0.object("at")?.string("earliest") } == [
        "2026-02-10T09:30:00Z", "2026-04-20T16:00:30Z", "2026-05-01T12:00:00Z", "2026-07-01T08:00:00Z",
        "2026-07-01T11:30:00Z", "2026-09-01T10:00:00Z",
      ])
    #expect(facts.allSatisfy { $0.object("at")?.string("earliest") == $0.object("at")?.string("latest") })
    #expect(
      facts[0].object("event")?.string("actor")
        == "arn:aws:sts::111111111111:assumed-role/OrganizationAdmin/admin")
    #expect(facts[0].string("before") == "Workloads (ou-ab12-workloads)")
    #expect(facts[0].string("after") == "Sandbox (ou-ab12-sandbox00)")
    #expect(facts[3].object("subject")?.string("policy") == "p-everyone01")
    #expect(facts[3].object("subject")?.string("node") == "r-ab12")
    // A call that AWS refused changed nothing.
    #expect(history.objects("unmatchedEvents").map { $0.string("errorCode") } == ["PolicyInUseException"])
    let payments = try #require(history.objects("accounts").first { $0.string("id") == "222222222222" })
    #expect(
      payments.objects("periods").map { $0.object("start")?.string("latest") } == [
        "2024-06-01T00:01:00Z", "2026-04-20T16:00:30Z", "2026-07-01T11:30:00Z",
      ])
    #expect(payments.int("longestGap") == 69 * 86_400 + 6 * 3600 + 30 * 60 + 30)
  }

  @Test func `without records changes are unattributed, between the snapshots around them`() async throws {
    let store = try await Self.year(importsEvents: false)
    let history = try await store.run("history", "--json").json()
    let facts = history.objects("changes").filter {
      !["verdictChanged", "lockChanged"].contains($0.string("kind"))
    }
    #expect(
      facts.map { $0.string("kind") } == ["accountMoved", "accountJoined", "accountMoved", "accountLeft"])
    #expect(facts.allSatisfy { $0.isNull("event") })
    #expect(facts[0].object("at")?.string("earliest") == "2026-01-15T06:00:00Z")
    #expect(facts[0].object("at")?.string("latest") == "2026-03-15T06:00:00Z")
    #expect(history.objects("uncovered").count == 4)
    // Months without a look or a record: nothing is certain.
    for account in history.objects("accounts") { #expect(account.members["coveredShare"] as? Double == 0) }
    let text = try await store.run("history").text
    #expect(text.contains("[unattributed]"))
    #expect(text.contains("4 unattributed (no record of who)"))
  }

  @Test func `the text answers first, fits a terminal and obeys nobody`() async throws {
    let store = try await Self.year(importsEvents: true)
    let run = try await store.run("history")
    run.expectHarmlessText()
    let lines = run.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines[0].hasPrefix("OPTED OUT      the whole organization, since 2026-09-01T10:00:00Z"))
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines.filter { $0.count > 80 })")
    #expect(run.text.contains("by OrganizationAdmin/admin from 198.51.100.7"))
    #expect(run.text.contains("-> Payments (222222222222): optedOut -> partial"))
  }

  @Test(
    arguments: [
      (["--account", "222222222222"], ["accountMoved", "accountMoved", "policyDetached", "policyAttached"]),
      (["--account", "Playground"], ["policyDetached", "policyAttached", "accountLeft"]),
      (["--ou", "Sandbox"], ["accountMoved", "accountMoved"]),
      (["--kind", "accountJoined,accountLeft"], ["accountJoined", "accountLeft"]),
      (["--since", "2026-07-01"], ["policyDetached", "policyAttached", "accountLeft"]),
      (["--actor", "accountadmin"], ["accountJoined"]),
      (["--period", "2026-Q2"], ["accountMoved", "accountJoined"]),
      (["--period", "2026-05"], ["accountJoined"]),
      (["--from", "2026-02-01", "--to", "2026-04-30"], ["accountMoved", "accountMoved"]),
      (["--at", "2026-03-31"], ["accountMoved"]),
    ])
  func `filters choose changes`(options: [String], kinds: [String]) async throws {
    let store = try await Self.year(importsEvents: true)
    let run = try await CommandLineRun.run(["history", "--json", "--db", store.path] + options)
    #expect(run.status == 0, "\(run.errors)")
    let found = try run.json().objects("changes").compactMap { $0.string("kind") }
    #expect(found.filter { $0 != "verdictChanged" && $0 != "lockChanged" } == kinds)
  }

  @Test func `a period's shares and gaps are those within it`() async throws {
    let store = try await Self.year(importsEvents: false)
    let run = try await store.run("history", "--json", "--period", "2026-Q2", "--account", "333333333333")
    let history = try run.json()
    #expect(history.object("span")?.string("earliest") == "2026-04-01T00:00:00Z")
    #expect(history.object("span")?.string("latest") == "2026-06-30T23:59:59.999Z")
    let account = try #require(history.objects("accounts").first)
    #expect(account.int("longestGap") == 91 * 86_400 - 1)
    let none = try await store.run("history", "--period", "2024")
    #expect(none.text.hasPrefix("No snapshot lies in the time asked about"))
  }

  @Test(arguments: [
    ("2026-02-01", "OPTED OUT Payments, since some time between", "2026-02-10T09:30:00Z"),
    ("2026-03-01", "NOT OPTED OUT Payments, since 2026-02-10T09:30:00Z", nil),
    ("2026-05-01", "OPTED OUT Payments, since 2026-04-20T16:00:30Z", "2026-07-01T08:00:00Z"),
  ])
  func `the answer is about the end of the time asked about`(day: String, state: String, until: String?)
    async throws
  {
    let store = try await Self.year(importsEvents: true)
    let run = try await store.run("history", "--account", "222222222222", "--to", day)
    let answer = run.text.prefix(upTo: run.text.range(of: "\n\n")?.lowerBound ?? run.text.endIndex)
      .split { $0 == " " || $0 == "\n" }.joined(separator: " ")
    #expect(answer.hasPrefix(state), "\(answer)")
    #expect(answer.contains(", until") == (until != nil), "\(answer)")
    #expect(until.map { answer.contains("until \($0)") } ?? true, "\(answer)")
  }

  @Test func `diff states accounts that joined or left and counts them for nothing`() async throws {
    let store = try await Self.year(importsEvents: true)
    let run = try await store.run("diff", "2026-01-31", "newest", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let diff = try run.json()
    #expect(Set(["from", "to", "changes"]).isSubset(of: diff.keys))
    #expect(diff.object("from")?.string("observedAt") == "2026-01-15T06:00:00Z")
    #expect(diff.object("to")?.string("observedAt") == "2026-09-30T06:00:00Z")
    // Moved and moved back, detached and attached again: no difference.
    let facts = diff.objects("changes").filter {
      !["verdictChanged", "lockChanged"].contains($0.string("kind"))
    }
    #expect(facts.map { $0.string("kind") } == ["accountJoined", "accountLeft"])
    #expect(
      facts.map { $0.object("event")?.string("name") } == [
        "AcceptHandshake", "RemoveAccountFromOrganization",
      ])
    #expect(diff.object("scope")?.strings("joined") == ["444444444444"])
    #expect(diff.object("scope")?.strings("left") == ["333333333333"])
    let text = try await store.run("diff", "2026-01-31", "newest")
    text.expectHarmlessText()
    #expect(text.text.hasPrefix("NO VERDICT DIFFERS"))
    #expect(text.text.contains("accounts in both: 2 -> 2 opted out, of 2 active"))
    #expect(text.text.contains("left, not counted above: 1 account, 0 opted out: Playground (333333333333)"))
  }

  @Test func `diff names what became worse and by what`() async throws {
    let store = try await Self.year(importsEvents: true)
    let run = try await store.run("diff", "year-start", "2026-03-31", "--as-of", "2026-09-30")
    #expect(run.text.hasPrefix("1 WORSE, 0 BETTER"))
    #expect(run.text.contains("account moved: Payments (222222222222)"))
    #expect(run.text.contains("-> Payments (222222222222): optedOut -> partial"))
    let same = try await store.run("diff", "2026-03-31", "2026-03-20")
    #expect(same.text.hasPrefix("NO DIFFERENCE"))
    let quarter = try await store.run("diff", "quarter-start", "newest", "--as-of", "2026-09-30", "--json")
      .json()
    #expect(quarter.object("from")?.string("observedAt") == "2026-06-15T06:00:00Z")
  }

  @Test func `what cannot be compared or asked is refused in one line`() async throws {
    let store = try await Self.year(importsEvents: false)
    try await store.run("diff", "newest", "2026-01-31").expectFailure(
      naming: "is newer than", "the older one first")
    try await store.run("diff", "2020-01-01", "newest").expectFailure(
      naming: "nothing was observed by 2020-01-01")
    try await store.run("diff", "s-ffffffffffff", "newest").expectFailure(naming: "s-ffffffffffff")
    try await store.run("diff", "yesterday", "newest").expectUsageError(naming: "quarter-start")
    try await store.run("history", "--kind", "moved").expectUsageError(naming: "accountMoved")
    try await store.run("history", "--period", "Q3").expectUsageError(naming: "2026-Q3")
    try await store.run("history", "--period", "2026-13").expectUsageError(naming: "2026-Q3")
    try await store.run("history", "--period", "2026-Q3", "--to", "2026-09-30")
      .expectUsageError(naming: "exclude each other")
    try await store.run("history", "--from", "2026-09-30", "--to", "2026-09-01").expectUsageError(
      naming: "before")
    try await store.run("history", "--from", "soon").expectUsageError(naming: "--from", "2026-09-30")
    try await store.run("history", "--since", "soon").expectUsageError(naming: "--since")
    try await store.run("history", "--max-gap", "0").expectUsageError(naming: "--max-gap")
    try await store.run("history", "--account", "999999999999").expectFailure(naming: "999999999999")
    try await store.run("history", "--account", "Workloads").expectFailure(naming: "--ou")
    try await store.run("history", "--ou", "Payments").expectFailure(naming: "--account")
  }

  @Test func `status answers for the end of a period`() async throws {
    let store = try await Self.year(importsEvents: true)
    let status = try await store.run("status", "--period", "2026-Q1", "--json").json()
    #expect(status.object("snapshot")?.string("observedAt") == "2026-03-15T06:00:00Z")
    #expect(status.string("verdict") == "partial")
    let later = try await store.run("status", "--to", "2026-07-31", "--json").json()
    #expect(later.object("snapshot")?.string("observedAt") == "2026-06-15T06:00:00Z")
  }

  @Test func `records narrow the date that status gives`() async throws {
    let store = try await Self.year(importsEvents: true)
    let status = try await store.run("status", "--json").json()
    for account in status.objects("accounts") {
      #expect(account.object("optOutSince")?.string("earliest") == "2026-07-01T11:30:00Z")
      #expect(account.object("optOutSince")?.string("latest") == "2026-07-01T11:30:00Z")
    }
    // As of a day before they were imported, the records did not count.
    let before = try await store.run("status", "--json", "--as-of", "2026-09-30").json()
    #expect(
      before.objects("accounts").first?.object("optOutSince")?.string("latest") != "2026-07-01T11:30:00Z")
  }

  @Test func `records settle the order of attachment for status, explain and simulate`() async throws {
    var organization = try SimulatedOrganization(
      tree: #"""
        o-orderedorg1 management=111111111111
        r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-everyone01
          111111111111 Management
        policy p-everyone01 "Org opt-out" {"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}
        policy p-allin00001 "All in" {"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}}}}
        """#)
    let store = try TestStore()
    var unasked = ExportOptions()
    unasked.effectivePolicyAccounts = []
    try await store.collect(organization, at: "2026-01-15T06:00:00Z", options: unasked)
    try organization.attach("p-allin00001", to: "r-ab12", at: try Self.date("02-10T09:30:00"))
    try await store.collect(organization, at: "2026-03-15T06:00:00Z", options: unasked)
    let before = try await store.run("status", "--json").json()
    #expect(before.string("verdict") == "unknown")
    let records = organization.trail.records.map { $0.content.text }
    try store.scratch.write("{\"Records\":[\(records.joined(separator: ","))]}", to: "trail.json")
    // Only records that are known to be all of a span prove an order.
    let imported = try await store.run(
      "events", "import", store.scratch.path("trail.json"), "--covers", "111111111111=2026-01-01/2026-04-01")
    #expect(imported.status == 0, "\(imported.errors)")
    let after = try await store.run("status", "--json").json()
    #expect(after.string("verdict") == "optedOut")
    let explained = try await store.run("explain", "111111111111", "--json").json()
    #expect(explained.objects("orderDependent").isEmpty)
    let simulated = try await store.run("simulate", "--detach", "p-everyone01@r-ab12", "--json").json()
    #expect(simulated.objects("verdicts").first?.string("before") == "optedOut")
    #expect(simulated.objects("verdicts").first?.string("after") == "notOptedOut")
  }
}
