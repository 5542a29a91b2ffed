import Testing

/// The year that the demo tells.
@Suite struct DemoStoryTests {
  struct Chapter: Sendable, CustomTestStringConvertible {
    var date: String
    var verdict: String
    var optedOut: Int
    var active: Int
    /// Accounts locked and open, where the story turns on them.
    var locked: Int?
    var open: Int?
    var isComplete = true
    var testDescription: String { date }
  }

  static let chapters = [
    // The type is enabled, and nothing is attached.
    Chapter(date: "2025-10-01", verdict: "notOptedOut", optedOut: 0, active: 33),
    Chapter(date: "2025-11-03", verdict: "optedOut", optedOut: 33, active: 33),
    Chapter(date: "2025-12-01", verdict: "optedOut", optedOut: 35, active: 35, isComplete: false),
    Chapter(date: "2026-01-12", verdict: "partial", optedOut: 30, active: 35),
    Chapter(date: "2026-02-02", verdict: "optedOut", optedOut: 36, active: 36),
    Chapter(date: "2026-03-09", verdict: "optedOut", optedOut: 36, active: 36),
    // An account that joined late stands outside.
    Chapter(date: "2026-04-13", verdict: "partial", optedOut: 40, active: 41),
    Chapter(date: "2026-05-11", verdict: "optedOut", optedOut: 40, active: 40),
    // The type is disabled: an incident.
    Chapter(date: "2026-06-17", verdict: "notOptedOut", optedOut: 0, active: 40),
    Chapter(date: "2026-07-01", verdict: "optedOut", optedOut: 40, active: 40),
    Chapter(date: "2026-08-17", verdict: "optedOut", optedOut: 39, active: 39, locked: 26, open: 13),
    Chapter(date: "2026-09-30", verdict: "partial", optedOut: 38, active: 39, locked: 36, open: 3),
  ]

  @Test(arguments: chapters)
  func `a snapshot shows its chapter`(chapter: Chapter) async throws {
    let store = try await SharedFixtures.demo().store
    let run = try await CommandLineRun.run(["status", "--json", "--at", chapter.date, "--db", store])
    #expect(run.status == (chapter.verdict == "optedOut" ? 0 : 1))
    let answer = try run.json()
    let snapshot = try #require(answer.object("snapshot"))
    #expect(snapshot.string("observedAt")?.hasPrefix(chapter.date) == true)
    #expect(snapshot.bool("complete") == chapter.isComplete)
    #expect(answer.string("verdict") == chapter.verdict)
    let counts = try #require(answer.object("counts"))
    #expect(counts.int("optedOut") == chapter.optedOut)
    #expect(counts.int("active") == chapter.active)
    if let locked = chapter.locked { #expect(counts.int("locked") == locked) }
    if let open = chapter.open { #expect(counts.int("open") == open) }
  }

  @Test func `the year's changes have actors, and the trail is covered without a gap`() async throws {
    let demo = try await SharedFixtures.DemoRun.make()
    let list = try await CommandLineRun.run(["events", "list", "--json", "--db", demo.store]).json()
    let events = list.objects("events")
    #expect(events.count == 60)
    #expect(events.allSatisfy { $0.string("actor") != "unknown" })
    let disabled = try #require(events.first { $0.string("name") == "DisablePolicyType" })
    #expect(
      disabled.string("actor") == "arn:aws:sts::111111111001:assumed-role/BreakGlass/oncall")
    // One change is nobody's: the delegated administrator made it, whose trail was not read.
    #expect(!events.contains { $0.object("details")?.string("policyId") == "p-draft2027" })
    let coverage = list.objects("coverage")
    #expect(coverage.count == 12)
    for (before, after) in zip(coverage, coverage.dropFirst()) {
      #expect(before.string("to") == after.string("from"))
    }
    #expect(coverage.last?.string("to") == "2026-09-30T05:45:00Z")
    // Again in the same folder, nothing is added.
    let again = try await CommandLineRun.run(["demo", "--output", "demo"], in: demo.scratch.url)
    #expect(again.status == 0)
    let after = try await CommandLineRun.run(["events", "list", "--json", "--db", demo.store]).json()
    #expect(after.objects("coverage").count == 12)
  }

  @Test func `the store holds the chapters and nothing else`() async throws {
    let store = try await SharedFixtures.demo().store
    let snapshots = try await CommandLineRun.run(["snapshots", "--json", "--db", store]).json().objects(
      "snapshots")
    #expect(
      snapshots.compactMap { $0.string("observedAt").map { String($0.prefix(10)) } }
        == Self.chapters.map(\.date))
  }
}
