import Foundation
import Testing

/// What the demo's people attested and configured.
@Suite struct DemoRecordsTests {
  @Test func `the attestations are the same every time, and recorded after the last snapshot`() async throws {
    let store = try await SharedFixtures.demo().store
    let second = try await SharedFixtures.DemoRun.make()
    func list(_ store: String) async throws -> CommandLineRun {
      try await CommandLineRun.run(["attest", "list", "--json", "--as-of", "2026-09-30", "--db", store])
    }
    let first = try await list(store)
    #expect(first.status == 0)
    #expect(try await list(second.store).output == first.output)
    let rows = try first.json().objects("attestations")
    let states = Set(rows.compactMap { $0.string("state") })
    #expect(states == ["valid", "expired", "superseded"])
    #expect(Set(rows.compactMap { $0.string("outcome") }) == ["passed", "failed", "notApplicable"])
    #expect(rows.contains { $0.bool("expiresSoon") == true })
    #expect(rows.contains { !$0.objects("files").isEmpty })
    #expect(rows.flatMap { $0.objects("countersignatures") }.map { $0.bool("sameSystemUser") } == [false])
    for row in rows {
      #expect((row.string("recordedAt") ?? "") > "2026-09-30T06:03:12Z")
      #expect(row.string("systemUser") == "demo")
    }
  }

  @Test func `the check shows all four outcomes`() async throws {
    let demo = try await SharedFixtures.demo()
    let run = try await CommandLineRun.run([
      "check", "--json", "--as-of", "2026-09-30", "--db", demo.store, "--config",
      demo.scratch.path("demo/optout-audit.yaml"),
    ])
    let items = try run.json().objects("checklists").flatMap { $0.objects("items") }
    let outcomes = Dictionary(grouping: items) { $0.string("outcome") ?? "" }
    #expect(Set(outcomes.keys) == ["passed", "failed", "notAssessed", "notApplicable"])
    func outcome(_ id: String) -> String? { items.first { $0.string("id") == id }?.string("outcome") }
    #expect(outcome("general.data-handling-disclosed") == "passed")
    #expect(outcome("general.team-informed-q-developer") == "notAssessed")
    #expect(outcome("hipaa.incident-plan-covers-ai") == "failed")
    #expect(outcome("pci.forecasting-excludes-sharing") == "notApplicable")
  }

  @Test func `the demo leaves a configuration that was changed alone`() async throws {
    let demo = try await SharedFixtures.DemoRun.make()
    try demo.scratch.write("# mine", to: "demo/optout-audit.yaml")
    let again = try await CommandLineRun.run(["demo", "--output", "demo"], in: demo.scratch.url)
    #expect(again.status == 0)
    #expect(try String(contentsOf: demo.scratch["demo/optout-audit.yaml"], encoding: .utf8) == "# mine")
  }
}
