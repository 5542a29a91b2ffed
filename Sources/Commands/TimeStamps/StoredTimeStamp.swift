import Foundation
import HistoryStore
import OrganizationModel
import TimeStamping

/// A time stamp that the store holds, and whether it proves what it says.
struct StoredTimeStamp {
  var entry: LedgerEntry
  /// Nil when the entry does not have the form of one.
  var record: AnchorRecord?
  /// The authority's answer, in DER; empty when it is not there.
  var token: [UInt8]
  /// Why it proves nothing; nil when it does.
  var problem: String?
  /// Whether the signer was held against certificates that the user trusts.
  var isSignerJudged: Bool

  /// The time stamps of an organization, oldest first, each verified.
  ///
  /// - Parameter authorities: certificates to trust, in PEM; see `TimeStampToken.verify`.
  static func all(
    of organization: OrganizationID, in store: HistoryStore, authorities: [UInt8]? = nil
  ) throws(StoreError) -> [StoredTimeStamp] {
    let entries = try store.entries(of: organization, kinds: [.anchor])
    guard !entries.isEmpty else { return [] }
    let positions = Dictionary(
      try store.chain(of: organization).map { ($0.digest, $0.position) },
      uniquingKeysWith: { first, _ in first })
    var result: [StoredTimeStamp] = []
    for entry in entries {
      let token =
        try entry.files.first.flatMap { sha256 throws(StoreError) in try store.file(sha256: sha256) } ?? []
      var stamp = StoredTimeStamp(
        entry: entry, record: try? entry.decode(), token: token, isSignerJudged: authorities != nil)
      stamp.problem = stamp.problem(position: stamp.record.flatMap { positions[$0.digest] }, authorities)
      result.append(stamp)
    }
    return result
  }

  /// - Parameter position: of the entry whose digest was stamped.
  private func problem(position: Int64?, _ authorities: [UInt8]?) -> String? {
    guard let record else { return "it does not have the form of a time stamp" }
    guard let position, position < entry.position else {
      return "no entry of the chain before it has the digest \(record.digest)"
    }
    do {
      let token = try TimeStampToken(parsing: token)
      try token.verify(digest: record.digest, authorities: authorities)
      let isSame = Timestamp(token.time) == record.time && token.serialNumber == record.serialNumber
      return isSame && token.signer == record.signer ? nil : "the token does not say what the entry says"
    } catch {
      return "\(error)"
    }
  }
}

/// A file of certificates that `--tsa-ca` names.
enum AuthoritiesFile {
  /// The file's bytes; nil without a path.
  static func bytes(_ path: String?) throws -> [UInt8]? {
    guard let path else { return nil }
    do { return try BoundedFile.bytes(at: path, limit: 4_000_000) } catch {
      throw CommandFailure("cannot read the certificates \"\(path)\", which --tsa-ca names: \(error)")
    }
  }
}
