internal import GRDB
internal import Hashing

/// One step of the schema: a file of `migrations/`, frozen once it is merged.
struct Migration: Hashable {
  /// The number before the name's first underscore.
  let version: Int64
  /// The file's name.
  let name: String
  let sql: String
  var checksum: String { SHA256.digest(sql) }

  /// All migrations, oldest first.
  static let all: [Migration] = EmbeddedMigrations.files.compactMap { file in
    guard file.path.hasSuffix(".sql"), let number = file.path.split(separator: "_").first,
      let version = Int64(number)
    else { return nil }
    return Migration(version: version, name: file.path, sql: file.text)
  }.sorted { $0.version < $1.version }

  /// Runs the migration and writes it down, in one transaction.
  func run(_ database: Database) throws {
    try database.execute(sql: sql)
    try PreparedStatement(
      database, "INSERT INTO schema_migration (version, name, checksum) VALUES (?, ?, ?)"
    ).run([.integer(version), .text(name), .text(checksum)])
  }
}
