import Foundation
import OrganizationSimulator
import Testing

@Suite struct AttestLoadTests {
  private func store() async throws -> TestStore {
    try await TestStore.collecting(SampleOrganizations.locked).store
  }

  private func list(_ store: TestStore) async throws -> [JSONObject] {
    try await store.run("attest", "list", "--as-of", "2026-06-01", "--json").json().objects("attestations")
  }

  @Test func `a template that is filled in is loaded whole`() async throws {
    let store = try await store()
    let template = try await store.run(
      "attest", "template", "--as-of", "2026-06-01", "--output", store.scratch.path("open.yaml"))
    #expect(template.status == 0, "\(template.errors)")
    #expect(template.text.contains("open items"))
    var text = try String(contentsOf: store.scratch["open.yaml"], encoding: .utf8)
    try await store.run("attest", "load", "open.yaml").expectFailure(naming: "every entry is blank")
    text = text.replacing("by:\n", with: "by: Ida Holm\n")
    for item in ["hipaa.incident-plan-covers-ai", "gdpr.dpa-updated"] {
      text = text.replacing(
        "item: \(item)\n    outcome:\n    statement:",
        with: "item: \(item)\n    outcome: passed\n    statement: Done\n    effective: 2026-03-01")
    }
    text = text.replacing(
      "effective: 2026-03-01", with: "effective: 2026-03-01\n    evidence: [note.txt]", maxReplacements: 1)
    try store.scratch.write(text, to: "folder/filled.yaml")
    try store.scratch.write("a note", to: "folder/note.txt")
    let run = try await store.run("attest", "load", "folder/filled.yaml")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("left blank and passed over"))
    let rows = try await list(store)
    #expect(
      Set(rows.compactMap { $0.string("item") }) == ["hipaa.incident-plan-covers-ai", "gdpr.dpa-updated"])
    #expect(rows.flatMap { $0.objects("files") }.map { $0.string("name") } == ["note.txt"])
    // What was attested is not open.
    let next = try await store.run("attest", "template", "--as-of", "2026-06-01").text
    #expect(!next.contains("gdpr.dpa-updated"))
    #expect(next.contains("gdpr.ropa-includes-opt-out"))
    // Loaded again, it is refused whole.
    let again = try await store.run("attest", "load", "folder/filled.yaml")
    #expect(again.status == 2)
    #expect(again.errors.contains("recorded already"))
    #expect(try await list(store).count == 2)
  }

  @Test func `one mistake keeps the whole file out, and every mistake is listed`() async throws {
    let store = try await store()
    let before = try Data(contentsOf: URL(fileURLWithPath: store.path))
    try store.scratch.write(
      """
      organization: o-anotherorg1
      by: Ida Holm
      attestations:
        - {item: gdpr.dpa-updated, outcome: passed, statement: right, effective: 2026-03-01}
        - {item: gdpr.dpa-update, outcome: passed, statement: x}
        - {item: general.opt-out-locked, outcome: passed, statement: x}
        - {item: gdpr.dpa-updated, outcome: failed, statement: x, effective: 2026-03-01}
        - item: hipaa.incident-plan-covers-ai
          outcome: passed
          statement: x
          effective: 9999-01-01
          evidence: [none.pdf]
        - {item: gdpr.ropa-includes-opt-out, outcome: maybe, statement: x}
      """, to: "bad.yaml")
    let run = try await store.run("attest", "load", "bad.yaml")
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    let lines = run.errorLines
    #expect(lines.first == "error: nothing was recorded of \"bad.yaml\", 7 problems:")
    for expected in [
      "organization: the file is about \"o-anotherorg1\"",
      "line 5: attestations[1]: there is no checklist item \"gdpr.dpa-update\"; did you mean",
      "line 6: attestations[2]: \"general.opt-out-locked\" is assessed from evidence",
      "line 7: attestations[3]: the same item stands twice, first at attestations[0]",
      "line 8: attestations[4]: the effective date 9999-01-01 lies in the future",
      "line 8: attestations[4]: cannot take the evidence file \"none.pdf\": there is no such file",
      "line 13: attestations[5].outcome: \"maybe\" is no outcome",
    ] {
      #expect(lines.contains { $0.contains(expected) }, "\(expected) not in \(run.errors)")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: store.path)) == before)
  }

  @Test func `a key that is missing hides no other mistake of its entry`() async throws {
    let store = try await store()
    try store.scratch.write(
      """
      attestations:
        - {item: gdpr.dpa-update, outcome: passed, statement: x}
        - {item: general.opt-out-locked, outcome: passed, by: Ida Holm, effective: 9999-01-01}
        - {item: gdpr.dpa-updated, outcome: maybe, statement: x, by: Ida Holm, evidence: [none.pdf]}
        - {outcome: passed, statement: x, by: Ida Holm, evidence: [none.txt]}
        - {item: gdpr.dpa-updated, statement: x, by: Ida Holm}
      """, to: "bad.yaml")
    let run = try await store.run("attest", "load", "bad.yaml")
    #expect(run.status == 2)
    let expected = [
      "line 2: attestations[0].by: the key is missing",
      "line 2: attestations[0]: there is no checklist item \"gdpr.dpa-update\"",
      "line 3: attestations[1].statement: the key is missing",
      "line 3: attestations[1]: \"general.opt-out-locked\" is assessed from evidence",
      "line 3: attestations[1]: the effective date 9999-01-01 lies in the future",
      "line 4: attestations[2].outcome: \"maybe\" is no outcome",
      "line 4: attestations[2]: cannot take the evidence file \"none.pdf\": there is no such file",
      "line 5: attestations[3].item: the key is missing",
      "line 5: attestations[3]: cannot take the evidence file \"none.txt\": there is no such file",
      "line 6: attestations[4].outcome: the key is missing",
      "line 6: attestations[4]: the same item stands twice, first at attestations[2]",
    ]
    for words in expected {
      #expect(run.errorLines.count { $0.contains(words) } == 1, "\(words) not once in \(run.errors)")
    }
    #expect(run.errorLines.first?.contains("\(expected.count) problems:") == true, "\(run.errors)")
  }

  @Test(arguments: [("by: [", "it is not YAML"), ("", "the file is empty"), ("&a x: *a", "alias")])
  func `a file that cannot be read is one line`(text: String, words: String) async throws {
    let store = try await store()
    try store.scratch.write(text, to: "bad.yaml")
    try await store.run("attest", "load", "bad.yaml").expectFailure(naming: "bad.yaml", words)
  }

  @Test func `a file that is missing or no text is one line`() async throws {
    let store = try await store()
    try await store.run("attest", "load", "none.yaml").expectFailure(naming: "there is no such file")
    try Data([0xFF, 0xFE, 0x41]).write(to: store.scratch["bytes.yaml"])
    try await store.run("attest", "load", "bytes.yaml").expectFailure(naming: "not UTF-8")
  }

  @Test func `a template replaces no file`() async throws {
    let store = try await store()
    try store.scratch.write("filled in", to: "open.yaml")
    try await store.run("attest", "template", "--output", "open.yaml").expectFailure(
      naming: "open.yaml", "--output")
    #expect(try String(contentsOf: store.scratch["open.yaml"], encoding: .utf8) == "filled in")
  }
}
