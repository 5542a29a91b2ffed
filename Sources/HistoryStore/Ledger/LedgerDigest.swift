internal import Hashing
internal import OrganizationModel

/// How the digest of a ledger entry is made, so that anyone can make it again; `SnapshotDigest` says it for snapshots.
///
/// 1. An event's hash is SHA-256 of the canonical JSON `{"event":…,"format":1,"record":"event"}`.
/// 2. `eventsSHA256` of an event import is SHA-256 over one line per event that it added, sorted by the bytes of the
///    event's id: the hash in lower-case hexadecimal and a line feed. Of other kinds it is null.
/// 3. `digest` is SHA-256 of the canonical JSON
///    `{"bodySHA256":…,"entry":KIND,"eventsSHA256":…,"files":[…],"format":1,"organization":…,"previousDigest":…,
///    "recordedAtMilliseconds":…}` without white space. `bodySHA256` is that of the body's UTF-8 bytes, `files` holds
///    the SHA-256 of every file, `previousDigest` is the digest of the chain's entry before it, or null.
enum LedgerDigest {
  static let formatVersion: Int64 = 1

  static func eventHash(body: String) -> String {
    // The members stand in canonical order.
    SHA256.digest(#"{"event":"# + body + #","format":\#(formatVersion),"record":"event"}"#)
  }

  /// - Parameter hashes: sorted by the events' ids.
  static func eventsSHA256(_ hashes: [String]) -> String {
    SHA256.digest(hashes.map { $0 + "\n" }.joined())
  }

  static func digest(of row: LedgerRow, eventsSHA256: String?, previousDigest: String?) -> String {
    SHA256.digest(
      CanonicalJSON.object(of: [
        "bodySHA256": .string(SHA256.digest(row.body)),
        "entry": .string(row.kind.rawValue),
        "eventsSHA256": .string(eventsSHA256),
        "files": .array(row.files.map { .string($0) }),
        "format": .integer(formatVersion),
        "organization": .string(row.organization.rawValue),
        "previousDigest": .string(previousDigest),
        "recordedAtMilliseconds": .integer(row.recordedAt.milliseconds),
      ]).bytes)
  }
}
