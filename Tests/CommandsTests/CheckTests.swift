import Foundation
import OrganizationSimulator
import Testing

@Suite struct CheckTests {
  @Test func `the JSON has the keys and types of the contract`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let run = try await store.run(
      "check", "--json", "--organization", "o-mixedorg001", "--as-of", "2026-08-02")
    #expect(run.status == 1)
    #expect(run.errors.isEmpty)
    let checklist = try #require(try run.json().objects("checklists").first)
    #expect(checklist.kinds["id"] == "string")
    #expect(checklist.kinds["title"] == "string")
    let items = checklist.objects("items")
    #expect(items.count >= 7)
    for item in items {
      for (key, kind) in [
        "id": "string", "title": "string", "outcome": "string", "evidence": "array", "proves": "string",
        "doesNotProve": "string", "references": "array", "remediation": "string",
      ] { #expect(item.kinds[key] == kind, "\(key)") }
      let outcome = item.string("outcome") ?? ""
      #expect(["passed", "failed", "notAssessed", "notApplicable"].contains(outcome))
      #expect(item.isNull("reason") == (outcome == "passed"))
    }
    let score = try #require(checklist.object("score"))
    func count(_ outcome: String) -> Int { items.count { $0.string("outcome") == outcome } }
    for outcome in ["passed", "failed", "notAssessed", "notApplicable"] {
      #expect(score.int(outcome) == count(outcome), "\(outcome)")
    }
    let counted = count("passed") + count("failed") + count("notAssessed")
    #expect(abs((score.int("percent") ?? -9) * counted - count("passed") * 100) <= counted)
  }

  @Test func `everything right passes with status 0, and what waits for a person does not change it`()
    async throws
  {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let run = try await store.run("check", "--checklist", "general", "--as-of", "2026-10-01", "--json")
    #expect(run.status == 0, "\(run.text)")
    let score = try #require(try run.json().objects("checklists").first?.object("score"))
    #expect(score.int("failed") == 0)
    #expect(score.int("notAssessed") == 5)
    let shown = try await store.run("check", "--checklist", "general", "--as-of", "2026-10-01")
    #expect(shown.text.hasPrefix("INCOMPLETE   "), "what waits has not passed: \(shown.text)")
    let one = try await store.run("check", "--item", "general.policy-type-enabled", "--as-of", "2026-10-01")
    #expect(one.text.hasPrefix("PASSED       1 of 1 item"), "\(one.text)")
    let strict = try await store.run("check", "--checklist", "general", "--as-of", "2026-10-01", "--strict")
    #expect(strict.status == 1)
    #expect(strict.text.contains("5 wait for a person"))
  }

