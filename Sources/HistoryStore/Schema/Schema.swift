internal import GRDB

/// What a store's file says of its schema, compared with what the migrations make.
struct Schema {
  /// A table, index, view or trigger.
  struct Item: Hashable {
    var type: String
    var name: String
    var sql: String
  }

  /// Every item but SQLite's own, such as the tables of ANALYZE.
  let items: Set<Item>
  /// What `schema_migration` holds; nil when there is no such table.
  let applied: [Applied]?

  struct Applied: Hashable {
    var version: Int64
    var name: String
    var checksum: String
  }

  init(_ database: Database) throws {
    var items: Set<Item> = []
    try PreparedStatement(
      database,
      "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).forEachRow { row in
      items.insert(Item(type: try row.text(0), name: try row.text(1), sql: try row.text(2)))
    }
    self.items = items
    guard items.contains(where: { $0.type == "table" && $0.name == "schema_migration" }) else {
      applied = nil
      return
    }
    var applied: [Applied] = []
    try PreparedStatement(database, "SELECT version, name, checksum FROM schema_migration ORDER BY version")
      .forEachRow { row in
        applied.append(
          Applied(version: try row.integer(0), name: try row.text(1), checksum: try row.text(2)))
      }
    self.applied = applied
  }

  /// What is wrong with it, as if every migration had to be there already; nil when nothing is.
  ///
  /// A store that only lacks the latest migrations and is otherwise as they made it is `.olderSchema`.
  func problem(path: String) -> StoreError? {
    guard let applied else {
      return items.isEmpty ? .empty(path: path) : .notAStore(path: path, tables: tables)
    }
    let known = Migration.all.last?.version ?? 0
    let version = applied.last?.version ?? 0
    if version > known { return .newerSchema(path: path, version: version, known: known) }
    for migration in Migration.all where migration.version <= version {
      guard let found = applied.first(where: { $0.version == migration.version }) else {
        return .missingMigration(path: path, name: migration.name)
      }
      if found.checksum != migration.checksum || found.name != migration.name {
        return .alteredMigration(path: path, name: migration.name)
      }
    }
    if version < 1 { return .olderSchema(path: path, version: version, known: known) }
    if let difference = differences.first { return .alteredSchema(path: path, detail: difference) }
    return version < known ? .olderSchema(path: path, version: version, known: known) : nil
  }

  func hasTable(_ name: String) -> Bool { items.contains { $0.type == "table" && $0.name == name } }

  /// Each item that differs from what the migrations make that it says were run, as a clause, sorted.
  var differences: [String] {
    let version = applied?.last?.version ?? 0
    let expected = Self.expected[version] ?? Self.expected[Migration.all.last?.version ?? 0] ?? []
    let names = Dictionary(grouping: items, by: \.name)
    let lacking = expected.subtracting(items).map { item in
      names[item.name] == nil
        ? "\(item.type) \"\(item.name)\" is missing" : "\(item.type) \"\(item.name)\" differs"
    }
    let expectedNames = Set(expected.map(\.name))
    let added = items.filter { !expectedNames.contains($0.name) && !Self.isOutsideEvidence($0) }.map { item in
      "\(item.type) \"\(item.name)\" is not part of it"
    }
    return (lacking + added).sorted()
  }

  /// Whether the item is a table that may hold anything.
  private static func isOutsideEvidence(_ item: Item) -> Bool {
    item.type == "table" && (item.name.hasPrefix("pending_") || item.name.hasSuffix("_cache"))
  }

  private var tables: [String] { items.filter { $0.type == "table" }.map(\.name).sorted() }

  // By version. Made by running the migrations once per process: nothing else can say it without a second copy of it.
  private static let expected: [Int64: Set<Item>] = {
    do {
      return try DatabaseQueue().write { database in
        var items: [Int64: Set<Item>] = [:]
        for migration in Migration.all {
          try migration.run(database)
          items[migration.version] = try Schema(database).items
        }
        return items
      }
    } catch {
      preconditionFailure("the migrations do not run: \(error)")
    }
  }()
}
