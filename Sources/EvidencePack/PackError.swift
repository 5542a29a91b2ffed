/// Why a pack cannot be made or read.
package enum PackError: Error, Hashable, Sendable, CustomStringConvertible {
  case unsafePath(String)
  case listedTwice(String)
  case tooLarge(what: String, limit: Int)
  case notAnArchive(detail: String)
  case archiveNotWritten(detail: String)
  case notAPack(missing: String)
  case unreadableManifest(detail: String)
  case newerPack(version: Int)
  case unreadableKey(detail: String)
  case unreadableCertificate(detail: String)
  case keyDoesNotFit
  case notSigned(detail: String)

  package var description: String {
    switch self {
    case .unsafePath(let path):
      "the pack holds a file \"\(path)\", whose name could lead out of its folder; do not unpack it, and ask for another"
    case .listedTwice(let path): "the pack holds \"\(path)\" twice; ask for another"
    case .tooLarge(let what, let limit):
      "\(what) is larger than \(limit) bytes, which no pack of this tool needs"
    case .notAnArchive(let detail):
      "the file is no zip archive (\(detail)); name a pack's folder or its zip file"
    case .archiveNotWritten(let detail): "the archive cannot be written: \(detail)"
    case .notAPack(let missing):
      "there is no \(missing) in it, so it is no pack; name a pack's folder or its zip file"
    case .unreadableManifest(let detail): "manifest.json cannot be read: \(detail)"
    case .newerPack(let version):
      "the pack has format \(version), which this version does not know; use a newer optout-audit"
    case .unreadableKey(let detail):
      "the signing key cannot be read (\(detail)); give a private key as PEM, not encrypted"
    case .unreadableCertificate(let detail): "the certificate cannot be read (\(detail)); give it as PEM"
    case .keyDoesNotFit:
      "the signing key does not belong to the certificate; give the two that belong together"
    case .notSigned(let detail): "signing failed: \(detail)"
    }
  }
}
