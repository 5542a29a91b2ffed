import Foundation
import OrganizationSimulator
import Testing

@Suite struct AttestTests {
  static let plan = "hipaa.incident-plan-covers-ai"

  private func store() async throws -> TestStore {
    try await TestStore.collecting(SampleOrganizations.locked).store
  }

  @discardableResult
  private func add(
    _ store: TestStore, item: String = plan, outcome: String = "passed", by: String = "Ida Holm",
    effective: String = "2026-03-01", _ more: [String] = []
  ) async throws -> CommandLineRun {
    try await CommandLineRun.run(
      [
        "attest", "add", "--item", item, "--outcome", outcome, "--statement", "It is so", "--by", by,
        "--effective", effective, "--json", "--db", store.path,
      ] + more, in: store.scratch.url)
  }

  private func list(_ store: TestStore, asOf: String = "2026-06-01") async throws -> [JSONObject] {
    let run = try await store.run("attest", "list", "--as-of", asOf, "--json")
    #expect(run.status == 0, "\(run.errors)")
    return try run.json().objects("attestations")
  }

  private func check(_ store: TestStore, asOf: String, _ item: String = plan) async throws -> JSONObject? {
    let run = try await store.run("check", "--json", "--as-of", asOf)
    return try run.json().objects("checklists").flatMap { $0.objects("items") }
      .first { $0.string("id") == item }
  }

