import Foundation
import Testing

/// The sessions of the README, run again.
@Suite struct ReadmeSessionTests {
  /// Those that ask the demo's store. What records something, with the time at which it does, is left out.
  static let demo =
    (try? ReadmeCommand.blocks().joined().filter { command in
      command.command.contains("--db demo/") && !command.command.contains("attest add")
    }) ?? []

  @Test func `the README asks the demo`() {
    #expect(Self.demo.count >= 10)
    #expect(Self.demo.allSatisfy { !$0.output.isEmpty })
  }

  @Test(arguments: demo)
  func `the demo answers as the README says`(command: ReadmeCommand) async throws {
    let demo = try await SharedFixtures.demo()
    let run = try await Self.shell(command.command, in: demo.scratch)
    #expect(run.status < 2, "\(run.errors)")
    command.expect(run.text)
  }

  @Test func `the story of putting it right goes as the README tells it`() async throws {
    guard let python = try await MotoServer.python() else { return }
    let story = try #require(
      try ReadmeCommand.blocks().first { $0.contains { $0.command.contains("remediate --as cli") } })
    #expect(story.count >= 6)
    let scratch = try Scratch()
    try await MotoServer.with(python) { server in
      try await CommandLineInterface.with(server) { aws in
        _ = try await aws.scenario("story")
        let environment = [
          "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "fixture",
          "AWS_ENDPOINT_URL": server.endpoint, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1",
          "AWS_PAGER": "", "OPTOUT_AUDIT_DB": scratch.path("history.sqlite"),
        ]
        for command in story {
          let run = try await Self.shell(command.command, in: scratch, path: aws.folder, environment)
          // moto has no effective policies, so a collect there is incomplete.
          let expected: Int32 = command.command.hasPrefix("optout-audit collect") ? 1 : 0
          #expect(run.status == expected, "\(command.command): \(run.errors)")
          if !command.output.isEmpty { command.expect(run.text, mask: Self.masked) }
        }
      }
    }
    let report = try String(contentsOf: scratch["audit/report.md"], encoding: .utf8)
    // The bounds are the snapshots before and after.
    #expect(report.contains("- since between "))
  }

  /// Ids and times, which are others in each organization.
  private static func masked(_ text: String) -> String {
    text.replacing(/\b(?:ou|o|p|r|s)-[0-9a-z]+(?:-[0-9a-z]+)?/, with: "ID").replacing(
      /\d{4}-\d\d-\d\dT[\d:.]+Z/, with: "TIME")
  }

  private static func shell(
    _ command: String, in folder: Scratch, path: String = "", _ environment: [String: String] = [:]
  ) async throws -> CommandLineRun {
    let binaries = CommandLineRun.binary.deletingLastPathComponent().path
    let base = ["HOME": folder.url.path, "PATH": "\(binaries):\(path):/usr/bin:/bin"]
    return try await CommandLineRun.run(
      ["-c", command], environment: environment.merging(base) { $1 }, in: folder.url,
      executable: URL(fileURLWithPath: "/bin/bash"))
  }
}
