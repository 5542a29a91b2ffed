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

  @Test func `everything right passes with status 0`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let run = try await store.run("check", "--as-of", "2026-10-01", "--json")
    #expect(run.status == 0, "\(run.text)")
    #expect(try run.json().objects("checklists").first?.object("score")?.int("percent") == 100)
  }

  @Test func `a verification that is too old counts`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    #expect(try await store.run("check", "--as-of", "2028-10-01").status == 1)
  }

  @Test func `the formula stands beside the score`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let run = try await store.run("check", "--as-of", "2026-10-01")
    #expect(run.text.contains("passed / (passed + failed + notAssessed)"))
    #expect(run.text.contains("judged on 2026-10-01"))
  }
}
