extension HistoryStore {
  /// Records `drafts` in their order, in one transaction: all of them, or none.
  package func append(_ drafts: [LedgerDraft]) throws(StoreError) -> [LedgerEntry] {
    try write { database in try drafts.map { try Self.append($0, events: [], database) } }
  }
}
