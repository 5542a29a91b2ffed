extension ChainVerifier {
  /// Sets an entry of the chain that is no snapshot beside its row in the ledger.
  mutating func checkLedger(_ entry: ChainRow, _ kind: LedgerKind) {
    let name = "entry \(entry.position) of the chain (\(kind.rawValue))"
    if let snapshot = entry.snapshotID {
      report(nil, .record, "\(name) names snapshot \"\(snapshot)\", and belongs to none")
    }
    guard let row = evidence.ledger[entry.position] else {
      report(nil, .sequence, "what \(name) recorded is missing")
      return
    }
    let events = evidence.events[entry.position] ?? []
    if row.kind != kind || (kind != .eventImport && !events.isEmpty) {
      report(nil, .record, "\(name) and its row are of different kinds")
    }
    let digest = LedgerDigest.digest(
      of: row, eventsSHA256: kind == .eventImport ? LedgerDigest.eventsSHA256(events) : nil,
      previousDigest: entry.previousDigest)
    if !actorsAreRedacted, digest != entry.digest {
      report(nil, .digest, "what \(name) recorded does not have the digest \(entry.digest)")
    }
  }

  /// Sets an entry whose contents were retired beside what the retirement says of it. Its own digest cannot be made
  /// again; the entry after it covers that digest.
  mutating func checkRetired(_ entry: ChainRow, _ retired: RetirementRecord.Entry) {
    let name = "entry \(entry.position) of the chain (\(retired.kind), retired)"
    if entry.digest != retired.digest || entry.kind != retired.kind {
      report(nil, .digest, "\(name) is not what its retirement says")
    }
    if entry.snapshotID != nil || evidence.ledger[entry.position] != nil
      || evidence.events[entry.position] != nil
    {
      report(entry.snapshotID, .sequence, "\(name) has contents all the same")
    }
  }

  /// Names what belongs to no entry of the chain.
  mutating func checkLedgerRowsHaveEntries() {
    let positions = Set(evidence.entries.map(\.position))
    for position in evidence.ledger.keys.sorted() where !positions.contains(position) {
      report(nil, .sequence, "the row of ledger_entry \(position) belongs to no entry of the chain")
    }
    for position in evidence.events.keys.sorted() where evidence.ledger[position] == nil {
      report(nil, .sequence, "events belong to entry \(position) of the chain, which is no import")
    }
  }
}
