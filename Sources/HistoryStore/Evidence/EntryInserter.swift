internal import GRDB

/// Puts the rows of entries into the tables of an empty store.
struct EntryInserter {
  private let database: Database
  private let columns: [EntryTable: [String]]
  private var statements: [EntryTable: PreparedStatement] = [:]

  init(_ database: Database) throws {
    self.database = database
    var columns: [EntryTable: [String]] = [:]
    for table in EntryTable.allCases { columns[table] = try table.columns(database) }
    self.columns = columns
  }

  mutating func insert(_ entry: StoreEvidence.Entry) throws {
    guard case .object(let members)? = CanonicalJSON(parsing: entry.text) else {
      throw StoreEvidenceError.notCanonical(position: entry.position)
    }
    var rows: [EntryTable: [CanonicalJSON]] = [:]
    for member in members {
      guard let table = EntryTable(rawValue: member.name), case .array(let values) = member.value else {
        throw StoreEvidenceError.unknownTable(position: entry.position, member.name)
      }
      rows[table] = values
    }
    for table in EntryTable.allCases {
      for row in rows[table] ?? [] { try insert(row, into: table, entry.position) }
    }
  }

  private mutating func insert(_ row: CanonicalJSON, into table: EntryTable, _ position: Int64) throws {
    guard case .object(let members) = row else { throw StoreEvidenceError.notCanonical(position: position) }
    let names = columns[table] ?? []
    var values = names.map { _ in ColumnValue.null }
    for member in members {
      guard let index = names.firstIndex(of: member.name) else {
        throw StoreEvidenceError.unknownColumn(position: position, table: table.rawValue, member.name)
      }
      switch member.value {
      case .null: values[index] = .null
      case .integer(let number): values[index] = .integer(number)
      case .string(let text): values[index] = .text(text)
      case .bool, .array, .object: throw StoreEvidenceError.notCanonical(position: position)
      }
    }
    let statement = try statements[table] ?? PreparedStatement(database, insertSQL(table, names))
    statements[table] = statement
    do {
      try statement.run(values)
    } catch let error as DatabaseError {
      throw StoreEvidenceError.refused(position: position, detail: error.message ?? "\(error.resultCode)")
    }
  }

  private func insertSQL(_ table: EntryTable, _ names: [String]) -> String {
    let places = names.map { _ in "?" }.joined(separator: ", ")
    return "INSERT INTO \(table.rawValue) (\(names.joined(separator: ", "))) VALUES (\(places))"
  }
}
