import Foundation
import Testing

/// Places that results cannot go to.
@Suite struct OutputTests {
  @Test func `an output folder that cannot be made is named, and nothing is written`() async throws {
    let demo = try await SharedFixtures.demo()
    let scratch = try Scratch()
    try scratch.write("a file", to: "in-the-way")
    for command in [["report", "--db", demo.store, "--output"], ["demo", "--output"]] {
      let run = try await CommandLineRun.run(command + [scratch.path("in-the-way/out")], in: scratch.url)
      run.expectFailure(naming: "in-the-way/out", "--output")
      #expect(try files(below: scratch.url).keys.sorted() == ["in-the-way"])
    }
  }

  @Test func `a full disk while the report is written leaves no half file`() async throws {
    let demo = try await SharedFixtures.demo()
    let scratch = try Scratch()
    let run = try await CommandLineRun.run(
      [
        "-c", "ulimit -f 1 && exec \"$0\" \"$@\"", CommandLineRun.binary.path, "report", "--format", "html",
        "--db",
        demo.store, "--output", "out",
      ], in: scratch.url, executable: URL(fileURLWithPath: "/bin/sh"))
    run.expectFailure(naming: "out/report.html")
    #expect(try files(below: scratch["out"]).isEmpty)
  }

  @Test(arguments: [["status", "--json"], ["services"], ["iam-policy"], ["export-script"], ["--help"]])
  func `a result that standard output cannot take is a failure`(arguments: [String]) async throws {
    let demo = try await SharedFixtures.demo()
    let store = arguments[0] == "status" ? ["--db", demo.store] : []
    let run = try await CommandLineRun.run(
      ["-c", "exec \"$0\" \"$@\" >/dev/full", CommandLineRun.binary.path] + arguments + store,
      executable: URL(fileURLWithPath: "/bin/sh"))
    run.expectFailure(naming: "standard output", "space")
  }

  @Test func `a reader that goes away ends nothing badly`() async throws {
    let demo = try await SharedFixtures.demo()
    let run = try await CommandLineRun.run(
      [
        "-c", "{ \"$0\" status --json --db \"$1\"; echo \"status $?\" >&2; } | true",
        CommandLineRun.binary.path, demo.store,
      ],
      executable: URL(fileURLWithPath: "/bin/sh"))
    #expect(run.errors == "status 1\n")
  }
}