  @Test func `all checklists are scored, in their order`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let run = try await store.run("check", "--as-of", "2026-10-01", "--json")
    let checklists = try run.json().objects("checklists")
    #expect(checklists.compactMap { $0.string("id") } == ["general", "hipaa", "pci-sox", "gdpr", "mlsec"])
    #expect(checklists.flatMap { $0.objects("items") }.count == 31)
    #expect(try run.json().string("asOf") == "2026-10-01")
  }

  @Test func `an automatic item that could not be assessed counts, unless that is allowed`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let item = ["--item", "pci.audit-trail-has-policy-changes", "--as-of", "2026-10-01"]
    #expect(try await store.run(["check"] + item).status == 1)
    #expect(try await store.run(["check", "--allow-not-assessed"] + item).status == 0)
    let failing = try await SharedFixtures.twoOrganizations()
    let general = [
      "check", "--allow-not-assessed", "--checklist", "general", "--organization", "o-mixedorg001", "--as-of",
      "2026-08-02",
    ]
    #expect(try await failing.run(general).status == 1)
  }

  @Test(arguments: [("61", 0), ("62", 1), ("0", 0)])
  func `a score below the bound ends with 1`(percent: String, status: Int32) async throws {
    // 8 of 13 items pass.
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let run = try await store.run(
      "check", "--checklist", "general", "--as-of", "2026-10-01", "--fail-under", percent)
    #expect(run.status == status, "\(run.text)")
    #expect(run.text.contains("general is below 62 %") == (status == 1))
  }

  @Test func `one item can be asked for`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let run = try await store.run(
      "check", "--item", "general.opt-out-locked", "--item", "gdpr.dpa-updated", "--as-of", "2026-10-01",
      "--json")
    let items = try run.json().objects("checklists").flatMap { $0.objects("items") }
    #expect(items.compactMap { $0.string("id") } == ["general.opt-out-locked", "gdpr.dpa-updated"])
    try await store.run("check", "--item", "gdpr.dpa-update").expectFailure(naming: "\"gdpr.dpa-updated\"?")
    try await store.run("check", "--checklist", "hippa").expectFailure(naming: "did you mean \"hipaa\"?")
    try await store.run("check", "--fail-under", "101").expectUsageError(naming: "--fail-under 101")
    try await store.run("check", "--json", "--page").expectUsageError(naming: "exclude each other")
  }

  @Test func `a workload's accounts are judged alone`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let options = [
      "check", "--item", "mlsec.data-collection-opt-out", "--organization", "o-mixedorg001", "--as-of",
      "2026-08-02",
    ]
    #expect(try await store.run(options).status == 1)
    #expect(try await store.run(options + ["--scope", "111111111111,666666666666"]).status == 0)
    #expect(try await store.run(options + ["--scope", "ou-cd34-sandbox01"]).status == 1)
    try await store.run(options + ["--scope", "999999999999"]).expectFailure(naming: "has no 999999999999")
    try await store.run(options + ["--scope", "Sandbox"]).expectUsageError(naming: "\"Sandbox\" is no id")
  }

  @Test func `attestations and configuration of the store count`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let item = "gdpr.dpa-updated"
    let attested = try await store.run(
      "attest", "add", "--item", item, "--outcome", "passed", "--statement", "Reviewed.", "--by", "Ida Holm",
      "--effective", "2026-01-01", "--expires", "2026-12-31", "--json")
    #expect(attested.status == 0, "\(attested.errors)")
    for (day, outcome) in [
      ("2025-12-31", "notAssessed"), ("2026-01-01", "passed"), ("2026-12-31", "passed"),
      ("2027-01-01", "notAssessed"),
    ] {
      let run = try await store.run("check", "--item", item, "--as-of", day, "--json")
      let found = try run.json().objects("checklists").first?.objects("items").first
      #expect(found?.string("outcome") == outcome, "\(day)")
      #expect(run.status == 0)
      if outcome == "notAssessed", day > "2026" {
        #expect(found?.string("reason") == "the attestation by Ida Holm expired on 2026-12-31")
      }
    }
    try store.scratch.write(
      """
      not-applicable:
        - {item: gdpr.dpa-updated, reason: no personal data, person: Priya Nair}
      """, to: "waivers.yaml")
    let waived = try await store.run(
      "check", "--item", item, "--as-of", "2026-06-01", "--config", store.scratch.path("waivers.yaml"),
      "--json")
    let found = try waived.json().objects("checklists").first?.objects("items").first
    #expect(found?.string("outcome") == "notApplicable")
    #expect(found?.string("reason") == "Priya Nair says in the configuration: no personal data")
  }

  @Test func `accepted exceptions let it end with 0 when nothing else is wrong`() async throws {
    let demo = try await SharedFixtures.demo()
    let options = [
      "check", "--db", demo.store, "--as-of", "2026-09-30", "--item", "general.every-account-opted-out",
      "--config", "\(demo.folder)/optout-audit.yaml",
    ]
    let failed = try await CommandLineRun.run(options)
    #expect(failed.status == 1)
    #expect(failed.text.contains("failed, accepted until"))
    #expect(try await CommandLineRun.run(options + ["--accept-exceptions"]).status == 0)
    #expect(
      try await CommandLineRun.run(options + ["--accept-exceptions", "--item", "general.opt-out-locked"])
        .status
        == 1)
  }

  @Test func `the demo shows every outcome`() async throws {
    let demo = try await SharedFixtures.demo()
    let run = try await CommandLineRun.run([
      "check", "--db", demo.store, "--as-of", "2026-09-30", "--config", "\(demo.folder)/optout-audit.yaml",
      "--json",
    ])
    let outcomes = try run.json().objects("checklists").flatMap { $0.objects("items") }.compactMap {
      $0.string("outcome")
    }
    #expect(Set(outcomes) == ["passed", "failed", "notAssessed", "notApplicable"])
  }

  @Test(
    arguments: [
      ("2026-Q3", "failed", "the opt-out ended 2026-09-14T11:25:00Z"),
      ("2026-07", "notAssessed", "nothing is known from 2026-07-01T06:03:12Z"),
    ])
  func `items about a period look at the period asked for`(
    period: String, outcome: String, reason: String
  ) async throws {
    let demo = try await SharedFixtures.demo()
    let run = try await CommandLineRun.run([
      "check", "--db", demo.store, "--period", period, "--item", "hipaa.no-training-use-in-logs", "--json",
    ])
    #expect(run.status == 1)
    let item = try #require(try run.json().objects("checklists").first?.objects("items").first)
    #expect(item.string("outcome") == outcome)
    #expect(item.string("reason")?.hasPrefix(reason) == true)
    #expect(try run.json().object("period")?.string("from")?.hasPrefix("2026-07-01") == true)
  }

  @Test func `changes without an event are named, and the trail passes with them`() async throws {
    let demo = try await SharedFixtures.demo()
    let run = try await CommandLineRun.run([
      "check", "--db", demo.store, "--as-of", "2026-09-30", "--item", "pci.audit-trail-has-policy-changes",
      "--json",
    ])
    #expect(run.status == 0)
    #expect(run.text.contains("Unattributed: policyCreated p-draft2027 between"))
  }

  @Test func `the table fits 80 columns, answer first`() async throws {
    let demo = try await SharedFixtures.demo()
    let run = try await CommandLineRun.run(["check", "--db", demo.store, "--as-of", "2026-09-30"])
    #expect(run.text.hasPrefix("FAILED "))
    for line in run.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }

  @Test func `the page for a review is Markdown with the questions that it helps with`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let run = try await store.run("check", "--checklist", "mlsec", "--page", "--as-of", "2026-10-01")
    #expect(
      run.text.hasPrefix("# Validate ML data permissions, privacy, software, and license terms\n"))
    let helps = try #require(run.text.range(of: "## Also helps to answer"))
    let not = try #require(run.text.range(of: "## Does not answer"))
    for (question, range) in [
      ("SEC 7", helps), ("SEC 1:", helps), ("SEC 4", not), ("SEC 8", not), ("SEC 9", not),
    ] {
      let place = try #require(run.text.range(of: question))
      #expect(place.lowerBound > range.upperBound, "\(question)")
    }
    #expect(not.lowerBound > helps.lowerBound)
    try await store.run("check", "--checklist", "gdpr", "--page").expectFailure(naming: "--checklist mlsec")
  }

  @Test func `names stay text on the page`() async throws {
    let store = try await SharedFixtures.hostile()
    let run = try await store.run("check", "--checklist", "mlsec", "--page")
    run.expectHarmlessText()
    #expect(run.text.contains(#"\<script\>"#))
    #expect(!run.text.replacing(#"\<"#, with: "").contains("<script"))
  }

  @Test func `a verification that is too old counts`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let run = try await store.run("check", "--item", "general.verification-current", "--as-of", "2028-10-01")
    #expect(run.status == 1)
  }

  @Test func `the formula stands beside the score`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let run = try await store.run("check", "--as-of", "2026-10-01")
    #expect(run.text.contains("passed / (passed + failed + notAssessed)"))
    #expect(run.text.contains("judged on 2026-10-01"))
  }
}
