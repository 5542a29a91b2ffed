internal import Hashing
internal import OrganizationModel

/// How a snapshot's digests are made, so that anyone can make them again.
///
/// 1. Each record has a hash: SHA-256 of its canonical JSON (see `CanonicalJSON`), which carries `"format":1`, the
///    record's kind in `record`, and its values. Moments are milliseconds since 1970-01-01T00:00:00Z in members named
///    `...Milliseconds`; long texts stand as the SHA-256 of their UTF-8 bytes in members named `...SHA256`.
/// 2. `contentDigest` is SHA-256 over one line per record in force, sorted by the bytes of the record's key: the hash
///    in lower-case hexadecimal and a line feed.
/// 3. `digest` is SHA-256 of the canonical JSON
///    `{"contentDigest":…,"entry":"snapshot","format":1,"header":{…},"previousDigest":…}`, where `previousDigest` is
///    the digest of the chain's entry before it, or null.
/// 4. The id is `s-` and the first twelve digits of `digest`.
///
/// Columns take no part in it, so the tables may change while the digests stay.
enum SnapshotDigest {
  /// Version of the canonical JSON of records and entries.
  static let formatVersion: Int64 = 1

  static func id(digest: String) -> String { "s-" + digest.prefix(12) }

  static func digest(of facts: SnapshotFacts, previousDigest: String?) -> String {
    SHA256.digest(
      CanonicalJSON.object(of: [
        "contentDigest": .string(facts.contentDigest),
        "entry": .string("snapshot"),
        "format": .integer(formatVersion),
        "header": header(of: facts),
        "previousDigest": .string(previousDigest),
      ]).bytes)
  }

  private static func header(of facts: SnapshotFacts) -> CanonicalJSON {
    let header = facts.header
    return .object(of: [
      "accountCount": .integer(Int64(facts.accountCount)),
      "effectiveMode": .string(header.effectiveMode.rawValue),
      "isComplete": .bool(facts.isComplete),
      "observedAtMilliseconds": .integer(header.observedAt.milliseconds),
      "organization": .string(header.organization.rawValue),
      "source": source(header.source),
      "startedAtMilliseconds": .integer(header.startedAt.milliseconds),
      "toolVersion": .string(header.toolVersion),
    ])
  }

  private static func source(_ source: SnapshotSource) -> CanonicalJSON {
    switch source {
    case .live(let endpoint, let callerARN):
      .object(of: [
        "callerARN": .string(callerARN), "endpoint": .string(endpoint), "kind": .string("live"),
      ])
    case .export(let observedAtGiven):
      .object(of: ["kind": .string("export"), "observedAtGiven": .bool(observedAtGiven)])
    }
  }
}

/// What a snapshot's digest covers beside the digest before it.
struct SnapshotFacts: Hashable {
  var header: SnapshotHeader
  var isComplete: Bool
  var accountCount: Int
  var contentDigest: String
}
