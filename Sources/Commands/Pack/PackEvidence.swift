import EvidencePack
import HistoryStore

/// Evidence as the files of a pack, and back.
///
/// ```
/// evidence/chain/000001-snapshot-s-0123456789ab.json   the rows of one entry of the chain, in canonical JSON
/// evidence/documents/SHA256.json                       texts of policies and of AWS's answers, as AWS sent them
/// evidence/files/SHA256                                files of attestations, probes and time stamps
/// ```
enum PackEvidence {
  private static let chain = "evidence/chain/"
  private static let documents = "evidence/documents/"
  private static let attached = "evidence/files/"

  static func files(of evidence: StoreEvidence) -> [PackFile] {
    let entries = evidence.entries.map { entry in
      let number = String(entry.position)
      let place = String(repeating: "0", count: max(0, 6 - number.count)) + number
      let name = [place, entry.kind, entry.snapshot].compactMap(\.self).joined(separator: "-")
      return PackFile(path: "\(chain)\(name).json", text: entry.text, role: .evidence)
    }
    let documents = evidence.documents.map {
      PackFile(path: "\(Self.documents)\($0.sha256).json", text: $0.text, role: .evidence)
    }
    let attached = evidence.files.map {
      PackFile(path: Self.attached + $0.sha256, bytes: $0.bytes, role: .evidence)
    }
    return entries + documents + attached
  }

  /// The evidence in the files of a pack, by path.
  ///
  /// - Throws: `CommandFailure` when a file does not have the form of one.
  static func evidence(in files: [String: [UInt8]]) throws -> StoreEvidence {
    var evidence = StoreEvidence(entries: [], documents: [], files: [])
    for (path, bytes) in files.sorted(by: { $0.key < $1.key }) {
      if path.hasPrefix(chain) {
        evidence.entries.append(try entry(path, bytes))
      } else if path.hasPrefix(documents) {
        evidence.documents.append(
          StoreEvidence.Document(sha256: name(of: path), text: try text(bytes, path)))
      } else if path.hasPrefix(attached) {
        evidence.files.append(StoreEvidence.File(sha256: name(of: path), bytes: bytes))
      }
    }
    evidence.entries.sort { $0.position < $1.position }
    return evidence
  }

  private static func entry(_ path: String, _ bytes: [UInt8]) throws -> StoreEvidence.Entry {
    let parts = name(of: path).split(separator: "-", maxSplits: 2).map(String.init)
    guard parts.count >= 2, let position = Int64(parts[0]) else {
      throw CommandFailure("\(path) does not have the name of an entry, so the pack cannot be read")
    }
    return StoreEvidence.Entry(
      position: position, kind: parts[1], snapshot: parts.count > 2 ? parts[2] : nil,
      text: try text(bytes, path))
  }

  /// The last part of `path` without `.json`.
  private static func name(of path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last.hasSuffix(".json") ? String(last.dropLast(5)) : last
  }

  private static func text(_ bytes: [UInt8], _ path: String) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandFailure("\(path) is not UTF-8 text, so the pack cannot be read")
    }
    return text
  }
}
