import Foundation
import OrganizationSimulator
import TestSupport
import Testing

@Suite struct DeterminismTests {
  private static let reportDay = "2026-09-30"

  private func report(on store: String, to folder: String, _ more: String..., in scratch: Scratch)
    async throws -> [String: Data]
  {
    let run = try await CommandLineRun.run(
      ["report", "--db", store, "--as-of", Self.reportDay, "--output", scratch.path(folder)] + more,
      in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    return try files(below: scratch[folder])
  }

  @Test func `two reports from one store are the same bytes, also from a copy elsewhere`() async throws {
    let demo = try await SharedFixtures.demo()
    let scratch = try Scratch()
    try FileManager.default.createDirectory(at: scratch["else where"], withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: demo.store, toPath: scratch.path("else where/copy.sqlite"))
    let first = try await report(on: demo.store, to: "one", in: scratch)
    #expect(Set(first.keys).isSuperset(of: ["report.md", "report.html", "accounts.csv"]))
    #expect(try await report(on: demo.store, to: "two/deep", in: scratch) == first)
    #expect(try await report(on: scratch.path("else where/copy.sqlite"), to: "three", in: scratch) == first)
    // Alone, each format is the same as with the others.
    for format in ["markdown", "html", "csv", "json", "oscal", "ocsf", "sarif"] {
      let alone = try await report(on: demo.store, to: format, "--format", format, in: scratch)
      #expect(!alone.isEmpty)
      for (name, data) in alone { #expect(first[name] == data, "\(name)") }
    }
  }

  @Test func `time zone, locale and working folder change nothing in a report or an archive`() async throws {
    let demo = try await SharedFixtures.demo()
    var made: [[String: Data]] = []
    for environment in [
      ["TZ": "UTC", "LANG": "C"],
      ["TZ": "Pacific/Kiritimati", "LANG": "de_DE.UTF-8", "LC_ALL": "tr_TR.UTF-8"],
    ] {
      let scratch = try Scratch()
      let common = ["--db", demo.store, "--period", "2026-Q3", "--output"]
      let report = try await CommandLineRun.run(
        ["report"] + common + ["report"], environment: environment, in: scratch.url)
      #expect(report.status == 0, "\(report.errors)")
      let pack = try await CommandLineRun.run(
        ["pack"] + common + ["pack", "--archive", "pack.zip"], environment: environment, in: scratch.url)
      #expect(pack.status == 0, "\(pack.errors)")
      made.append(try files(below: scratch.url))
    }
    #expect(made[0].keys.contains("pack.zip"))
    #expect(made[0] == made[1])
  }

  @Test func `earlier reports come out the same from a store that went on`() async throws {
    let demo = try await SharedFixtures.demo()
    let scratch = try Scratch()
    let early = try await report(on: demo.store, to: "one", "--at", "2026-02-02", in: scratch)
    #expect(try await report(on: demo.store, to: "two", "--at", "2026-02-02", in: scratch) == early)
    #expect(early != (try await report(on: demo.store, to: "newest", in: scratch)))
  }

  @Test func `the demo is the same every time`() async throws {
    let first = try await SharedFixtures.demo()
    let second = try await SharedFixtures.DemoRun.make()
    #expect(first.run.status == 0)
    #expect(first.run.output == second.run.output)
    #expect(first.run.errors.isEmpty)
    var (one, two) = (
      try files(below: URL(fileURLWithPath: first.folder)),
      try files(below: URL(fileURLWithPath: second.folder))
    )
    #expect(one.removeValue(forKey: "history.sqlite") != nil)
    #expect(two.removeValue(forKey: "history.sqlite") != nil)
    #expect(one == two)
    func digests(_ store: String) async throws -> String {
      try await CommandLineRun.run(["snapshots", "--json", "--db", store]).text
    }
    #expect(try await digests(first.store) == digests(second.store))
  }

  @Test func `the demo run again uses what is there`() async throws {
    let first = try await SharedFixtures.DemoRun.make()
    let before = try Data(contentsOf: URL(fileURLWithPath: first.store))
    let again = try await CommandLineRun.run(["demo", "--output", "demo"], in: first.scratch.url)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: first.store)) == before)
  }

  @Test func `the demo leaves a store of somebody else alone`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let scratch = try Scratch()
    try FileManager.default.createDirectory(at: scratch["demo"], withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: store.path, toPath: scratch.path("demo/history.sqlite"))
    let run = try await CommandLineRun.run(["demo", "--output", "demo"], in: scratch.url)
    run.expectFailure(naming: "demo/history.sqlite", "--output")
    #expect(
      try Data(contentsOf: scratch["demo/history.sqlite"])
        == Data(contentsOf: URL(fileURLWithPath: store.path)))
  }

  @Test func `the demo's reports are the samples in the repository`() async throws {
    let demo = try await SharedFixtures.demo()
    let written = try files(below: URL(fileURLWithPath: demo.folder))
    let reports = written.filter { !["history.sqlite", "optout-audit.yaml"].contains($0.key) }
    #expect(reports.count >= 3)
    for (name, data) in reports.sorted(by: { $0.key < $1.key }) {
      expectGolden(String(decoding: data, as: UTF8.self), "reports/\(name)")
    }
  }
}
