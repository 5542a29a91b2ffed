import EvidencePack
import Testing

@Suite struct PackIntegrityTests {
  private func files() throws -> [String: [UInt8]] {
    let manifest = Manifest(
      organization: "o-sample0001", snapshot: "s-0123456789ab", periodFrom: "2026-07-01",
      periodTo: "2026-09-30", reportDate: "2026-09-30", toolVersion: "1", chainHead: "00",
      actorsRedacted: false, options: ["period": "2026-Q3"])
    let pack = try Pack(
      manifest,
      parts: [
        PackFile(path: "README.md", text: "# Pack\n", role: .guide),
        PackFile(path: "evidence/chain.json", text: "[]\n", role: .evidence),
      ])
    return Dictionary(uniqueKeysWithValues: pack.files.map { ($0.path, $0.bytes) })
  }

  @Test func `an untouched pack has no problem`() throws {
    let (manifest, problems) = try PackIntegrity.check(files())
    #expect(problems.isEmpty)
    #expect(manifest.files.map(\.path) == ["README.md", "evidence/chain.json"])
  }

  @Test func `every changed byte of every file is found`() throws {
    let files = try files()
    for (path, bytes) in files {
      for index in bytes.indices {
        var changed = files
        changed[path]?[index] ^= 1
        let problems = (try? PackIntegrity.check(changed))?.problems
        #expect(problems?.isEmpty != true, "\(path) byte \(index)")
      }
    }
  }

  @Test func `a file that is missing or added is found`() throws {
    var files = try files()
    let readme = files.removeValue(forKey: "README.md")
    #expect(try PackIntegrity.check(files).problems.contains("README.md is missing"))
    files["README.md"] = readme
    files["extra.txt"] = [1]
    #expect(try PackIntegrity.check(files).problems.contains("extra.txt is in no checksum"))
  }

  @Test func `a folder without a manifest is no pack`() {
    #expect(throws: PackError.notAPack(missing: "manifest.json")) { try PackIntegrity.check([:]) }
  }
}
