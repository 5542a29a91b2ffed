import Foundation
import Testing

@Suite struct ProbeSettingsTests {
  private static let off = #"{"amazonQ.shareContentWithAWS": false, "amazonQ.telemetry": false}"#

  @Test func `a fleet with everything off is in order, and recorded without its contents`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    let secret = "planted-token-0123456789"
    for person in ["a", "b"] {
      try store.scratch.write(
        Self.off.replacing("}", with: ", \"other.token\": \"\(secret)\"}"),
        to: "fleet/\(person)/settings.json")
    }
    try store.scratch.write("settings:\n  paths: [fleet]\n  developers: 2\n", to: "optout-audit.yaml")
    let run = try await store.run("probe", "settings", "--json")
    #expect(run.status == 0, "\(run.errors) \(run.text)")
    let answer = try run.json()
    #expect(answer.bool("off") == true && answer.int("declaredDevelopers") == 2)
    #expect(
      answer.objects("files").compactMap { $0.string("path") } == [
        "fleet/a/settings.json", "fleet/b/settings.json",
      ])
    #expect(answer.object("recorded")?.int("position") == 2)
    for (name, data) in try files(below: store.scratch.url) where name.hasPrefix("store.sqlite") {
      #expect(data.range(of: Data(secret.utf8)) == nil, "\(name)")
    }
    let outcome = try await store.run("check", "--item", "general.q-developer-sharing-off", "--json").json()
    let item = try #require(outcome.objects("checklists").first?.objects("items").first)
    #expect(item.string("outcome") == "passed", "\(item)")
  }

  @Test func `an absent key, too few files or a file that is not understood is a finding`() async throws {
    let scratch = try Scratch()
    try scratch.write("{}", to: "absent/settings.json")
    try scratch.write(Self.off, to: "few/settings.json")
    try scratch.write("{", to: "broken/settings.json")
    try scratch.write(Self.off, to: "workspace/.vscode/settings.json")
    func status(_ arguments: String...) async throws -> Int32 {
      try await CommandLineRun.run(["probe", "settings", "--dry-run"] + arguments, in: scratch.url).status
    }
    #expect(try await status("few") == 0)
    #expect(try await status("few", "--developers", "1") == 0)
    #expect(try await status("few", "--developers", "2") == 1)
    #expect(try await status("absent") == 1)
    #expect(try await status("broken") == 1)
    #expect(try await status("workspace") == 1)
    #expect(try await status("few", "missing") == 1)
  }

  @Test func `links and pipes in a folder are not followed`() async throws {
    let scratch = try Scratch()
    try scratch.write(Self.off, to: "outside/settings.json")
    try scratch.write(Self.off, to: "fleet/settings.json")
    let manager = FileManager.default
    try manager.createSymbolicLink(at: scratch["fleet/loop"], withDestinationURL: scratch["fleet"])
    try manager.createSymbolicLink(at: scratch["fleet/out"], withDestinationURL: scratch["outside"])
    try manager.createSymbolicLink(
      at: scratch["fleet/b-settings.json"], withDestinationURL: scratch["outside/settings.json"])
    #expect(mkfifo(scratch.path("fleet/c-settings.json"), 0o600) == 0)
    let run = try await CommandLineRun.run(
      ["probe", "settings", "fleet", "--dry-run", "--json"], in: scratch.url)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json().objects("files").compactMap { $0.string("path") } == ["fleet/settings.json"])
    // Named by itself, a pipe is no file, and nothing waits for it.
    let named = try await CommandLineRun.run(
      ["probe", "settings", "fleet/c-settings.json", "--dry-run", "--json"], in: scratch.url)
    #expect(named.status == 1)
    #expect(try named.json().objects("files").first?.string("problem") == "it is no file")
  }

  @Test func `the table fits and says what has no effect`() async throws {
    let scratch = try Scratch()
    try scratch.write(
      #"{"aws.q.shareContentWithAWS": false}"#,
      to: "a-long-folder-name-for-a-developer/another-level-of-folders/Code/User/settings.json")
    let run = try await CommandLineRun.run(["probe", "settings", ".", "--dry-run"], in: scratch.url)
    #expect(run.status == 1)
    #expect(run.text.hasPrefix("SHARED  1 of 1 settings file leaves"), "\(run.text)")
    #expect(run.text.contains("aws.q.shareContentWithAWS has no effect"))
    #expect(run.text.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(run.text)")
  }

  @Test func `without paths it says where to list them`() async throws {
    try await CommandLineRun.run(["probe", "settings", "--dry-run"]).expectFailure(
      naming: "optout-audit.yaml")
    let empty = try Scratch()
    try await CommandLineRun.run(["probe", "settings", ".", "--dry-run"], in: empty.url)
      .expectFailure(naming: "no settings file was found")
    try await CommandLineRun.run(["probe", "settings", ".", "--developers", "0"])
      .expectUsageError(naming: "--developers")
  }
}
