import EvidencePack
import OrganizationModel
import TestSupport
import Testing

/// Whatever an archive, a manifest or a list of checksums holds, it is read or refused.
@Suite struct PackFuzzTests {
  @Test func `archives`() throws {
    let files = ["a.txt", "b/c.json", "README.md"].map {
      PackFile(path: $0, text: "text of \($0)\n", role: .evidence)
    }
    let archive = try ZipArchive.archive(
      files, folder: "pack", time: Timestamp(milliseconds: 1_790_726_400_000))
    var mutation = ByteMutation(
      [archive], words: ["PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}", "../", "/etc/passwd", "\\", "//"])
    for _ in 0..<ByteMutation.count(3_000) {
      guard let read = try? ZipArchive.contents(of: mutation.next(), limit: 1 << 22) else { continue }
      #expect(read.files.keys.allSatisfy { PackFile.isSafe(path: $0) })
    }
  }

  @Test func `manifests and checksums`() throws {
    let manifest = Manifest(
      organization: "o-sample0001", snapshot: "s-0123456789ab", periodFrom: "2026-07-01",
      periodTo: "2026-09-30", reportDate: "2026-09-30", toolVersion: "1", chainHead: "00",
      actorsRedacted: false, options: ["period": "2026-Q3"])
    let pack = try Pack(manifest, parts: [PackFile(path: "README.md", text: "# Pack\n", role: .guide)])
    let whole = Dictionary(uniqueKeysWithValues: pack.files.map { ($0.path, $0.bytes) })
    for (path, bytes) in whole {
      var mutation = ByteMutation(
        [bytes], words: ["{", "}", "[", "]", "\"", ":", ",", "null", "  ", "../x", "*"])
      for _ in 0..<ByteMutation.count(300) {
        var changed = whole
        let text = mutation.next()
        changed[path] = text
        guard text != bytes, let found = try? PackIntegrity.check(changed) else { continue }
        #expect(!found.problems.isEmpty, "\(path)")
      }
    }
  }
}
