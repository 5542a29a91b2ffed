import Foundation
import OrganizationSimulator
import Testing

/// Stores that are missing, foreign, newer, or cannot be written.
@Suite struct StoreInputTests {
  /// Every command that reads a store.
  static let readers = [
    ["snapshots"], ["status"], ["anchor"], ["retention"], ["backup", "copy.sqlite"],
    ["explain", "111111111111"], ["check"], ["report", "--output", "report"],
  ]

  private func run(_ arguments: [String], in scratch: Scratch) async throws -> CommandLineRun {
    try await CommandLineRun.run(arguments + ["--db", "store.sqlite"], in: scratch.url)
  }

  @Test(arguments: readers)
  func `a store that is not there is named`(command: [String]) async throws {
    let scratch = try Scratch()
    try await run(command, in: scratch).expectFailure(naming: "store.sqlite", "collect", "--db")
    #expect(!scratch.exists("store.sqlite"))
    #expect(!scratch.exists("report"))
  }

  @Test(arguments: readers + [["collect", "--from", "export"]])
  func `a file that is not SQLite is left as it is`(command: [String]) async throws {
    let scratch = try Scratch()
    try SimulatedOrganization(tree: SampleOrganizations.locked).writeExport(to: scratch["export"])
    let text = String(repeating: "this is my diary\n", count: 100)
    try scratch.write(text, to: "store.sqlite")
    try await run(command, in: scratch).expectFailure(naming: "store.sqlite", "not a store", "--db")
    #expect(try Data(contentsOf: scratch["store.sqlite"]) == Data(text.utf8))
    #expect(!scratch.exists("report"))
  }

  @Test(arguments: readers + [["collect", "--from", "export"]])
  func `a store from a newer version is left as it is`(command: [String]) async throws {
    let scratch = try Scratch()
    try SimulatedOrganization(tree: SampleOrganizations.locked).writeExport(to: scratch["export"])
    let newer = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/newer-version.sqlite")
    try FileManager.default.copyItem(at: newer, to: scratch["store.sqlite"])
    try await run(command, in: scratch).expectFailure(
      naming: "store.sqlite", "schema 9999", "newer optout-audit")
    #expect(try Data(contentsOf: scratch["store.sqlite"]) == Data(contentsOf: newer))
  }

  @Test func `a folder in the place of the store is named`() async throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(at: scratch["store.sqlite"], withIntermediateDirectories: true)
    try await run(["status"], in: scratch).expectFailure(naming: "store.sqlite", "folder")
  }

  @Test func `without any place for the store the option is named`() async throws {
    try await CommandLineRun.run(["status"]).expectFailure(naming: "--db", "HOME")
  }

  @Test func `a full disk leaves the store as it was`() async throws {
    let organization = SimulatedOrganization.generated(
      accounts: 200, organizationalUnits: 10, policies: 5, seed: 7)
    let small = try SimulatedOrganization(tree: SampleOrganizations.locked)
    let (store, _) = try await TestStore.collecting(small)
    try organization.writeExport(to: store.scratch["large"])
    let before = try Data(contentsOf: URL(fileURLWithPath: store.path))
    // A limit on the size of files stands for the disk: in blocks of 512 bytes, a little more than the store has.
    let blocks = before.count / 512 + 16
    let run = try await CommandLineRun.run(
      [
        "-c", "ulimit -f \(blocks) && exec \"$0\" \"$@\"", CommandLineRun.binary.path, "collect", "--from",
        "large",
        "--observed-at", "2026-10-01T00:00:00Z", "--db", store.path,
      ], in: store.scratch.url, executable: URL(fileURLWithPath: "/bin/sh"))
    run.expectFailure(naming: store.path)
    #expect(try Data(contentsOf: URL(fileURLWithPath: store.path)) == before)
    #expect(try await store.run("status").status == 0)
  }
}
