import Collector
import Foundation
import OrganizationModel
import OrganizationSimulator
import TestSupport
import Testing

/// An export whose files are broken gives an error or a snapshot, and never a verdict better than the truth.
@Suite struct ExportFuzzTests {
  @Test func `broken files never opt anybody out`() async throws {
    // Nobody is opted out, so that whoever seems to be was opted out by the breakage.
    let organization = try SimulatedOrganization(
      tree: """
        o-exampleorg1 management=111111111111
        r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-everyone
          111111111111 Management
          ou-ab12-workloads Workloads
            222222222222 Web
        policy p-everyone Everyone {"services":{"default":{"opt_out_policy":{"@@assign":"optIn"}}}}
        """)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("export-fuzz-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    try organization.writeExport(to: folder)
    var files: [String: String] = [:]
    for case let path as String in FileManager.default.enumerator(atPath: folder.path) ?? .init() {
      files[path] = try? String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
    }
    let words = [
      "{", "}", "[", "]", "\"", ":", ",", "null", "\"Id\":", "222222222222", "r-ab12", "../x", "\\u0000",
    ]
    let paths = files.keys.sorted()
    var mutations = paths.enumerated().map { index, path in
      ByteMutation([files[path] ?? ""], words: words, seed: UInt64(index))
    }
    var sealed = 0
    for number in 0..<ByteMutation.count(400) {
      var broken = files
      let index = number % paths.count
      broken[paths[index]] = mutations[index].nextText()
      let collector = Collector(
        using: OfflineExport(ExportInMemory(files: broken)),
        options: CollectorOptions(isExport: true, toolVersion: "0"), now: { Simulation.time }, sleep: { _ in }
      )
      guard let snapshot = try? await collector.collect(from: .export(observedAtGiven: true)) else {
        continue
      }
      sealed += 1
      let posture = OrganizationPosture(of: snapshot)
      #expect(posture.verdict != .optedOut, "\(paths[index]): \(broken[paths[index]] ?? "")")
    }
    #expect(sealed > 0)
  }
}
