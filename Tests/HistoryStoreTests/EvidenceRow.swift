import Foundation
import GRDB
import Testing

@testable import HistoryStore

/// A row of evidence, whatever its table.
struct EvidenceRow: Equatable, CustomStringConvertible {
  let table: String
  /// The columns of the primary key.
  let keys: [String]
  /// The columns that cannot be null.
  let required: Set<String>
  var values: [String: StoredValue]

  var description: String { "\(table) \(keys.map { values[$0]?.literal ?? "" })" }

  /// Every row of a table, which must have some.
  static func all(of table: String, _ database: Database) throws -> [EvidenceRow] {
    let keys = try String.fetchAll(
      database, sql: "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", arguments: [table])
    let required = try String.fetchSet(
      database, sql: "SELECT name FROM pragma_table_info(?) WHERE pk > 0 OR \"notnull\" = 1",
      arguments: [table])
    let names = try columns(of: table, database)
    // A text's bytes, of which GRDB's own reading ends at U+0000.
    let expressions = names.map { "typeof(\"\($0)\"), CAST(\"\($0)\" AS BLOB)" }.joined(separator: ", ")
    let rows = try Row.fetchAll(database, sql: "SELECT \(expressions) FROM \(table)")
    #expect(!rows.isEmpty, "\(table)")
    return try rows.map { row in
      var values: [String: StoredValue] = [:]
      for (index, name) in names.enumerated() {
        values[name] = try StoredValue(type: row[index * 2], bytes: row[index * 2 + 1])
      }
      return EvidenceRow(table: table, keys: keys, required: required, values: values)
    }
  }

  /// Whether a problem tells where the row belongs: its snapshot; for a document one of those that use it; for what is
  /// recorded beside snapshots, the entry of the chain.
  func isNamed(by problem: IntegrityProblem) -> Bool {
    if case .text(let bytes)? = values[table == "snapshot" ? "id" : "snapshot_id"] {
      let id = String(decoding: bytes, as: UTF8.self)
      // A row that now lies with another snapshot is a problem of that one, and the message tells of this one.
      return problem.snapshot == id || problem.message.contains(id)
    }
    if table == "document" { return problem.snapshot != nil }
    guard case .integer(let position)? = values["position"] else {
      return problem.message.contains("of the chain")
    }
    return problem.message.contains("entry \(position) ")
  }

  /// What the rows alone show after `old` gave way to `new`, which is undone again.
  static func problems(
    replacing old: [EvidenceRow], by new: [EvidenceRow], _ database: Database
  ) throws -> [IntegrityProblem] {
    var problems: [IntegrityProblem] = []
    try database.inSavepoint {
      for row in old { try row.delete(database) }
      for row in new { try row.insert(database) }
      var verifier = StoreVerifier(database)
      try verifier.run()
      problems = verifier.problems + verifier.chains.flatMap(\.problems)
      return .rollback
    }
    return problems
  }

  private func delete(_ database: Database) throws {
    let condition = keys.map { "\"\($0)\" = \(values[$0]?.literal ?? "")" }.joined(separator: " AND ")
    try database.execute(sql: "DELETE FROM \(table) WHERE \(condition)")
    #expect(database.changesCount == 1, "\(table) \(condition)")
  }

  /// Takes the place of a row that has the same key.
  private func insert(_ database: Database) throws {
    let columns = values.keys.sorted()
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let literals = columns.map { values[$0]?.literal ?? "" }.joined(separator: ", ")
    try database.execute(sql: "INSERT OR REPLACE INTO \(table) (\(names)) VALUES (\(literals))")
  }
}

/// What SQLite holds in one column of one row.
enum StoredValue: Hashable {
  case null
  case integer(Int64)
  case real(Double)
  /// The bytes need not be UTF-8.
  case text([UInt8])
  case blob([UInt8])

  /// - Parameters:
  ///   - type: what `typeof` says.
  ///   - bytes: the value as a blob; of a number, its decimal digits.
  init(type: String, bytes: Data?) throws {
    let bytes = Array(bytes ?? Data())
    switch type {
    case "text": self = .text(bytes)
    case "blob": self = .blob(bytes)
    case "integer": self = .integer(try #require(Int64(String(decoding: bytes, as: UTF8.self))))
    case "real": self = .real(try #require(Double(String(decoding: bytes, as: UTF8.self))))
    default: self = .null
    }
  }

  /// The value in SQL.
  var literal: String {
    switch self {
    case .null: "NULL"
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let bytes): "CAST(x'\(Self.hexadecimal(bytes))' AS TEXT)"
    case .blob(let bytes): "x'\(Self.hexadecimal(bytes))'"
    }
  }

  /// The value with each of its bytes changed alone, with one more and one less, and what looks alike and is of another
  /// kind.
  var alterations: [StoredValue] {
    switch self {
    case .null: [.integer(0), .integer(1), .real(0.5), .text([]), .text([0x78]), .blob([])]
    case .integer(let number):
      (0..<8).map { .integer(number ^ 1 << ($0 * 8 + $0)) }
        + [.integer(number + 1), .integer(number - 1), .real(Double(number) + 0.5), .null, .text([0x78])]
    case .real(let number):
      (0..<8).map { .real(Double(bitPattern: number.bitPattern ^ 1 << ($0 * 8))) } + [.null]
    case .text(let bytes): Self.changed(bytes).map { .text($0) } + [.blob(bytes), .null]
    case .blob(let bytes): Self.changed(bytes).map { .blob($0) } + [.text(bytes), .null]
    }
  }

  private static func changed(_ bytes: [UInt8]) -> [[UInt8]] {
    var result = bytes.indices.map { index in
      var changed = bytes
      changed[index] ^= 1 << UInt8(index % 8)
      return changed
    }
    result.append(bytes + [0])
    if !bytes.isEmpty { result.append(Array(bytes.dropLast())) }
    return result
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
