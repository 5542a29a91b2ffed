internal import OrganizationModel

/// A fact of which there are few: the organization, its root, delegation, what could not be read, and so on.
struct Observation: EvidenceRecord {
  /// What an observation is about. Those without a key occur once per snapshot at most.
  enum Kind: String, CaseIterable {
    case organization
    case root
    case policiesUnread
    /// By policy.
    case targetsUnread
    case resourcePolicy
    case delegatedAdministrators
    case invalidEffectivePolicies
    case trustedServices
    case serviceControlPolicies
    /// By policy.
    case serviceControlPolicy
    /// By account.
    case mismatch
    /// By subject.
    case unread
    case movedWhileReading
    /// By the time of reading, `<earliest>/<latest>`: the accounts whose effective policy was read then, and not with
    /// the snapshot.
    case readEarlier
  }

  let kind: Kind
  let subject: String
  let value: CanonicalJSON

  static let table = EvidenceTable(
    name: "observation", recordName: "observation", keyColumns: ["kind", "key"], columns: ["body"])

  init(_ kind: Kind, _ subject: String = "", _ value: CanonicalJSON) {
    self.kind = kind
    self.subject = subject
    self.value = value
  }

  var keyValues: [String] { [kind.rawValue, subject] }

  var columnValues: [ColumnValue] { [.text(canonicalJSON.text)] }

  var documents: [String] { Self.documents(in: value) }

  var canonicalJSON: CanonicalJSON {
    .object(of: [
      "format": .integer(SnapshotDigest.formatVersion),
      "key": .string(subject),
      "kind": .string(kind.rawValue),
      "record": .string(Self.table.recordName),
      "value": value,
    ])
  }

  init(_ row: borrowing StatementRow) throws {
    let name = try row.text(0)
    guard let kind = Kind(rawValue: name) else { throw row.damage(0, "\"\(name)\", which is no kind") }
    let subject = try row.text(1)
    guard let json = CanonicalJSON(parsing: try row.text(2)) else {
      throw row.damage(2, "text that is not canonical JSON")
    }
    guard let value = json["value"], Observation(kind, subject, value).canonicalJSON == json else {
      throw row.damage(2, "another observation than the row's kind and key say")
    }
    self.init(kind, subject, value)
  }

  /// Members whose name ends in `SHA256` name documents.
  private static func documents(in value: CanonicalJSON) -> [String] {
    switch value {
    case .object(let members):
      members.flatMap { member -> [String] in
        if member.name.hasSuffix("SHA256"), case .string(let sha256) = member.value { return [sha256] }
        return documents(in: member.value)
      }
    case .array(let values): values.flatMap { documents(in: $0) }
    case .null, .bool, .integer, .string: []
    }
  }
}
