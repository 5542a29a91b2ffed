import Foundation
import Testing

@Suite struct StandaloneBinaryTests {
  @Test func `the binary alone in an empty folder with an empty environment does its work`() async throws {
    let scratch = try Scratch()
    let binary = scratch["alone/optout-audit"]
    try FileManager.default.createDirectory(at: scratch["alone"], withIntermediateDirectories: true)
    // Copied by another process: a program cannot run while one that was started meanwhile holds it open for writing.
    let copy = try await CommandLineRun.run(
      [CommandLineRun.binary.path, binary.path], executable: URL(fileURLWithPath: "/bin/cp"))
    #expect(copy.status == 0, "\(copy.errors)")
    let folder = scratch["alone"]
    func run(_ arguments: String...) async throws -> CommandLineRun {
      try await CommandLineRun.run(
        ["-i", binary.path] + arguments, in: folder, executable: URL(fileURLWithPath: "/usr/bin/env"))
    }
    let demo = try await run("demo")
    #expect(demo.status == 0, "\(demo.errors)")
    let store = "optout-audit-demo/history.sqlite"
    #expect(try await run("services").status == 0)
    #expect(try await run("check", "--db", store, "--as-of", "2026-09-30").status == 1)
    let report = try await run(
      "report", "--db", store, "--config", "optout-audit-demo/optout-audit.yaml", "--as-of", "2026-09-30",
      "--output",
      "out")
    #expect(report.status == 0, "\(report.errors)")
    let written = try files(below: scratch["alone/out"])
    for (name, data) in written {
      #expect(try Data(contentsOf: scratch["alone/optout-audit-demo/\(name)"]) == data, "\(name)")
    }
    #expect(written.count >= 3)
  }

  @Test func `the binary's templates can be replaced by one's own`() async throws {
    let demo = try await SharedFixtures.demo()
    let scratch = try Scratch()
    try scratch.write("not a known template", to: "templates/nonsense.mustache")
    let run = try await CommandLineRun.run(
      ["report", "--db", demo.store, "--output", "out", "--templates", "templates"], in: scratch.url)
    run.expectFailure(naming: "nonsense.mustache")
    #expect(try files(below: scratch["out"]).isEmpty)
    let missing = try await CommandLineRun.run(
      ["report", "--db", demo.store, "--output", "out", "--templates", "nowhere"], in: scratch.url)
    missing.expectFailure(naming: "nowhere", "--templates")
  }
}
