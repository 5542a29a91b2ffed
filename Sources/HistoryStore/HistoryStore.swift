internal import GRDB

/// Whether a store is opened to be written.
package enum StoreAccess: Hashable, Sendable {
  case readWrite
  /// Creates and changes nothing and works on read-only media. The one exception: what a killed writer left
  /// half-written is undone first, where this user may write the file.
  case readOnly
}

/// The history of organizations in one SQLite file: snapshots sealed into a chain per organization.
///
/// In goes a `Snapshot`, which `seal` takes apart into records (`EvidenceRecord`), of which it keeps those that changed;
/// out come `Snapshot`s as they were, `SealedSnapshot`s, and what `verifyChains` finds. `SnapshotDigest` says how
/// digests are made, `migrations/` how tables look. The file has a rollback journal, not a write-ahead log: it is
/// handed to auditors as one file and must open on read-only media.
package final class HistoryStore: Sendable {
  let database: DatabaseQueue
  let path: String
  let busyTimeout: Duration
  /// What is wrong with the schema of a store that was opened to be verified.
  let schemaProblem: StoreError?
  /// Whether the store has the tables of the ledger; one of schema 1 that was opened for reading has not.
  let hasLedger: Bool
  /// The same for the tables of schema 4, in which nothing but what follows from the evidence is kept.
  let hasReplayCache: Bool

  /// Opens the store at `path`. With `readWrite` access it makes the file (mode 0600) and its folder (0700) where
  /// there are none, and brings the schema up to date.
  ///
  /// - Parameter busyTimeout: how long to wait for another process that holds the store.
  package convenience init(
    path: String, access: StoreAccess, busyTimeout: Duration = .seconds(10)
  ) throws(StoreError) {
    try self.init(path: path, access: access, busyTimeout: busyTimeout, refusesAlteredSchema: true)
  }

  /// Opens the store at `path` to be read by `verifyChains`, which reports a newer or altered schema as a problem.
  package static func openForVerification(
    path: String, busyTimeout: Duration = .seconds(10)
  ) throws(StoreError) -> HistoryStore {
    try HistoryStore(path: path, access: .readOnly, busyTimeout: busyTimeout, refusesAlteredSchema: false)
  }

  /// A store that is gone with this value.
  package static func inMemory() throws(StoreError) -> HistoryStore {
    let path = Self.memoryPath
    do {
      let database = try DatabaseQueue(configuration: configuration(access: .readWrite, busyTimeout: .zero))
      try migrate(database, path: path)
      return HistoryStore(
        database: database, path: path, busyTimeout: .zero, schemaProblem: nil, schema: nil)
    } catch {
      throw StoreError(error, path: path, busyTimeout: .zero)
    }
  }

  private static let memoryPath = "(memory)"

  /// Whether the store is gone with this value.
  var isInMemory: Bool { path == Self.memoryPath }

  /// - Parameter schema: that of the file; nil for the newest.
  private init(
    database: DatabaseQueue, path: String, busyTimeout: Duration, schemaProblem: StoreError?, schema: Schema?
  ) {
    self.database = database
    self.path = path
    self.busyTimeout = busyTimeout
    self.schemaProblem = schemaProblem
    hasLedger = schema?.hasTable("ledger_entry") ?? true
    hasReplayCache = schema?.hasTable("replay_cache") ?? true
  }

  private convenience init(
    path: String, access: StoreAccess, busyTimeout: Duration, refusesAlteredSchema: Bool
  ) throws(StoreError) {
    let file = StoreFile(path: path)
    if access == .readWrite { try file.createIfMissing() }
    try file.check(access: access)
    let configuration = Self.configuration(access: access, busyTimeout: busyTimeout)
    do {
      let database = try Self.open(file, configuration)
      if access == .readWrite { try Self.migrate(database, path: path) }
      let schema = try database.read { try Schema($0) }
      var problem = schema.problem(path: path)
      // An older store is read as it is: what was added later reads as if nothing had been recorded there.
      if case .olderSchema(_, let version, _) = problem, version >= 1 { problem = nil }
      if let problem, refusesAlteredSchema || !problem.leavesAStore { throw problem }
      self.init(
        database: database, path: path, busyTimeout: busyTimeout, schemaProblem: problem, schema: schema)
    } catch {
      throw StoreError(error, path: path, busyTimeout: busyTimeout)
    }
  }

  /// A connection that has read the file once, so that whatever keeps it from being read has come to light.
  private static func open(_ file: StoreFile, _ configuration: Configuration) throws -> DatabaseQueue {
    do {
      return try DatabaseQueue(path: file.path, configuration: configuration)
    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_READONLY_ROLLBACK {
      try file.rollBack(configuration: configuration)
      return try DatabaseQueue(path: file.path, configuration: configuration)
    }
  }

  private static func configuration(access: StoreAccess, busyTimeout: Duration) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = access == .readOnly
    let (seconds, attoseconds) = busyTimeout.components
    configuration.busyMode = .timeout(Double(seconds) + Double(attoseconds) / 1e18)
    configuration.prepareDatabase { database in
      // The file may come from somebody else: its schema must call no function that acts outside it.
      try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
      // A power cut right after a commit could otherwise bring the journal back, which undoes the commit.
      if access == .readWrite { try database.execute(sql: "PRAGMA synchronous = EXTRA") }
    }
    return configuration
  }

  /// Runs the migrations that the store lacks, in one transaction.
  private static func migrate(_ database: DatabaseQueue, path: String) throws {
    guard try !missing(in: database.read { try Schema($0).problem(path: path) }).isEmpty else { return }
    try database.write { connection in
      // Asked again: another process may have done it meanwhile.
      for migration in try missing(in: Schema(connection).problem(path: path)) {
        try migration.run(connection)
      }
    }
  }

  /// The migrations that mend `problem`.
  private static func missing(in problem: StoreError?) throws -> [Migration] {
    switch problem {
    case nil: return []
    case .empty: return Migration.all
    case .olderSchema(_, let version, _): return Migration.all.filter { $0.version > version }
    case let problem?: throw problem
    }
  }

  /// Runs `body` in one reading transaction.
  func read<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try database.read(body) } catch {
      throw StoreError(error, path: path, busyTimeout: busyTimeout)
    }
  }

  /// Runs `body` in one writing transaction, which leaves nothing when it throws.
  func write<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do { return try database.write(body) } catch {
      throw StoreError(error, path: path, busyTimeout: busyTimeout)
    }
  }
}

extension StoreError {
  /// Whether a file with this problem is a store all the same, which can be verified.
  fileprivate var leavesAStore: Bool {
    switch self {
    case .newerSchema, .olderSchema, .missingMigration, .alteredMigration, .alteredSchema: true
    default: false
    }
  }
}
