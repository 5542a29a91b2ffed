import Foundation
import Testing

@Suite struct UsageTests {
  @Test(arguments: [
    (["collect", "--rate-share", "0"], "--rate-share"), (["collect", "--rate-share", "1.5"], "--rate-share"),
    (["collect", "--rate-share", "nan"], "--rate-share"), (["collect", "--rate-share", "half"], "half"),
    (["collect", "--pace", "fast"], "fast"), (["collect", "--effective", "some"], "some"),
    (["collect", "--observed-at", "2026-09-30T06:00:00Z"], "--from"),
    (["collect", "--from", "x", "--observed-at", "noon"], "--observed-at"),
    (["status", "--at", "yesterday"], "--at"), (["status", "--as-of", "30.09.2026"], "--as-of"),
    (["status", "--as-of", "2026-02-30"], "--as-of"),
    (["status", "--as-of", "2026-09-30T00:00:00Z"], "--as-of"),
    (["status", "--organization", "exampleorg"], "--organization"),
    (["snapshots", "--organization", "x"], "--organization"),
    (["check", "--at", "2026-13-01"], "--at"), (["explain"], "node"), (["explain", "a", "b"], "b"),
    (["report", "--output", "x", "--format", "pdf"], "--format"),
    (["report", "--output", "x", "--format", ""], "--format"),
    (["report"], "--output"), (["services", "--at", "2026"], "--at"), (["nonsense"], "nonsense"),
    (["status", "--no-such-flag"], "--no-such-flag"),
  ])
  func `wrong usage is told in the first line`(arguments: [String], word: String) async throws {
    let scratch = try Scratch()
    let run = try await CommandLineRun.run(
      arguments, environment: ["HOME": scratch.url.path], in: scratch.url)
    run.expectUsageError(naming: word)
    #expect(try files(below: scratch.url).isEmpty)
  }

  @Test(arguments: [[], ["--help"], ["collect", "--help"], ["help", "status"]])
  func `help is a result`(arguments: [String]) async throws {
    let run = try await CommandLineRun.run(arguments)
    #expect(run.status == 0)
    #expect(run.errors.isEmpty)
    #expect(run.text.contains("USAGE"))
  }

  @Test func `every subcommand's help shows an example`() async throws {
    for command in try await HelpText.subcommands() {
      let words = command.split(separator: " ").map(String.init)
      let help = try await CommandLineRun.run(words + ["--help"]).text
      #expect(help.contains("Example"), "\(command)")
      #expect(help.contains("  optout-audit \(command)"), "\(command)")
    }
  }

  @Test func `the version is printed`() async throws {
    let run = try await CommandLineRun.run(["--version"])
    #expect(run.status == 0)
    #expect(run.text.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `shells can complete the commands`(shell: String) async throws {
    let run = try await CommandLineRun.run(["--generate-completion-script", shell])
    #expect(run.status == 0)
    for word in ["collect", "status", "explain"] { #expect(run.text.contains(word)) }
  }
}
