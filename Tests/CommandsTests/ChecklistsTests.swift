import Testing

@Suite struct ChecklistsTests {
  static let own = """
    id: ours
    title: Our own
    source: {text: Our policy, edition: "3"}
    items:
      - id: ours.enabled
        title: The type is enabled
        question: Is it?
        check: PolicyTypeIsEnabled
        passesWhen: It is.
        proves: That it is.
        doesNotProve: That it stays so.
        references: [{framework: Our policy, edition: "3", section: "1"}]
        remediation: Enable it.
      - id: ours.board
        title: The board was told
        question: Was it?
        attestation: {renewalDays: 92, details: [meeting]}
        passesWhen: It was.
        proves: That somebody said so.
        doesNotProve: That it listened.
        references: [{framework: Our policy, edition: "3", section: "2"}]
        remediation: Tell it.
    """

  @Test func `the built-in checklists are listed`() async throws {
    let run = try await CommandLineRun.run(["checklists", "list", "--json"])
    let rows = try run.json().objects("checklists")
    #expect(rows.compactMap { $0.string("id") } == ["general", "hipaa", "pci-sox", "gdpr", "mlsec"])
    #expect(rows.compactMap { $0.int("items") } == [13, 5, 4, 5, 4])
    let text = try await CommandLineRun.run(["checklists", "list"])
    #expect(text.status == 0)
    #expect(text.text.contains("pci-sox"))
  }

  @Test func `a checklist is shown with what it asks and proves`() async throws {
    let run = try await CommandLineRun.run(["checklists", "show", "pci-sox", "--json"])
    let items = try #require(try run.json().objects("checklists").first).objects("items")
    #expect(items.count == 4)
    let review = try #require(items.first { $0.string("id") == "pci.quarterly-ai-usage-review" })
    #expect(review.object("attestation")?.int("renewalDays") == 92)
    #expect(review.isNull("check"))
    #expect(review.bool("automatic") == false)
    let text = try await CommandLineRun.run(["checklists", "show", "hipaa"])
    for word in ["hipaa.baa-covers-ai-services", "Does not prove:", "45 CFR", "holds 365 days"] {
      #expect(text.text.contains(word), "\(word)")
    }
    for line in text.text.split(separator: "\n") {
      #expect(line.count <= 80 || !line.contains(" ") || line.contains("https://"), "\(line)")
    }
    try await CommandLineRun.run(["checklists", "show", "gpdr"]).expectFailure(naming: "\"gdpr\"?")
  }

  @Test func `one's own checklist is validated and scored`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    try store.scratch.write(Self.own, to: "ours.yaml")
    let path = store.scratch.path("ours.yaml")
    let validated = try await CommandLineRun.run(["checklists", "validate", path])
    #expect(validated.status == 0, "\(validated.errors)")
    #expect(validated.text.contains("right, 2 items"))
    let run = try await store.run("check", "--checklist", path, "--as-of", "2026-10-01", "--json")
    #expect(run.status == 0)
    let checklist = try #require(try run.json().objects("checklists").first)
    #expect(checklist.string("id") == "ours")
    #expect(
      checklist.objects("items").compactMap { $0.string("outcome") } == ["passed", "notAssessed"])
    let both = try await store.run(
      "check", "--checklist", path, "--checklist", "gdpr", "--as-of", "2026-10-01", "--json")
    #expect(try both.json().objects("checklists").compactMap { $0.string("id") } == ["ours", "gdpr"])
  }

  @Test func `every problem of a file is listed with its place`() async throws {
    let scratch = try Scratch()
    let wrong = Self.own.replacing("PolicyTypeIsEnabled", with: "PolicyTypeIsEnable")
      .replacing("renewalDays: 92", with: "renewalDays: soon").replacing("id: ours.board", with: "id: board")
    try scratch.write(wrong, to: "wrong.yaml")
    let path = scratch.path("wrong.yaml")
    let run = try await CommandLineRun.run(["checklists", "validate", path])
    #expect(run.status == 1)
    for word in [
      "line 8: items[0].check: there is no check \"PolicyTypeIsEnable\"; did you mean \"PolicyTypeIsEnabled\"?",
      "items[1].attestation.renewalDays: write a whole number of days",
      "items[1].id: \"board\" is not an item id",
    ] { #expect(run.text.contains(word), "\(word) not in \(run.text)") }
    let json = try await CommandLineRun.run(["checklists", "validate", path, "--json"])
    let file = try #require(try json.json().objects("files").first)
    #expect(file.objects("problems").count == 3)
    let check = try await CommandLineRun.run(["check", "--checklist", path])
    #expect(check.status == 2)
    #expect(check.errors.contains("3 problems"))
  }

  @Test func `built-in ids cannot be taken, and files have to be there`() async throws {
    let scratch = try Scratch()
    try scratch.write(
      Self.own.replacing("ours", with: "gdpr"), to: "gdpr.yaml")
    try scratch.write(
      Self.own.replacing("id: ours\n", with: "id: other\nprefix: pci\n").replacing("ours.", with: "pci."),
      to: "pci.yaml")
    for name in ["gdpr.yaml", "pci.yaml"] {
      let run = try await CommandLineRun.run(["checklists", "validate", scratch.path(name)])
      #expect(run.status == 1)
      #expect(run.text.contains("is that of a built-in checklist"))
    }
    try await CommandLineRun.run(["checklists", "validate", "missing.yaml"]).expectFailure(
      naming: "missing.yaml", "no such file")
  }
}