  @Test func `an attestation is kept with its files, and the chain covers it`() async throws {
    let store = try await store()
    try store.scratch.write("the plan", to: "docs/plan.txt")
    let before = try await store.run("snapshots", "--json").text
    let run = try await add(
      store,
      more: "--evidence", "docs/plan.txt", "--scope", "claims", "--detail", "version=4.3", "--expires",
      "2026-12-31")
    #expect(run.status == 0, "\(run.errors)")
    let recorded = try #require(try run.json().objects("attestations").first)
    #expect(
      recorded.kinds == [
        "id": "string", "item": "string", "outcome": "string", "statement": "string", "by": "string",
        "systemUser": "string", "recordedAt": "string", "effective": "string", "expires": "string",
        "state": "string", "expiresSoon": "bool", "supersededBy": "null", "contradictedBy": "array",
        "scope": "string", "details": "object", "files": "array", "revocation": "null",
        "countersignatures": "array",
      ])
    #expect(recorded.string("id")?.wholeMatch(of: /a-[0-9a-f]{12}/) != nil)
    #expect(recorded.string("effective") == "2026-03-01")
    #expect(recorded.string("expires") == "2026-12-31")
    #expect(recorded.object("details")?.string("version") == "4.3")
    let file = try #require(recorded.objects("files").first)
    #expect(file.string("name") == "plan.txt")
    #expect(file.int("bytes") == 8)
    // sha256sum's answer for "the plan".
    #expect(file.string("sha256") == "aab8f06fecd1c041e9a3d5a86114f9e522b546918db8503a045fe4a423b3642a")
    #expect(try await store.run("snapshots", "--json").text == before)
    #expect(try await list(store).map { $0.string("id") } == [recorded.string("id")])
  }

  @Test(
    arguments: [
      ("2026-02-28", "notYetEffective", "notAssessed"), ("2026-03-01", "valid", "passed"),
      ("2026-12-30", "valid", "passed"), ("2026-12-31", "valid", "passed"),
      ("2027-01-01", "expired", "notAssessed"),
    ])
  func `the report date decides, to the day`(asOf: String, state: String, outcome: String) async throws {
    let store = try await store()
    try await add(store, more: "--expires", "2026-12-31")
    #expect(try await list(store, asOf: asOf).first?.string("state") == state)
    let item = try #require(try await check(store, asOf: asOf))
    #expect(item.string("outcome") == outcome)
    if state == "expired" { #expect(item.string("reason")?.contains("expired on 2026-12-31") == true) }
  }

  @Test func `renewal over a leap day counts days`() async throws {
    let store = try await store()
    try await add(store, effective: "2023-03-01", more: "--valid-for", "365d")
    #expect(try await list(store, asOf: "2024-02-29").first?.string("state") == "valid")
    #expect(try await list(store, asOf: "2024-03-01").first?.string("state") == "expired")
    #expect(try await list(store, asOf: "2024-02-29").first?.bool("expiresSoon") == true)
    #expect(try await list(store, asOf: "2024-01-29").first?.bool("expiresSoon") == false)
    #expect(try await list(store, asOf: "2024-01-30").first?.bool("expiresSoon") == true)
  }

  @Test func `a contradicting attestation is recorded, the later one counts, and both are shown`()
    async throws
  {
    let store = try await store()
    try await add(store)
    let failed = try await add(store, outcome: "failed", by: "Tomas Berg")
    #expect(failed.status == 0)
    let rows = try await list(store)
    #expect(rows.map { $0.string("state") } == ["superseded", "valid"])
    #expect(rows[0].string("supersededBy") == rows[1].string("id"))
    #expect(rows[1].strings("contradictedBy") == [rows[0].string("id") ?? ""])
    #expect(try await check(store, asOf: "2026-06-01")?.string("outcome") == "failed")
    let text = try await store.run("attest", "list", "--as-of", "2026-06-01").text
    #expect(text.contains("contradicted by \(rows[0].string("id") ?? "?")"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func `a revoked attestation counts no longer, and is not revoked again`() async throws {
    let store = try await store()
    let id = try #require(try await add(store).json().objects("attestations").first?.string("id"))
    let revoked = try await store.run(
      "attest", "revoke", String(id.prefix(8)), "--reason", "a draft", "--by", "Ida Holm", "--json")
    #expect(revoked.status == 0, "\(revoked.errors)")
    let row = try #require(try await list(store).first)
    #expect(row.string("state") == "revoked")
    #expect(row.object("revocation")?.string("reason") == "a draft")
    #expect(try await check(store, asOf: "2026-06-01")?.string("outcome") == "notAssessed")
    try await store.run("attest", "revoke", id, "--reason", "again", "--by", "Ida Holm")
      .expectFailure(naming: "was revoked on", "Ida Holm")
    try await store.run("attest", "revoke", "a-zz", "--reason", "x", "--by", "Ida Holm")
      .expectFailure(naming: "a-zz", "attest list")
    // Anew, the same words are no repetition.
    #expect(try await add(store).status == 0)
  }

  @Test func `a second person countersigns, and the same name does not`() async throws {
    let store = try await store()
    let id = try #require(try await add(store).json().objects("attestations").first?.string("id"))
    try await store.run("attest", "countersign", id, "--by", " ida  HOLM")
      .expectFailure(naming: "Ida Holm", "second person")
    let run = try await store.run("attest", "countersign", id, "--by", "Tomas Berg", "--json")
    #expect(run.status == 0)
    #expect(run.errors.contains("the same operating-system user"))
    let signature = try #require(try await list(store).first?.objects("countersignatures").first)
    #expect(signature.string("by") == "Tomas Berg")
    #expect(signature.bool("sameSystemUser") == true)
    try await store.run("attest", "countersign", id, "--by", "Tomas Berg")
      .expectFailure(naming: "countersigned by \"Tomas Berg\"")
    #expect(try await list(store).first?.objects("countersignatures").count == 1)
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    var arguments: [String]
    var words: [String]
    var status: Int32 = 2
    var testDescription: String { arguments.joined(separator: " ") }
  }

  static let mistakes = [
    Mistake(arguments: ["--item", "hipaa.incident-plan"], words: ["did you mean \"\(plan)\"?"]),
    Mistake(
      arguments: ["--item", "general.opt-out-locked"],
      words: ["assessed from evidence and may be overruled by nobody"]),
    Mistake(
      arguments: ["--item", "mlsec.data-permissions"],
      words: ["\"workload\", \"lensEdition\", \"reviewDate\"", "--detail workload=…"]),
    Mistake(arguments: ["--evidence", "none.pdf"], words: ["none.pdf", "there is no such file"]),
    Mistake(arguments: ["--evidence", "."], words: ["it is a folder"]),
    Mistake(arguments: ["--evidence", "large.bin"], words: ["large.bin", "more than 50 MB"]),
    Mistake(arguments: ["--evidence", "empty.txt"], words: ["empty.txt", "it is empty"]),
    Mistake(arguments: ["--expires", "2026-02-28"], words: ["the expiry 2026-02-28 lies before"]),
    Mistake(arguments: ["--effective", "9999-01-01"], words: ["lies in the future"]),
    Mistake(arguments: ["--evidence", "pipe"], words: ["it is a pipe or a device and no file"]),
    Mistake(arguments: ["--evidence", "/dev/zero"], words: ["it is a pipe or a device and no file"]),
    Mistake(arguments: ["--by", "Ida\nHolm"], words: ["the name of who attests has a line break"]),
    Mistake(arguments: ["--scope", "a\u{1B}[2J"], words: ["the scope has a line break or a control"]),
    Mistake(arguments: ["--by", " "], words: ["the name of who attests is empty"]),
    Mistake(arguments: ["--effective", "2026-02-30"], words: ["--effective", "is not a date"], status: 64),
    Mistake(arguments: ["--valid-for", "soon"], words: ["--valid-for", "write it as 90d"], status: 64),
    Mistake(arguments: ["--valid-for", "9d", "--expires", "2026-12-31"], words: ["exclude"], status: 64),
    Mistake(arguments: ["--detail", "claims"], words: ["write it as workload=claims"], status: 64),
    Mistake(arguments: ["--outcome", "ok"], words: ["--outcome"], status: 64),
  ]

  @Test(arguments: mistakes)
  func `bad input is one clear line, and nothing is written`(mistake: Mistake) async throws {
    let store = try await store()
    try store.scratch.write("", to: "empty.txt")
    #expect(mkfifo(store.scratch.path("pipe"), 0o600) == 0)
    if mistake.arguments.contains("large.bin") {
      try store.scratch.write("", to: "large.bin")
      #expect(truncate(store.scratch.path("large.bin"), 50_000_001) == 0)
    }
    let before = try Data(contentsOf: URL(fileURLWithPath: store.path))
    // Of an option given twice the last one counts.
    let run = try await add(store, mistake.arguments)
    if mistake.status == 64 {
      #expect(run.status == 64, "\(run.errors)")
      #expect(run.output.isEmpty)
      for word in mistake.words { #expect(run.errors.contains(word), "\(run.errors)") }
    } else {
      run.expectFailure(naming: mistake.words[0])
      for word in mistake.words { #expect(run.errors.contains(word), "\(run.errors)") }
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: store.path)) == before)
  }

  @Test func `a file of exactly 50 MB is taken`() async throws {
    let store = try await store()
    try store.scratch.write("", to: "full.bin")
    #expect(truncate(store.scratch.path("full.bin"), 50_000_000) == 0)
    #expect(try await add(store, more: "--evidence", "full.bin").status == 0)
    #expect(try await list(store).first?.objects("files").first?.int("bytes") == 50_000_000)
  }

  @Test func `the same words twice are refused`() async throws {
    let store = try await store()
    let id = try #require(try await add(store).json().objects("attestations").first?.string("id"))
    try await add(store).expectFailure(naming: "recorded already, as \(id)")
  }

  @Test func `a store that is not there is not made`() async throws {
    let store = try TestStore()
    try await add(store).expectFailure(naming: "there is no store at")
    #expect(!store.scratch.exists("store.sqlite"))
    try await store.run("attest", "list").expectFailure(naming: "there is no store at")
  }

  @Test func `where there are several organizations one is chosen`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    try await store.run("attest", "list").expectFailure(naming: "several organizations", "--organization")
    try await store.run("attest", "list", "--organization", "o-elsewhere01").expectFailure(
      naming: "o-elsewhere01")
    let run = try await store.run("attest", "list", "--organization", "o-mixedorg001")
    #expect(run.status == 0)
    #expect(run.text.contains("nothing is attested about o-mixedorg001"))
  }

  @Test func `hostile words do no harm in lists`() async throws {
    let store = try await store()
    let hostile = "\u{1B}[31mred\u{7}\u{202E}\nnext"
    // A statement may have lines; a name has one, which may still try to turn the text around.
    let name = HostileNames.rightToLeft
    #expect(try await add(store, by: name, more: "--statement", hostile).status == 0)
    let run = try await store.run("attest", "list", "--as-of", "2026-06-01")
    run.expectHarmlessText()
    #expect(try await list(store).first?.string("by") == name)
    #expect(try await list(store).first?.string("statement") == hostile)
  }
}

extension AttestTests {
  @discardableResult private func add(
    _ store: TestStore, by: String = "Ida Holm", effective: String = "2026-03-01", more option: String,
    _ rest: String...
  ) async throws -> CommandLineRun {
    try await add(
      store, item: Self.plan, outcome: "passed", by: by, effective: effective, [option] + rest)
  }
}
