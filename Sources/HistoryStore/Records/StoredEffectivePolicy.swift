internal import OrganizationModel

/// What is known of an account's effective policy, with AWS's text as the SHA-256 of its document.
struct StoredEffectivePolicy: EvidenceRecord {
  enum Answer: Hashable {
    /// `textSHA256` is nil when AWS found no effective policy.
    case reported(textSHA256: String?, lastUpdated: Timestamp?)
    case representative(AccountID)
    case unread(reason: String)
  }

  var account: AccountID
  var answer: Answer

  static let table = EvidenceTable(
    name: "effective_policy", recordName: "effectivePolicy", keyColumns: ["account_id"],
    columns: ["answer", "text_sha256", "last_updated_ms", "representative_account_id", "unread_reason"])

  init(account: AccountID, _ answer: EffectivePolicyAnswer, documents: inout DocumentSet) {
    self.account = account
    switch answer {
    case .reported(let reported):
      self.answer = .reported(
        textSHA256: reported.text.map { documents.add($0) }, lastUpdated: reported.lastUpdated)
    case .representative(let account): self.answer = .representative(account)
    case .unread(let reason): self.answer = .unread(reason: reason)
    }
  }

  /// The answer with AWS's text, which `documents` finds.
  func answer(_ documents: DocumentReader) throws -> EffectivePolicyAnswer {
    switch answer {
    case .reported(let sha256, let lastUpdated):
      .reported(
        ReportedEffectivePolicy(text: try sha256.map { try documents.text($0) }, lastUpdated: lastUpdated))
    case .representative(let account): .representative(account: account)
    case .unread(let reason): .unread(reason: reason)
    }
  }

  var keyValues: [String] { [account.rawValue] }

  var columnValues: [ColumnValue] {
    switch answer {
    case .reported(let sha256, let lastUpdated):
      [.text("reported"), .text(sha256), .integer(lastUpdated?.milliseconds), .null, .null]
    case .representative(let account):
      [.text("representative"), .null, .null, .text(account.rawValue), .null]
    case .unread(let reason): [.text("unread"), .null, .null, .null, .text(reason)]
    }
  }

  var documents: [String] {
    guard case .reported(let sha256?, _) = answer else { return [] }
    return [sha256]
  }

  /// Has the members of its answer only.
  var canonicalJSON: CanonicalJSON {
    let account = CanonicalJSON.string(account.rawValue)
    let format = CanonicalJSON.integer(SnapshotDigest.formatVersion)
    let record = CanonicalJSON.string(Self.table.recordName)
    return switch answer {
    case .reported(let sha256, let lastUpdated):
      .object(of: [
        "account": account, "answer": .string("reported"), "format": format,
        "lastUpdatedMilliseconds": .integer(lastUpdated?.milliseconds), "record": record,
        "textSHA256": .string(sha256),
      ])
    case .representative(let representative):
      .object(of: [
        "account": account, "answer": .string("representative"), "format": format, "record": record,
        "representative": .string(representative.rawValue),
      ])
    case .unread(let reason):
      .object(of: [
        "account": account, "answer": .string("unread"), "format": format, "reason": .string(reason),
        "record": record,
      ])
    }
  }

  init(_ row: borrowing StatementRow) throws {
    account = try row.id(0)
    let used: ClosedRange<Int>
    switch try row.text(1) {
    case "reported":
      answer = .reported(textSHA256: try row.optionalText(2), lastUpdated: try row.timestamp(3))
      used = 2...3
    case "representative":
      answer = .representative(try row.id(4))
      used = 4...4
    case "unread":
      answer = .unread(reason: try row.text(5))
      used = 5...5
    case let other: throw row.damage(1, "\"\(other)\", which is no answer")
    }
    for index in 2...5 where !used.contains(index) && !row.isNull(index) {
      throw row.damage(index, "a value that belongs to another answer")
    }
  }
}
