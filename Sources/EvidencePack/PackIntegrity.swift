import Hashing

/// Whether the files of a pack are those that its checksums and its manifest name.
package enum PackIntegrity {
  /// What is wrong, each as a sentence without a period, sorted by path. Empty when nothing is.
  ///
  /// - Parameter files: by path, signatures and tokens included.
  /// - Throws: `PackError` when there is no manifest or none that can be read.
  package static func check(
    _ files: [String: [UInt8]]
  ) throws(PackError) -> (manifest: Manifest, problems: [String]) {
    guard let text = files[Manifest.path] else { throw .notAPack(missing: Manifest.path) }
    guard let sums = files[Checksums.path] else { throw .notAPack(missing: Checksums.path) }
    let manifest = try Manifest(parsing: text)
    var problems: [String] = []
    guard let digests = Checksums.parse(String(decoding: sums, as: UTF8.self)) else {
      return (manifest, ["\(Checksums.path) does not have the form that sha256sum writes"])
    }
    let present = files.filter { $0.key != Checksums.path && !Pack.besides.contains($0.key) }
    for (path, digest) in digests.sorted(by: { $0.key < $1.key }) {
      guard let bytes = present[path] else {
        problems.append("\(path) is missing")
        continue
      }
      if SHA256.digest(bytes) != digest.lowercased() { problems.append("\(path) was changed") }
    }
    for path in present.keys.sorted() where digests[path] == nil {
      problems.append("\(path) is in no checksum")
    }
    problems += differences(manifest, present)
    if let signature = files[Pack.signaturePath], !CMSSignature.isSignature(signature, over: sums) {
      problems.append("\(Pack.signaturePath) is no signature over \(Checksums.path)")
    }
    return (manifest, problems)
  }

  /// Where the manifest's list differs from what is there.
  private static func differences(_ manifest: Manifest, _ present: [String: [UInt8]]) -> [String] {
    let listed = Dictionary(manifest.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    var problems: [String] = []
    for (path, bytes) in present.sorted(by: { $0.key < $1.key }) where path != Manifest.path {
      guard let file = listed[path] else {
        problems.append("\(path) is not in \(Manifest.path)")
        continue
      }
      if file.bytes != bytes.count || file.sha256 != SHA256.digest(bytes) {
        problems.append("\(path) is not what \(Manifest.path) says")
      }
    }
    for path in listed.keys.sorted() where present[path] == nil {
      problems.append("\(path) is in \(Manifest.path) and not in the pack")
    }
    return problems
  }
}
