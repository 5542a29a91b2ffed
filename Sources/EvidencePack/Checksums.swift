import Hashing

/// `SHA256SUMS`, as `sha256sum -c` reads it: a digest, two blanks and a path on each line.
package enum Checksums {
  package static let path = "SHA256SUMS"

  /// The lines of `files`, sorted by path.
  package static func text(of files: [PackFile]) -> String {
    text(of: files.map { ($0.path, $0.bytes) })
  }

  /// The lines of files by path.
  static func bytes(of files: [String: [UInt8]]) -> [UInt8] {
    Array(text(of: files.map { ($0.key, $0.value) }).utf8)
  }

  private static func text(of files: [(path: String, bytes: [UInt8])]) -> String {
    files.sorted { $0.path < $1.path }.map { "\(SHA256.digest($0.bytes))  \($0.path)\n" }.joined()
  }

  /// Digests by path; nil when a line does not have the form, or a path stands twice.
  static func parse(_ text: String) -> [String: String]? {
    var digests: [String: String] = [:]
    for line in text.split(separator: "\n") {
      let digest = line.prefix(64)
      let path = line.dropFirst(66)
      guard digest.utf8.count == 64, digest.allSatisfy(\.isHexDigit), line.dropFirst(64).hasPrefix("  "),
        PackFile.isSafe(path: String(path)), digests.updateValue(String(digest), forKey: String(path)) == nil
      else { return nil }
    }
    return digests
  }
}
