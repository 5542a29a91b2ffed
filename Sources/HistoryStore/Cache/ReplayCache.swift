internal import GRDB
internal import OrganizationModel

/// The tables of what the history ended with when it was last played.
struct ReplayCache {
  let database: Database

  init(_ database: Database) {
    self.database = database
  }

  func basis(of organization: OrganizationID) throws -> ReplayBasis? {
    try PreparedStatement(
      database, "SELECT snapshot_id, import_position, made_by FROM replay_cache WHERE organization_id = ?"
    ).first([.text(organization.rawValue)]) { row in
      ReplayBasis(
        organization: organization, snapshot: try row.text(0), importPosition: try row.integer(1),
        madeBy: try row.text(2))
    }
  }

  func outcome(of organization: OrganizationID) throws -> ReplayOutcome {
    ReplayOutcome(optOutDates: try dates(of: organization), orders: try orders(of: organization))
  }

  /// Takes the place of what was there. Rows that stay the same are not written again, so that a store in which nothing
  /// changes does not grow.
  func replace(_ basis: ReplayBasis, _ outcome: ReplayOutcome) throws {
    let organization = basis.organization
    let key = ColumnValue.text(organization.rawValue)
    let old = try readableOutcome(of: organization)
    try run(
      """
      INSERT INTO replay_cache (organization_id, snapshot_id, import_position, made_by) VALUES (?, ?, ?, ?)
      ON CONFLICT (organization_id) DO UPDATE SET
        snapshot_id = excluded.snapshot_id, import_position = excluded.import_position, made_by = excluded.made_by
      """,
      [key, .text(basis.snapshot), .integer(basis.importPosition), .text(basis.madeBy)])
    let delete = try PreparedStatement(
      database, "DELETE FROM opt_out_date_cache WHERE organization_id = ? AND account_id = ?")
    for id in old.optOutDates.keys.sorted() where outcome.optOutDates[id] == nil {
      try delete.run([key, .text(id.rawValue)])
    }
    let insert = try PreparedStatement(
      database,
      """
      INSERT OR REPLACE INTO opt_out_date_cache (organization_id, account_id, earliest_ms, latest_ms)
      VALUES (?, ?, ?, ?)
      """)
    for (id, date) in outcome.optOutDates.sorted(by: { $0.key < $1.key }) where old.optOutDates[id] != date {
      try insert.run([
        key, .text(id.rawValue), .integer(date.earliest?.milliseconds), .integer(date.latest.milliseconds),
      ])
    }
    if outcome.orders != old.orders { try replaceOrders(outcome.orders, of: key) }
  }

  /// What was there; nothing, and nothing is left, where it cannot be read.
  private func readableOutcome(of organization: OrganizationID) throws -> ReplayOutcome {
    do { return try outcome(of: organization) } catch is ColumnDamage {
      for table in ["opt_out_date_cache", "attachment_order_cache"] {
        try run("DELETE FROM \(table) WHERE organization_id = ?", [.text(organization.rawValue)])
      }
      return ReplayOutcome(optOutDates: [:], orders: .none)
    }
  }

  private func replaceOrders(_ orders: KnownOrders, of organization: ColumnValue) throws {
    try run("DELETE FROM attachment_order_cache WHERE organization_id = ?", [organization])
    let insert = try PreparedStatement(
      database,
      """
      INSERT INTO attachment_order_cache (organization_id, node_id, place, policy_id, is_whole)
      VALUES (?, ?, ?, ?, ?)
      """)
    for (lists, isWhole) in [(orders.whole, true), (orders.last, false)] {
      for (node, policies) in lists.sorted(by: { $0.key < $1.key }) {
        for (place, policy) in policies.enumerated() {
          try insert.run([
            organization, .text(node.rawValue), .integer(Int64(place)), .text(policy.rawValue),
            .flag(isWhole),
          ])
        }
      }
    }
  }

  private func dates(of organization: OrganizationID) throws -> [AccountID: ReplayOutcome.Interval] {
    var dates: [AccountID: ReplayOutcome.Interval] = [:]
    try PreparedStatement(
      database, "SELECT account_id, earliest_ms, latest_ms FROM opt_out_date_cache WHERE organization_id = ?"
    ).forEachRow([.text(organization.rawValue)]) { row in
      let id: AccountID = try row.id(0)
      dates[id] = ReplayOutcome.Interval(
        earliest: try row.timestamp(1), latest: Timestamp(milliseconds: try row.integer(2)))
    }
    return dates
  }

  private func orders(of organization: OrganizationID) throws -> KnownOrders {
    var orders = KnownOrders()
    try PreparedStatement(
      database,
      """
      SELECT node_id, policy_id, is_whole FROM attachment_order_cache WHERE organization_id = ?
      ORDER BY node_id, place
      """
    ).forEachRow([.text(organization.rawValue)]) { row in
      let node = try row.node(0)
      let policy: PolicyID = try row.id(1)
      if try row.flag(2) {
        orders.whole[node, default: []].append(policy)
      } else {
        orders.last[node, default: []].append(policy)
      }
    }
    return orders
  }

  private func run(_ sql: String, _ values: [ColumnValue]) throws {
    try PreparedStatement(database, sql).run(values)
  }
}
