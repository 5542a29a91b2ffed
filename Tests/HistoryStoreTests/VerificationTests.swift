import Foundation
import GRDB
import OrganizationModel
import Testing

@testable import HistoryStore

@Suite struct VerificationTests {
  let store: HistoryStore
  let ids: [String]

  init() throws {
    store = try HistoryStore.inMemory()
    var changed = Fixture.rich(day: 2)
    changed.accounts[1].name = "renamed"
    changed.attachments.removeLast()
    changed.header.source = .export(observedAtGiven: false)
    let snapshots = [Fixture.rich(day: 1), changed, Fixture.rich(day: 3)]
    ids = try snapshots.map { [store] in try store.seal($0).id }
    try Fixture.fillLedger(of: store)
    // Whoever tampers takes the guards away first.
    try store.database.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA foreign_keys = OFF")
      for name in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
      {
        try database.execute(sql: "DROP TRIGGER \(name)")
      }
    }
  }

  /// What the rows alone show after `sql`, which is undone again.
  private func problems(
    after sql: String, _ arguments: StatementArguments = [], _ database: Database
  ) throws -> [IntegrityProblem] {
    var problems: [IntegrityProblem] = []
    try database.inSavepoint {
      try database.execute(sql: sql, arguments: arguments)
      #expect(database.changesCount > 0, "\(sql)")
      var verifier = StoreVerifier(database)
      try verifier.run()
      problems = verifier.problems + verifier.chains.flatMap(\.problems)
      return .rollback
    }
    return problems
  }

  @Test func `an untouched store is intact but for the guards`() throws {
    let found = try store.verifyChains()
    #expect(found.chains.map(\.isIntact) == [true])
    #expect(
      found.chains[0].digests
        == (try store.snapshots().map(\.digest) + store.entries(of: Fixture.organization).map(\.digest)))
    #expect(found.chains[0].head == found.chains[0].digests.last)
    #expect(Set(found.problems.map(\.kind)) == [.schema])
    #expect(found.problems.contains { $0.message.contains("account_refuses_update") })
  }

  @Test(arguments: [
    // Accounts trade names; rows of one account trade places in time; a policy takes what another has.
    """
    UPDATE account SET name = CASE account_id WHEN '000000000004' THEN
      (SELECT name FROM account WHERE account_id = '000000000005') ELSE
      (SELECT name FROM account WHERE account_id = '000000000004') END
    WHERE account_id IN ('000000000004', '000000000005')
    """,
    """
    UPDATE account SET (name, hash) =
      (SELECT name, hash FROM account AS o WHERE o.account_id = account.account_id AND o.sequence = 5 - account.sequence)
    WHERE account_id = '000000000002' AND sequence > 1
    """,
    """
    UPDATE policy SET (arn, name, description, is_aws_managed, content_sha256, unread_reason, hash) =
      (SELECT arn, name, description, is_aws_managed, content_sha256, unread_reason, hash FROM policy AS o
       WHERE o.policy_id <> policy.policy_id AND o.policy_id <> 'p-2222222222')
    WHERE policy_id <> 'p-2222222222'
    """,
    // A row of another time that says what is in force anyway, and a removal of what never was.
    """
    INSERT INTO account SELECT organization_id, account_id, 3, (SELECT id FROM snapshot WHERE sequence = 3),
      is_removed, arn, name, state, joined_method, joined_at_ms, parent_id, hash
    FROM account WHERE account_id = '000000000001'
    """,
    """
    INSERT INTO account (organization_id, account_id, sequence, snapshot_id, is_removed)
    SELECT organization_id, '999999999999', sequence, id, 1 FROM snapshot WHERE sequence = 2
    """,
    // A text that no row names, and a row for an organization that is none.
    "INSERT INTO document VALUES ('2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', 'x')",
    "UPDATE snapshot SET organization_id = 'nonsense'",
    "UPDATE account SET name = CAST(x'ff' AS TEXT) WHERE account_id = '000000000001'",
    "DELETE FROM snapshot WHERE sequence = 3",
    "DELETE FROM chain_entry",
    "DELETE FROM snapshot",
    // Ledger entries trade bodies; an event is taken over by another import; a file that no entry names.
    """
    UPDATE ledger_entry SET body = (SELECT body FROM ledger_entry AS o WHERE o.position = 9 - ledger_entry.position)
    WHERE position IN (4, 5)
    """,
    "UPDATE event SET position = (SELECT max(position) FROM event) WHERE event_id = 'event-2'",
    "INSERT INTO evidence_file VALUES ('2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881', x'78')",
    "DELETE FROM ledger_entry",
    "DELETE FROM event",
  ])
  func `rows that are swapped, added or cut off are found`(sql: String) throws {
    let found = try store.database.write { try problems(after: sql, [], $0) }
    #expect(!found.isEmpty)
  }

  @Test func `a record forged with its own hash breaks the content of its snapshot`() throws {
    try store.database.write { database in
      var account = Fixture.rich(day: 1).accounts[3]
      account.name = "forged"
      let found = try problems(
        after: "UPDATE account SET name = ?, hash = ? WHERE account_id = ?",
        [account.name, account.hash, account.id.rawValue], database)
      #expect(found.map(\.kind) == [.content, .content, .content])
      #expect(found.map(\.snapshot) == ids)
    }
  }

  @Test func `a snapshot forged with its own digest breaks the link after it`() throws {
    try store.database.write { database in
      let row = try #require(
        try PreparedStatement(
          database, "SELECT \(SnapshotRow.columns.joined(separator: ", ")) FROM snapshot WHERE id = ?"
        ).first([.text(ids[1])]) { try SnapshotRow($0) })
      var facts = row.facts
      facts.header.toolVersion = "forged"
      let previous = try String.fetchOne(database, sql: "SELECT digest FROM chain_entry WHERE position = 1")
      let digest = SnapshotDigest.digest(of: facts, previousDigest: previous)
      let id = SnapshotDigest.id(digest: digest)
      try database.execute(
        sql: "UPDATE snapshot SET tool_version = 'forged', id = ? WHERE id = ?", arguments: [id, ids[1]])
      for table in try evidenceTables(database) where try columns(of: table, database).contains("snapshot_id")
      {
        try database.execute(
          sql: "UPDATE \(table) SET snapshot_id = ? WHERE snapshot_id = ?", arguments: [id, ids[1]])
      }
      let found = try problems(
        after: "UPDATE chain_entry SET digest = ? WHERE snapshot_id = ?", [digest, id], database)
      #expect(found.map(\.kind) == [.link])
      #expect(found.map(\.snapshot) == [ids[2]])
    }
  }

  @Test func `a change that breaks the schema is reported and does not stop the verification`() throws {
    try store.database.write {
      try $0.execute(sql: "DROP VIEW current_account; ALTER TABLE account DROP COLUMN state")
    }
    let found = try store.verifyChains()
    #expect(!found.isIntact)
    #expect(found.problems.contains { $0.message.contains("no such column") })
  }
}
