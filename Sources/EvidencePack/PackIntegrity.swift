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
    let outside = [Checksums.path, Pack.besidesSumsPath] + Pack.besides
    let present = files.filter { !outside.contains($0.key) }
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
    if problems.isEmpty, sums != Checksums.bytes(of: present) {
      // A digest in capital letters, say, which sha256sum takes too.
      problems.append("\(Checksums.path) is not written as it was made")
    }
    problems += differences(manifest, present)
    if let signature = files[Pack.signaturePath], !CMSSignature.isSignature(signature, over: sums) {
      problems.append("\(Pack.signaturePath) is no signature over \(Checksums.path)")
    }
    return (manifest, problems + differences(ofBesides: files))
  }

  /// Where what attests the checksums differs from its own list of checksums, if there is one: a signature that somebody
  /// added later has none.
  private static func differences(ofBesides files: [String: [UInt8]]) -> [String] {
    guard let text = files[Pack.besidesSumsPath] else { return [] }
    guard let digests = Checksums.parse(String(decoding: text, as: UTF8.self)),
      digests.keys.allSatisfy(Pack.besides.contains)
    else { return ["\(Pack.besidesSumsPath) does not have the form that sha256sum writes"] }
    var problems = digests.keys.sorted().compactMap { path -> String? in
      guard let bytes = files[path] else { return "\(path) is missing" }
      return SHA256.digest(bytes) == digests[path]?.lowercased() ? nil : "\(path) was changed"
    }
    let listed = files.filter { digests[$0.key] != nil }
    if problems.isEmpty, text != Checksums.bytes(of: listed) {
      problems.append("\(Pack.besidesSumsPath) is not written as it was made")
    }
    return problems
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
