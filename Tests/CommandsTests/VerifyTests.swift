import Foundation
import OrganizationSimulator
import Testing

@Suite struct VerifyTests {
  /// A store with snapshots of July, August and September, and their ids and digests.
  private func store() async throws -> (store: TestStore, ids: [String], digests: [String]) {
    let store = try TestStore()
    let organization = try SimulatedOrganization(tree: SampleOrganizations.locked)
    for day in ["2026-07-01", "2026-08-01", "2026-09-01"] {
      try await store.collect(organization, at: "\(day)T06:00:00Z")
    }
    let snapshots = try await store.run("snapshots", "--json").json().objects("snapshots")
    return (store, snapshots.compactMap { $0.string("id") }, snapshots.compactMap { $0.string("digest") })
  }

  @Test func `an untouched store is intact, and what it does not cover is told apart`() async throws {
    let (store, _, digests) = try await store()
    let run = try await store.run("verify", "--json")
    #expect(run.status == 0, "\(run.errors)")
    let json = try run.json()
    #expect(json.string("chain") == "intact" && json.objects("problems").isEmpty)
    #expect(json.string("head") == digests.last)
    #expect(json.bool("complete") == false)
    let missing = try #require(json.strings("missing"))
    #expect(missing.filter { $0.contains("31 days") }.count == 2)
    #expect(missing.contains { $0.contains("no CloudTrail events of account 111111111111") })

    let text = try await store.run("verify")
    #expect(text.status == 0 && text.text.contains("intact") && text.text.contains("incomplete"))
    text.expectHarmlessText()
    let wide = try await store.run("verify", "--max-gap", "31", "--json").json()
    #expect(wide.strings("missing")?.contains { $0.contains("31 days") } == false)
    let later = try await store.run("verify", "--max-gap", "31", "--as-of", "2026-12-01", "--json").json()
    #expect(later.strings("missing")?.contains { $0.contains("2026-12-02T00:00:00Z") } == true)
  }

