import Foundation
import GRDB
import OrganizationModel
import Testing

@testable import HistoryStore

@Suite struct StoreFileTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.file("history.sqlite")
  }

  private func permissions(_ path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }

  private func open(_ access: StoreAccess) throws -> HistoryStore {
    try HistoryStore(path: path, access: access, busyTimeout: .milliseconds(100))
  }

  private func execute(_ sql: String) throws {
    try DatabaseQueue(path: path).writeWithoutTransaction { try $0.execute(sql: sql) }
  }

  @Test func `a store is made for its owner alone, with its folder`() throws {
    let path = folder.file("share/optout-audit/history.sqlite")
    _ = try HistoryStore(path: path, access: .readWrite).seal(Fixture.rich(day: 1))
    #expect(try permissions(path) == 0o600)
    #expect(try permissions(folder.file("share/optout-audit")) == 0o700)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("share/optout-audit")).count == 1)
  }

  @Test func `a store survives being closed`() throws {
    let sealed = try open(.readWrite).seal(Fixture.rich(day: 1))
    #expect(try open(.readOnly).snapshot(id: sealed.id).1 == Fixture.rich(day: 1))
    #expect(try open(.readWrite).seal(Fixture.rich(day: 2)).previousDigest == sealed.digest)
    #expect(try HistoryStore.openForVerification(path: path).verifyChains().isIntact)
  }

  @Test func `reading changes no byte of the file and makes no other`() throws {
    _ = try open(.readWrite).seal(Fixture.rich(day: 1))
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let store = try open(.readOnly)
    _ = try store.snapshots()
    #expect(throws: StoreError.readOnly(path: path)) { try store.seal(Fixture.rich(day: 2)) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["history.sqlite"])
  }

  @Test func `reading does not make a store`() throws {
    #expect(throws: StoreError.missing(path: path)) { try open(.readOnly) }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `an empty file is no store to read and becomes one to write`() throws {
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(throws: StoreError.empty(path: path)) { try open(.readOnly) }
    #expect(try open(.readWrite).organizations().isEmpty)
  }

  @Test(arguments: [StoreAccess.readOnly, .readWrite])
  func `files that are no stores are refused and left alone`(access: StoreAccess) throws {
    let garbage = Data(String(repeating: "not a database\n", count: 100).utf8)
    try garbage.write(to: URL(fileURLWithPath: path))
    #expect(throws: StoreError.notSQLite(path: path)) { try open(access) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == garbage)
    try FileManager.default.removeItem(atPath: path)

    try execute("CREATE TABLE song (title TEXT)")
    #expect(throws: StoreError.notAStore(path: path, tables: ["song"])) { try open(access) }
    #expect(throws: StoreError.notAStore(path: path, tables: ["song"])) {
      try HistoryStore.openForVerification(path: path)
    }
    #expect(throws: StoreError.isFolder(path: folder.path)) {
      try HistoryStore(path: folder.path, access: access)
    }
    let pipe = folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(throws: StoreError.isNoFile(path: pipe)) { try HistoryStore(path: pipe, access: access) }
  }

  @Test func `a folder that cannot be made is named`() throws {
    try Data().write(to: URL(fileURLWithPath: folder.file("file")))
    let error = #expect(throws: StoreError.self) {
      try HistoryStore(path: folder.file("file/history.sqlite"), access: .readWrite)
    }
    #expect(error?.description.contains("its folder") == true)
  }

  @Test func `a file cut short is damaged`() throws {
    _ = try open(.readWrite).seal(Fixture.plain(day: 1, accounts: 500))
    try FileHandle(forWritingTo: URL(fileURLWithPath: path)).truncate(atOffset: 40_960)
    let error = #expect(throws: StoreError.self) {
      let store = try open(.readOnly)
      _ = try store.snapshot(id: try #require(try store.snapshots().first).id)
    }
    guard case .corrupt = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(throws: StoreError.self) { try HistoryStore.openForVerification(path: path).verifyChains() }
  }

  @Test func `another schema is refused, and reported by a verification`() throws {
    _ = try open(.readWrite).seal(Fixture.rich(day: 1))
    let name = Migration.all[0].name
    let cases: [(String, String, StoreError)] = [
      (
        "INSERT INTO schema_migration VALUES (99, '0099_later.sql', 'x')",
        "DELETE FROM schema_migration WHERE version = 99",
        .newerSchema(path: path, version: 99, known: Migration.all.last?.version ?? 0)
      ),
      (
        "UPDATE schema_migration SET checksum = checksum || 'x'",
        "UPDATE schema_migration SET checksum = substr(checksum, 1, 64)",
        .alteredMigration(path: path, name: name)
      ),
      (
        // Made to look like a store of schema 1.
        "CREATE TABLE pending_row AS SELECT * FROM schema_migration; DELETE FROM schema_migration WHERE version >= 2",
        "INSERT INTO schema_migration SELECT * FROM pending_row WHERE version >= 2; DROP TABLE pending_row",
        .alteredSchema(path: path, detail: "table \"event\" is not part of it")
      ),
      (
        "UPDATE schema_migration SET version = version - 100",
        "UPDATE schema_migration SET version = version + 100",
        .olderSchema(
          path: path, version: (Migration.all.last?.version ?? 0) - 100,
          known: Migration.all.last?.version ?? 0)
      ),
      (
        "CREATE TABLE extra (x)", "DROP TABLE extra",
        .alteredSchema(path: path, detail: "table \"extra\" is not part of it")
      ),
      (
        "DROP TRIGGER account_refuses_update", "",
        .alteredSchema(path: path, detail: "trigger \"account_refuses_update\" is missing")
      ),
    ]
    for (alter, restore, expected) in cases {
      try execute(alter)
      #expect(throws: expected) { try open(.readOnly) }
      let found = try HistoryStore.openForVerification(path: path).verifyChains()
      #expect(found.problems.contains { $0.kind == .schema && $0.message == expected.description })
      try execute(restore)
    }
  }

  @Test func `tables outside evidence may be added`() throws {
    _ = try open(.readWrite).seal(Fixture.rich(day: 1))
    try execute("CREATE TABLE pending_answer (x); CREATE TABLE status_cache (x); ANALYZE")
    #expect(try open(.readOnly).verifyChains().isIntact)
  }

  @Test func `a second writer waits, then names who holds the store`() throws {
    let store = try open(.readWrite)
    let holder = try DatabaseQueue(path: path)
    try holder.writeWithoutTransaction { database in
      try database.execute(sql: "BEGIN EXCLUSIVE")
      let error = #expect(throws: StoreError.self) { try store.seal(Fixture.rich(day: 1)) }
      #expect(
        error
          == .locked(path: path, holder: LockHolder(path: path)?.description, waited: .milliseconds(100)))
      if FileManager.default.contents(atPath: "/proc/locks") != nil {
        #expect(error?.description.contains("held by this process, \(getpid())") == true)
      }
      try database.execute(sql: "COMMIT")
    }
    #expect(try store.seal(Fixture.rich(day: 1)).accountCount == 8)
  }

  @Test func `a full disk leaves the store as it was`() throws {
    let store = try open(.readWrite)
    let sealed = try store.seal(Fixture.plain(day: 1, accounts: 10))
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    try store.database.writeWithoutTransaction { database in
      let pages = try Int.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      try database.execute(sql: "PRAGMA max_page_count = \(pages + 1)")
    }
    #expect(throws: StoreError.diskFull(path: path)) { try store.seal(Fixture.plain(day: 2, accounts: 2000)) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    try store.database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
    #expect(try store.seal(Fixture.plain(day: 2, accounts: 2000)).previousDigest == sealed.digest)
  }

  @Test func `what a killed writer left is undone, even by a reader`() throws {
    let sealed = try open(.readWrite).seal(Fixture.plain(day: 1, accounts: 10))
    let copy = folder.file("copy.sqlite")
    let writer = try DatabaseQueue(path: path)
    try writer.writeWithoutTransaction { database in
      // A small cache makes SQLite write to the file before the commit, as in a large seal.
      try database.execute(sql: "PRAGMA cache_size = 2; BEGIN IMMEDIATE")
      for number in 0..<200 {
        try database.execute(
          sql: "INSERT INTO document VALUES (?, ?)",
          arguments: ["\(number)", String(repeating: "x", count: 2000)])
      }
      try FileManager.default.copyItem(atPath: path, toPath: copy)
      try FileManager.default.copyItem(atPath: path + "-journal", toPath: copy + "-journal")
      try database.execute(sql: "ROLLBACK")
    }
    let store = try HistoryStore(path: copy, access: .readOnly)
    #expect(try store.snapshots() == [sealed])
    #expect(try store.verifyChains().isIntact)
  }
}

@Suite struct LockHolderTests {
  @Test func `the writer of the file is found in the list of locks`() {
    let locks = """
      1: POSIX  ADVISORY  READ 11 fe:00:77 1073741826 1073742335
      2: POSIX  ADVISORY  WRITE 12 fe:00:78 1073741824 1073742335
      3: FLOCK  ADVISORY  WRITE 13 fe:00:77 0 EOF
      4: POSIX  ADVISORY  WRITE 14 fe:00:77 1073741824 1073742335
      4: -> POSIX  ADVISORY  WRITE 15 fe:00:77 1073741824 1073742335
      """
    #expect(LockHolder.process(in: locks, inode: 77) == 14)
    #expect(LockHolder.process(in: locks, inode: 78) == 12)
    #expect(LockHolder.process(in: locks, inode: 79) == nil)
    #expect(LockHolder.process(in: String(locks.prefix(60)), inode: 77) == 11)
    #expect(LockHolder.process(in: "nonsense", inode: 77) == nil)
  }
}
