import Foundation
import OrganizationSimulator
import Testing

/// Offline folders that are none, or not whole.
@Suite struct ExportInputTests {
  private func collect(_ folder: String, in scratch: Scratch) async throws -> CommandLineRun {
    try await CommandLineRun.run(
      ["collect", "--from", folder, "--observed-at", TestStore.observedAt, "--db", "s.sqlite"],
      in: scratch.url)
  }

  private func export(_ change: (inout ExportOptions) -> Void = { _ in }) throws -> Scratch {
    let scratch = try Scratch()
    var options = ExportOptions()
    change(&options)
    try SimulatedOrganization(tree: SampleOrganizations.mixed).writeExport(
      to: scratch["export"], options: options)
    return scratch
  }

  private func expectNothingSealed(in scratch: Scratch) async throws {
    guard scratch.exists("s.sqlite") else { return }
    let run = try await CommandLineRun.run(["snapshots", "--json", "--db", scratch.path("s.sqlite")])
    #expect(try run.json().objects("snapshots").isEmpty)
  }

  @Test(arguments: ["describe-organization.json", "list-roots.json", "list-accounts.json"])
  func `without a required file it is no export`(file: String) async throws {
    let scratch = try export { $0.omittedFiles = [file] }
    try await collect("export", in: scratch).expectFailure(naming: file, "export-script")
    try await expectNothingSealed(in: scratch)
  }

  @Test(arguments: ["describe-organization.json", "list-roots.json", "list-accounts.json"])
  func `a required file that is cut off is named`(file: String) async throws {
    let scratch = try export()
    let whole = try Data(contentsOf: scratch["export/\(file)"])
    try whole.prefix(whole.count / 2).write(to: scratch["export/\(file)"])
    try await collect("export", in: scratch).expectFailure(naming: file)
    try await expectNothingSealed(in: scratch)
  }

  @Test(arguments: [
    "list-organizational-units-for-parent/r-cd34.json", "list-policies.json",
    "describe-policy/p-openroot1.json",
    "list-targets-for-policy/p-openroot1.json", "describe-resource-policy.json",
    "list-delegated-administrators.json",
  ])
  func `any other missing file is unknown with its name`(file: String) async throws {
    let scratch = try export { $0.omittedFiles = [file] }
    let run = try await CommandLineRun.run(
      ["collect", "--from", "export", "--observed-at", TestStore.observedAt, "--db", "s.sqlite", "--json"],
      in: scratch.url)
    #expect(run.status == 1, "\(run.errors)")
    let answer = try run.json()
    #expect(answer.object("snapshot")?.bool("complete") == false)
    #expect(answer.objects("unknown").contains { $0.string("reason")?.contains(file) == true }, "\(answer)")
  }

  @Test(arguments: [
    "describe-effective-policy/444444444444.json", "list-accounts-with-invalid-effective-policy.json",
  ])
  func `an optional file may be missing`(file: String) async throws {
    let scratch = try export { $0.omittedFiles = [file] }
    #expect(try await collect("export", in: scratch).status == 0)
  }

  @Test func `a folder of two organizations is refused with both`() async throws {
    let scratch = try export()
    try SimulatedOrganization(tree: SampleOrganizations.locked).writeExport(to: scratch["other"])
    for file in ["list-accounts.json", "list-roots.json", "list-policies.json"] {
      try FileManager.default.removeItem(at: scratch["export/\(file)"])
      try FileManager.default.copyItem(at: scratch["other/\(file)"], to: scratch["export/\(file)"])
      let run = try await collect("export", in: scratch)
      run.expectFailure(naming: "o-mixedorg001", "o-lockedorg01", "one folder for each organization")
      try SimulatedOrganization(tree: SampleOrganizations.mixed).writeExport(to: scratch["export"])
    }
    try await expectNothingSealed(in: scratch)
  }

  @Test func `what is no folder is named`() async throws {
    let scratch = try Scratch()
    try scratch.write("text", to: "file")
    try await collect("nowhere", in: scratch).expectFailure(naming: "nowhere", "folder")
    try await collect("file", in: scratch).expectFailure(naming: "file", "folder")
    try FileManager.default.createDirectory(at: scratch["empty"], withIntermediateDirectories: true)
    try await collect("empty", in: scratch).expectFailure(naming: "describe-organization.json")
    try await expectNothingSealed(in: scratch)
  }

  @Test func `one page of several is no whole listing`() async throws {
    let scratch = try export()
    let file = scratch["export/list-accounts.json"]
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    try Data(("{\"NextToken\": \"more\"," + text.dropFirst()).utf8).write(to: file)
    try await collect("export", in: scratch).expectFailure(
      naming: "list-accounts.json", "NextToken", "--max-items")
  }

  @Test func `an export without a time is observed when it is read, and says so`() async throws {
    let scratch = try export()
    let run = try await CommandLineRun.run(
      ["collect", "--from", "export", "--db", "s.sqlite"], in: scratch.url)
    #expect(run.status == 0)
    let status = try await CommandLineRun.run(["status", "--json", "--db", scratch.path("s.sqlite")])
    #expect(try status.json().object("snapshot")?.string("assertedByOperator")?.contains("time") == true)
  }

  @Test func `the export's own times are used`() async throws {
    let scratch = try export()
    try scratch.write(
      #"{"startedAt": "2026-09-30T05:00:00Z", "endedAt": "2026-09-30T05:10:00Z"}"#,
      to: "export/export-times.json")
    let run = try await CommandLineRun.run(
      ["collect", "--from", "export", "--db", "s.sqlite", "--json"], in: scratch.url)
    #expect(try run.json().object("snapshot")?.string("observedAt") == "2026-09-30T05:10:00Z")
    #expect(try run.json().object("snapshot")?.string("startedAt") == "2026-09-30T05:00:00Z")
  }
}
