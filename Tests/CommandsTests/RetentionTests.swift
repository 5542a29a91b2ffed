import Foundation
import OrganizationSimulator
import Testing

@Suite struct RetentionTests {
  /// A store with a snapshot of each January from 2015 to 2026.
  private func store() async throws -> TestStore {
    let store = try TestStore()
    let organization = try SimulatedOrganization(tree: SampleOrganizations.locked)
    for year in 2015...2026 { try await store.collect(organization, at: "\(year)-01-15T06:00:00Z") }
    return store
  }

  private func retire(
    _ store: TestStore, before: String, _ more: String..., output: String = "new.sqlite"
  ) async throws -> CommandLineRun {
    try await CommandLineRun.run(
      [
        "retire", "--db", store.path, "--before", before, "--by", "A. Keeper", "--reason", "schedule 7",
        "--output", output, "--json",
      ] + more, in: store.scratch.url)
  }

  @Test func `what is needed stands beside what is there`() async throws {
    let store = try await store()
    let json = try await store.run("retention", "--as-of", "2026-09-30", "--keep-months", "84", "--json")
      .json()
    let rules = json.objects("rules")
    #expect(rules.map { $0.string("id") } == ["hipaa", "pci", "sox", "house"])
    #expect(rules.map { $0.string("neededFrom") } == ["2020-09-30", "2025-09-30", nil, "2019-09-30"])
    #expect(rules.map { $0.bool("covered") } == [true, true, nil, true])
    // In effect until the next one: the snapshot of January 2020 was, in September.
    #expect(rules.map { $0.int("retirable") } == [5, 10, 0, 4])
    let text = try await store.run("retention", "--as-of", "2026-09-30").text
    #expect(text.contains("45 CFR 164.316(b)(2)(i)") && text.contains("SOX (18 USC 1520"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let early = try await store.run("retention", "--as-of", "2016-03-31", "--json").json().objects("rules")
    #expect(early.map { $0.bool("covered") } == [false, true, nil])
  }

  @Test func `nothing is retired inside the time that a rule needs`() async throws {
    let store = try await store()
    // The clock is the real one, and today is after 2026-01-15.
    try await retire(store, before: "2025-12-31").expectFailure(naming: "HIPAA", "at the latest")
    try await retire(store, before: "2026-01-10", "--policy", "pci", "--policy", "hipaa").expectFailure(
      naming: "HIPAA")
    try await retire(store, before: "2999-01-01", "--keep-months", "1").expectFailure(naming: "House policy")
    #expect(!store.scratch.exists("new.sqlite"))
  }

  @Test func `a retired store verifies and says what is gone, and the old one stays`() async throws {
    let store = try await store()
    let before = try Data(contentsOf: URL(fileURLWithPath: store.path))
    let head = try await store.run("verify", "--json").json().string("head")
    let run = try await retire(store, before: "2019-06-01")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json().object("retirement")?.int("entries") == 4)
    #expect(try Data(contentsOf: URL(fileURLWithPath: store.path)) == before)

    let new = store.scratch.path("new.sqlite")
    let verify = try await CommandLineRun.run([
      "verify", "--db", new, "--anchor", try #require(head), "--json",
    ])
    #expect(verify.status == 0, "\(verify.text)")
    let retirement = try verify.json().objects("chains").first?.objects("retirements").first
    #expect(retirement?.string("by") == "A. Keeper" && retirement?.string("reason") == "schedule 7")
    #expect(try await CommandLineRun.run(["verify", "--db", new]).text.contains("retired: 4 entries"))
    let snapshots = try await CommandLineRun.run(["snapshots", "--db", new, "--json"]).json()
    #expect(snapshots.objects("snapshots").first?.string("observedAt") == "2019-01-15T06:00:00Z")
    let status = try await CommandLineRun.run(["status", "--db", new, "--at", "2019-06-01", "--json"]).json()
    let old = try await store.run("status", "--at", "2019-06-01", "--json").json()
    #expect(status.string("verdict") == old.string("verdict") && status.string("lock") == old.string("lock"))
    try await retire(store, before: "2019-06-01").expectFailure(naming: "new.sqlite", "exists")
    try await retire(store, before: "2015-01-01", output: "none.sqlite").expectFailure(naming: "nothing")
  }

  @Test(arguments: [
    ["--before", "soon"], ["--policy", "sox"], ["--policy", "gdpr"], ["--keep-months", "0"], ["--by", "  "],
  ])
  func `what makes no sense is wrong usage`(words: [String]) async throws {
    let arguments = [
      "retire", "--before", "2019-01-01", "--by", "me", "--reason", "x", "--output", "n.sqlite",
    ]
    let run = try await CommandLineRun.run(arguments + words)
    run.expectUsageError(naming: words[0])
  }

  @Test func `a backup is verified and overwrites nothing`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let copy = store.scratch.path("copy.sqlite")
    let run = try await store.run("backup", copy)
    #expect(run.status == 0 && run.text.contains("intact"), "\(run.errors)")
    let heads = [
      try await store.run("verify", "--json").json().string("head"),
      try await CommandLineRun.run(["verify", "--db", copy, "--json"]).json().string("head"),
    ]
    #expect(heads[0] != nil && heads[0] == heads[1])
    try await store.run("backup", copy).expectFailure(naming: "copy.sqlite", "exists")
  }
}
