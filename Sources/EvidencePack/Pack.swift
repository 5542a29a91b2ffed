import Hashing

/// An evidence pack: files with a manifest and checksums, which an auditor checks without this tool.
///
/// Made from the parts that Commands renders (report, evidence, catalogues, guide), or read from a folder or an
/// archive. Signatures and time-stamp tokens are over `SHA256SUMS` and lie beside it, never inside the archive.
package struct Pack: Hashable, Sendable {
  package var manifest: Manifest
  /// All files, manifest and checksums included, sorted by path.
  package var files: [PackFile]

  package static let signaturePath = Checksums.path + ".p7s"
  package static let tokenPath = Checksums.path + ".tsr"
  /// Files that attest the checksums from outside, and so cannot be among them.
  package static let besides = [signaturePath, tokenPath]
  /// Checksums of `besides`, which hold bytes that they do not vouch for themselves, such as copies of certificates.
  ///
  /// The name ends like that of the other list, so that one pattern names both to `sha256sum -c`.
  package static let besidesSumsPath = "SIGNATURES." + Checksums.path

  /// The list of checksums for what attests a pack; none when nothing does.
  package static func besidesSums(of besides: [PackFile]) -> [PackFile] {
    guard !besides.isEmpty else { return [] }
    return [PackFile(path: besidesSumsPath, text: Checksums.text(of: besides), role: .manifest)]
  }

  /// Completes `parts` with manifest and checksums.
  package init(_ manifest: Manifest, parts: [PackFile]) throws(PackError) {
    var manifest = manifest
    var seen: Set<String> = []
    for part in parts {
      guard PackFile.isSafe(path: part.path) else { throw .unsafePath(part.path) }
      guard seen.insert(part.path).inserted else { throw .listedTwice(part.path) }
    }
    manifest.files = parts.sorted { $0.path < $1.path }.map {
      Manifest.File(
        path: $0.path, role: $0.role, bytes: $0.bytes.count, sha256: SHA256.digest($0.bytes))
    }
    self.manifest = manifest
    var all = parts + [PackFile(path: Manifest.path, text: try manifest.text, role: .manifest)]
    all.append(PackFile(path: Checksums.path, text: Checksums.text(of: all), role: .manifest))
    files = all.sorted { $0.path < $1.path }
  }

  /// The bytes of the file at `path`, or nil.
  package func file(_ path: String) -> [UInt8]? { files.first { $0.path == path }?.bytes }

  package var checksums: [UInt8] { file(Checksums.path) ?? [] }
}
