import Foundation
import Testing

/// Files that people name have a size that no such file needs, and no more of them is read.
@Suite struct SizeLimitTests {
  static let readers: [[String]] = [
    ["check", "--config", "large"], ["report", "--output", "out", "--config", "large"],
    ["check", "--checklist", "./large"], ["checklists", "validate", "large"], ["attest", "load", "large"],
    ["services", "--file", "large"], ["lint", "large"], ["verify", "large"],
  ]

  @Test(arguments: readers)
  func `a file above the limit is one line`(arguments: [String]) async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let scratch = try Scratch()
    // A sparse file takes no room on the disk. It is larger than all limits but that of packs, which it is none of.
    try scratch.write("", to: "large")
    try FileHandle(forWritingTo: scratch["large"]).truncate(atOffset: 11_000_000)
    let takesStore = !["checklists", "services", "lint", "verify"].contains(arguments[0])
    let run = try await CommandLineRun.run(
      arguments + (takesStore ? ["--db", store.path, "--organization", "o-lockedorg01"] : []), in: scratch.url
    )
    #expect(run.status == 2, "\(run.errors)")
    #expect(run.signal == nil)
    #expect(run.errorLines.count == 1, "\(run.errors)")
    #expect(run.errors.contains("large"))
    #expect(run.errors.utf8.count < 400)
    #expect(!scratch.exists("out/report.md"))
  }
}