  @Test func `several organizations have a chain each`() async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let json = try await store.run("verify", "--json").json()
    #expect(json.isNull("head"))
    #expect(json.objects("chains").map { $0.string("organization") } == ["o-lockedorg01", "o-mixedorg001"])
    #expect(
      json.objects("chains").allSatisfy { $0.string("head")?.count == 64 && $0.bool("complete") != nil })
    let one = try await store.run("verify", "--organization", "o-mixedorg001", "--json").json()
    #expect(one.objects("chains").count == 1 && one.string("head")?.count == 64)
    try await store.run("verify", "--organization", "o-unknown").expectFailure(
      naming: "o-unknown", "snapshots")
  }

  @Test func `an anchor is found by its digest, a part of it, or the snapshot's id`() async throws {
    let (store, ids, digests) = try await store()
    for anchor in [digests[1], String(digests[1].prefix(12)), digests[1].uppercased(), ids[1]] {
      let run = try await store.run("verify", "--anchor", anchor, "--json")
      #expect(run.status == 0, "\(anchor)")
      #expect(try run.json().object("anchor")?.string("digest") == digests[1])
    }
    for anchor in ["0123", "s-xyz", String(digests[1].prefix(11)), digests[1] + "0", ""] {
      try await store.run("verify", "--anchor", anchor).expectUsageError(naming: "--anchor")
    }
  }

  @Test func `a tail that was cut off and a store made anew are found by an anchor`() async throws {
    let (store, _, digests) = try await store()
    // The same snapshots without the last one, and all of them sealed again over another first one.
    let cut = try TestStore()
    let anew = try TestStore()
    let organization = try SimulatedOrganization(tree: SampleOrganizations.locked)
    try await anew.collect(organization, at: "2026-06-30T06:00:00Z")
    for day in ["2026-07-01", "2026-08-01"] {
      for store in [cut, anew] { try await store.collect(organization, at: "\(day)T06:00:00Z") }
    }
    try await anew.collect(organization, at: "2026-09-01T06:00:00Z")
    for store in [cut, anew] {
      #expect(try await store.run("verify").status == 0)
      let run = try await store.run("verify", "--anchor", digests[2], "--json")
      #expect(run.status == 1)
      let json = try run.json()
      #expect(json.string("chain") == "broken" && json.isNull("anchor"))
      #expect(json.objects("problems").map { $0.string("kind") } == ["anchor"])
    }
    #expect(try await cut.run("verify", "--anchor", digests[1]).status == 0)
    #expect(try await store.run("verify", "--anchor", digests[2]).status == 0)
  }

  /// What somebody does to the rows with SQLite itself, and the place in the chain of the snapshot concerned.
  static let tampering: [(sql: String, snapshot: Int?)] = [
    ("UPDATE account SET name = 'Paymentt' WHERE name = 'Payments'", 0),
    ("UPDATE snapshot SET observed_at_ms = observed_at_ms + 1 WHERE sequence = 2", 1),
    ("UPDATE document SET body = replace(body, 'optOut', 'optIn')", 0),
    ("DELETE FROM attachment WHERE node_id = 'ou-ab12-workload1'", 0),
    ("DELETE FROM snapshot WHERE sequence = 2", 1),
    ("DELETE FROM chain_entry WHERE position = 2", 1),
    (
      """
      UPDATE account SET parent_id = CASE account_id WHEN '222222222222' THEN 'r-ab12' ELSE 'ou-ab12-workload1' END
      WHERE account_id IN ('111111111111', '222222222222')
      """, 0
    ),
    ("UPDATE chain_entry SET digest = lower(hex(randomblob(32))) WHERE position = 3", 2),
    ("DROP TRIGGER account_refuses_delete", nil),
    ("CREATE TABLE note (text)", nil),
    ("INSERT INTO schema_migration VALUES (9999, '9999_later.sql', 'x')", nil),
  ]

  @Test(arguments: tampering)
  func `tampering is found and its snapshot named`(sql: String, snapshot: Int?) async throws {
    let (store, ids, _) = try await store()
    try await store.tamper(sql)
    let run = try await store.run("verify", "--json")
    #expect(run.status == 1, "\(run.errors)")
    let json = try run.json()
    #expect(json.string("chain") == "broken")
    let problems = json.objects("problems")
    if let snapshot {
      #expect(problems.contains { $0.string("snapshot") == ids[snapshot] }, "\(run.text)")
    } else {
      #expect(problems.contains { $0.string("kind") == "schema" && $0.isNull("snapshot") }, "\(run.text)")
    }
    let text = try await store.run("verify")
    #expect(text.status == 1 && text.text.contains(snapshot.map { ids[$0] } ?? "schema"))
  }

  @Test func `a byte changed in the file is found`() async throws {
    let (store, ids, _) = try await store()
    let url = URL(fileURLWithPath: store.path)
    var bytes = try Data(contentsOf: url)
    let place = try #require(bytes.range(of: Data("Payments".utf8)))
    bytes[place.lowerBound] ^= 1
    try bytes.write(to: url)
    let run = try await store.run("verify", "--json")
    #expect(run.status == 1)
    #expect(try run.json().objects("problems").contains { $0.string("snapshot") == ids[0] })
    bytes.removeLast(bytes.count / 2)
    try bytes.write(to: url)
    let cut = try await store.run("verify", "--json")
    #expect(cut.status == 1)
    #expect(try cut.json().objects("problems").contains { $0.string("kind") == "file" })
  }

  @Test func `without a store, or in a strange one, there is nothing to verify`() async throws {
    let scratch = try Scratch()
    func verify() async throws -> CommandLineRun {
      try await CommandLineRun.run(["verify", "--db", "store.sqlite"], in: scratch.url)
    }
    try await verify().expectFailure(naming: "store.sqlite", "collect")
    try scratch.write(String(repeating: "diary\n", count: 500), to: "store.sqlite")
    try await verify().expectFailure(naming: "not a store")
  }
}

extension TestStore {
  /// Runs SQL on the store as somebody would who is not held back by its guards.
  func tamper(_ sql: String) async throws {
    let guards = try await sqlite(
      "SELECT group_concat('DROP TRIGGER ' || name, '; ') FROM sqlite_schema WHERE type = 'trigger'")
    let restore = try await sqlite(
      "SELECT group_concat(sql, '; ') || ';' FROM sqlite_schema WHERE type = 'trigger'")
    let isGuard = sql.hasPrefix("DROP TRIGGER")
    _ = try await sqlite("PRAGMA foreign_keys = OFF; " + (isGuard ? sql : "\(guards); \(sql); \(restore)"))
  }

  func sqlite(_ sql: String) async throws -> String {
    let run = try await CommandLineRun.run(
      [path, sql], executable: URL(fileURLWithPath: "/usr/bin/sqlite3"))
    #expect(run.status == 0, "\(sql): \(run.errors)")
    return run.text
  }
}
