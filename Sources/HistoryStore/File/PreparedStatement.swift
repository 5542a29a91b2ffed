internal import GRDB
internal import GRDBSQLite

/// A value of a column. The schema uses no others.
enum ColumnValue: Hashable {
  case null
  case integer(Int64)
  case text(String)
  case bytes([UInt8])

  static func text(_ text: String?) -> ColumnValue { text.map { .text($0) } ?? .null }
  static func integer(_ number: Int64?) -> ColumnValue { number.map { .integer($0) } ?? .null }
  static func flag(_ value: Bool) -> ColumnValue { .integer(value ? 1 : 0) }
}

/// A column that does not hold what the schema says, such as text where a number belongs.
struct ColumnDamage: Error {
  var message: String
}

/// A statement run by hand, for rows by the ten thousand.
///
/// Text is bound and read with its length, because GRDB's own ends at U+0000, and a text that is not UTF-8 is damage
/// instead of being repaired, because a repair would hide a changed byte.
struct PreparedStatement {
  private let statement: Statement
  private var handle: OpaquePointer { statement.sqliteStatement }

  /// SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
  private static var transient: sqlite3_destructor_type {
    unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  }

  init(_ database: Database, _ sql: String) throws {
    statement = try database.makeStatement(sql: sql)
  }

  /// Runs the statement for each row that it gives.
  func forEachRow(_ values: [ColumnValue] = [], _ body: (borrowing StatementRow) throws -> Void) throws {
    try bind(values)
    defer { sqlite3_reset(handle) }
    while try step() { try body(StatementRow(handle: handle)) }
  }

  func run(_ values: [ColumnValue]) throws {
    try bind(values)
    defer { sqlite3_reset(handle) }
    while try step() {}
  }

  /// The first row, or nil when there is none.
  func first<Value>(_ values: [ColumnValue], _ body: (borrowing StatementRow) throws -> Value) throws
    -> Value?
  {
    try bind(values)
    defer { sqlite3_reset(handle) }
    return try step() ? try body(StatementRow(handle: handle)) : nil
  }

  private func bind(_ values: [ColumnValue]) throws {
    for (index, value) in values.enumerated() {
      let place = Int32(index + 1)
      switch value {
      case .null: try check(sqlite3_bind_null(handle, place))
      case .integer(let number): try check(sqlite3_bind_int64(handle, place, number))
      case .bytes(let bytes):
        try check(
          bytes.withUnsafeBytes { buffer in
            // An empty buffer may have no address, which SQLite would take for NULL.
            guard let address = buffer.baseAddress, !buffer.isEmpty else {
              return sqlite3_bind_zeroblob(handle, place, 0)
            }
            return sqlite3_bind_blob64(handle, place, address, UInt64(buffer.count), Self.transient)
          })
      case .text(var text):
        try check(
          text.withUTF8 { bytes in
            // An empty buffer may have no address, which SQLite would take for NULL.
            guard let address = bytes.baseAddress else {
              return sqlite3_bind_text(handle, place, "", 0, Self.transient)
            }
            return address.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
              sqlite3_bind_text(handle, place, $0, Int32(bytes.count), Self.transient)
            }
          })
      }
    }
  }

  private func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw error()
    }
  }

  private func check(_ code: Int32) throws {
    guard code == SQLITE_OK else { throw error() }
  }

  private func error() -> DatabaseError {
    let connection = sqlite3_db_handle(handle)
    return DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
      message: String(cString: sqlite3_errmsg(connection)))
  }
}

/// The row at which a statement stands; its columns are read in order, from left to right.
struct StatementRow: ~Copyable {
  fileprivate let handle: OpaquePointer

  func optionalText(_ index: Int) throws(ColumnDamage) -> String? {
    switch sqlite3_column_type(handle, Int32(index)) {
    case SQLITE_NULL: return nil
    case SQLITE_TEXT:
      let count = Int(sqlite3_column_bytes(handle, Int32(index)))
      guard let bytes = sqlite3_column_text(handle, Int32(index)),
        let text = String(validating: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
      else { throw damage(index, "text that is not UTF-8") }
      return text
    case let type: throw damage(index, "\(Self.name(ofType: type)) instead of text")
    }
  }

  func text(_ index: Int) throws(ColumnDamage) -> String {
    guard let text = try optionalText(index) else { throw damage(index, "nothing instead of text") }
    return text
  }

  func optionalInteger(_ index: Int) throws(ColumnDamage) -> Int64? {
    switch sqlite3_column_type(handle, Int32(index)) {
    case SQLITE_NULL: return nil
    case SQLITE_INTEGER: return sqlite3_column_int64(handle, Int32(index))
    case let type: throw damage(index, "\(Self.name(ofType: type)) instead of a number")
    }
  }

  func integer(_ index: Int) throws(ColumnDamage) -> Int64 {
    guard let number = try optionalInteger(index) else { throw damage(index, "nothing instead of a number") }
    return number
  }

  func bytes(_ index: Int) throws(ColumnDamage) -> [UInt8] {
    let type = sqlite3_column_type(handle, Int32(index))
    guard type == SQLITE_BLOB else { throw damage(index, "\(Self.name(ofType: type)) instead of bytes") }
    let count = Int(sqlite3_column_bytes(handle, Int32(index)))
    guard count > 0, let bytes = sqlite3_column_blob(handle, Int32(index)) else { return [] }
    return Array(UnsafeRawBufferPointer(start: bytes, count: count))
  }

  func flag(_ index: Int) throws(ColumnDamage) -> Bool {
    switch try integer(index) {
    case 0: return false
    case 1: return true
    case let number: throw damage(index, "\(number) instead of 0 or 1")
    }
  }

  func isInteger(_ index: Int) -> Bool { sqlite3_column_type(handle, Int32(index)) == SQLITE_INTEGER }

  func isNull(_ index: Int) -> Bool { sqlite3_column_type(handle, Int32(index)) == SQLITE_NULL }

  /// What the column holds as text, whatever it is: to name a row that may be damaged.
  ///
  /// Asks for the type that is there: SQLite turns bytes into text in place when asked for text, and the column's type
  /// then reads as text.
  func anything(_ index: Int) -> String {
    switch sqlite3_column_type(handle, Int32(index)) {
    case SQLITE_TEXT, SQLITE_BLOB:
      guard let bytes = sqlite3_column_blob(handle, Int32(index)) else { return "" }
      let count = Int(sqlite3_column_bytes(handle, Int32(index)))
      return String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    case SQLITE_INTEGER: return String(sqlite3_column_int64(handle, Int32(index)))
    default: return ""
    }
  }

  func damage(_ index: Int, _ found: String) -> ColumnDamage {
    let name = sqlite3_column_name(handle, Int32(index)).map { String(cString: $0) } ?? String(index)
    return ColumnDamage(message: "column \(name) holds \(found)")
  }

  private static func name(ofType type: Int32) -> String {
    switch type {
    case SQLITE_INTEGER: "a number"
    case SQLITE_FLOAT: "a fraction"
    case SQLITE_BLOB: "bytes"
    case SQLITE_NULL: "nothing"
    default: "text"
    }
  }
}
