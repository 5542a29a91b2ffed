internal import GRDB

/// The tables whose rows belong to an entry of the chain, in the order in which references let them be inserted.
enum EntryTable: String, CaseIterable {
  case snapshot
  case chainEntry = "chain_entry"
  case organizationalUnit = "organizational_unit"
  case account
  case policy
  case attachment
  case effectivePolicy = "effective_policy"
  case observation
  case ledgerEntry = "ledger_entry"
  case event

  /// An expression for the position of the entry that a row belongs to, and what it is joined with.
  private var position: (expression: String, join: String) {
    switch self {
    case .chainEntry, .ledgerEntry, .event: ("t.position", "")
    case .snapshot:
      ("c.position", "JOIN chain_entry AS c ON c.snapshot_id = t.id")
    case .organizationalUnit, .account, .policy, .attachment, .effectivePolicy, .observation:
      ("c.position", "JOIN chain_entry AS c ON c.snapshot_id = t.snapshot_id")
    }
  }

  /// Columns in the order of the schema.
  func columns(_ database: Database) throws -> [String] {
    var names: [String] = []
    try PreparedStatement(database, "SELECT name FROM pragma_table_info('\(rawValue)') ORDER BY cid")
      .forEachRow { names.append(try $0.text(0)) }
    return names
  }

  /// The rows of the organization ?1: the position of the entry, then the columns.
  func selectSQL(_ columns: [String]) -> String {
    let (expression, join) = position
    let names = columns.map { "t.\($0)" }.joined(separator: ", ")
    return """
      SELECT \(expression), \(names) FROM \(rawValue) AS t \(join)
      WHERE t.organization_id = ? ORDER BY \(expression), \(names)
      """
  }
}
