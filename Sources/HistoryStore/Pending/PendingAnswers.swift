internal import GRDB
internal import Hashing
internal import OrganizationModel

/// The tables of what was read and not yet sealed.
struct PendingAnswers {
  let database: Database

  init(_ database: Database) {
    self.database = database
  }

  func insert(
    _ answers: [AccountID: ReportedEffectivePolicy], read time: ReadingTime, of organization: OrganizationID,
    basis: String
  ) throws {
    let collect = try identifier(of: organization, basis: basis)
    let document = try PreparedStatement(
      database, "INSERT OR IGNORE INTO pending_document (sha256, body) VALUES (?, ?)")
    let answer = try PreparedStatement(
      database,
      """
      INSERT OR REPLACE INTO pending_effective_policy
        (collect_id, account_id, read_from_ms, read_until_ms, text_sha256, last_updated_ms)
      VALUES (?, ?, ?, ?, ?, ?)
      """)
    for (account, reported) in answers.sorted(by: { $0.key < $1.key }) {
      let sha256 = reported.text.map { SHA256.digest($0) }
      if let text = reported.text { try document.run([.text(sha256), .text(text)]) }
      try answer.run([
        .integer(collect), .text(account.rawValue), .integer(time.startedAt.milliseconds),
        .integer(time.endedAt.milliseconds), .text(sha256), .integer(reported.lastUpdated?.milliseconds),
      ])
    }
  }

  /// Answers that were read between `earliest` and `latest`. A row that cannot be read, or whose text is another than its
  /// hash says, is as good as none: AWS is asked again.
  func answers(
    of organization: OrganizationID, basis: String, from earliest: Timestamp, to latest: Timestamp
  ) throws -> [AccountID: EarlierAnswer] {
    var result: [AccountID: EarlierAnswer] = [:]
    try PreparedStatement(
      database,
      """
      SELECT e.account_id, e.read_from_ms, e.read_until_ms, e.text_sha256, d.body, e.last_updated_ms
      FROM pending_collect AS c JOIN pending_effective_policy AS e ON e.collect_id = c.id
        LEFT JOIN pending_document AS d ON d.sha256 = e.text_sha256
      WHERE c.organization_id = ? AND c.basis = ? AND e.read_from_ms >= ? AND e.read_until_ms <= ?
        AND e.read_from_ms <= e.read_until_ms
      """
    ).forEachRow([
      .text(organization.rawValue), .text(basis), .integer(earliest.milliseconds),
      .integer(latest.milliseconds),
    ]) { row in
      if let (account, answer) = try? Self.answer(row) { result[account] = answer }
    }
    return result
  }

  private static func answer(_ row: borrowing StatementRow) throws -> (AccountID, EarlierAnswer) {
    let account: AccountID = try row.id(0)
    let time = ReadingTime(
      startedAt: Timestamp(milliseconds: try row.integer(1)),
      endedAt: Timestamp(milliseconds: try row.integer(2)))
    let sha256 = try row.optionalText(3)
    let text = try row.optionalText(4)
    guard text.map({ SHA256.digest($0) }) == sha256 else {
      throw row.damage(4, "another text than its hash says")
    }
    let reported = ReportedEffectivePolicy(text: text, lastUpdated: try row.timestamp(5))
    return (account, EarlierAnswer(reported, readAt: time))
  }

  func delete(of organization: OrganizationID) throws {
    try run(
      """
      DELETE FROM pending_effective_policy
      WHERE collect_id IN (SELECT id FROM pending_collect WHERE organization_id = ?)
      """, [.text(organization.rawValue)])
    try run("DELETE FROM pending_collect WHERE organization_id = ?", [.text(organization.rawValue)])
    try deleteUnnamedDocuments()
  }

  /// Deletes what was read before `earliest`, of every organization.
  func delete(readBefore earliest: Timestamp) throws {
    try run(
      "DELETE FROM pending_effective_policy WHERE read_from_ms < ?", [.integer(earliest.milliseconds)])
    try run(
      "DELETE FROM pending_collect WHERE id NOT IN (SELECT collect_id FROM pending_effective_policy)", [])
    try deleteUnnamedDocuments()
  }

  private func deleteUnnamedDocuments() throws {
    try run(
      """
      DELETE FROM pending_document WHERE sha256 NOT IN (
        SELECT text_sha256 FROM pending_effective_policy WHERE text_sha256 IS NOT NULL)
      """, [])
  }

  private func identifier(of organization: OrganizationID, basis: String) throws -> Int64 {
    let key: [ColumnValue] = [.text(organization.rawValue), .text(basis)]
    try run("INSERT OR IGNORE INTO pending_collect (organization_id, basis) VALUES (?, ?)", key)
    let found = try PreparedStatement(
      database, "SELECT id FROM pending_collect WHERE organization_id = ? AND basis = ?"
    ).first(key) { try $0.integer(0) }
    guard let found else { throw ColumnDamage(message: "pending_collect lacks a row that was inserted") }
    return found
  }

  private func run(_ sql: String, _ values: [ColumnValue]) throws {
    try PreparedStatement(database, sql).run(values)
  }
}
