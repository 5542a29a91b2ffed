internal import OrganizationModel

/// A policy whose content stands as the SHA-256 of its document.
struct StoredPolicy: EvidenceRecord {
  var id: PolicyID
  var arn: String
  var name: String
  var description: String?
  var isAWSManaged: Bool
  var content: Answer<String>

  static let table = EvidenceTable(
    name: "policy", recordName: "policy", keyColumns: ["policy_id"],
    columns: ["arn", "name", "description", "is_aws_managed", "content_sha256", "unread_reason"])

  init(_ policy: Policy, documents: inout DocumentSet) {
    id = policy.id
    arn = policy.arn
    name = policy.name
    description = policy.description
    isAWSManaged = policy.isAWSManaged
    content = documents.add(policy.content)
  }

  /// The policy with its text, which `documents` finds.
  func policy(_ documents: DocumentReader) throws -> Policy {
    Policy(
      id: id, arn: arn, name: name, description: description, isAWSManaged: isAWSManaged,
      content: try documents.text(of: content))
  }

  var keyValues: [String] { [id.rawValue] }

  var columnValues: [ColumnValue] {
    [
      .text(arn), .text(name), .text(description), .flag(isAWSManaged), .text(content.value),
      .text(content.reason),
    ]
  }

  var documents: [String] { content.value.map { [$0] } ?? [] }

  var canonicalJSON: CanonicalJSON {
    .object(of: [
      "arn": .string(arn),
      "contentSHA256": .string(content.value),
      "description": .string(description),
      "format": .integer(SnapshotDigest.formatVersion),
      "id": .string(id.rawValue),
      "isAWSManaged": .bool(isAWSManaged),
      "name": .string(name),
      "record": .string(Self.table.recordName),
      "unreadReason": .string(content.reason),
    ])
  }

  init(_ row: borrowing StatementRow) throws {
    id = try row.id(0)
    arn = try row.text(1)
    name = try row.text(2)
    description = try row.optionalText(3)
    isAWSManaged = try row.flag(4)
    switch (try row.optionalText(5), try row.optionalText(6)) {
    case (let sha256?, nil): content = .known(sha256)
    case (nil, let reason?): content = .unread(reason: reason)
    case (nil, nil): throw row.damage(6, "nothing, although there is no content")
    case (.some, .some): throw row.damage(6, "a reason, although there is a content")
    }
  }
}
