internal import Foundation
internal import GRDB
package import OrganizationModel

extension HistoryStore {
  /// Adds the events that the store does not have, and the spans of trails that were read, as one entry of the ledger.
  ///
  /// An event that the store has stays as it is. Without an added event and without coverage nothing is recorded.
  ///
  /// - Parameter source: where the events come from, in words: `CloudTrail LookupEvents`, `files`.
  package func importEvents(
    _ events: [Event], coverage: [EventCoverage], source: String, recordedAt: Timestamp,
    organization: OrganizationID
  ) throws(StoreError) -> EventImportResult {
    let rows = try rows(of: events)
    return try write { database in
      let find = try PreparedStatement(
        database, "SELECT 1 FROM event WHERE organization_id = ? AND event_id = ?")
      let added = try rows.filter {
        try find.first([.text(organization.rawValue), .text($0.id)], { _ in true }) == nil
      }
      let result = EventImportResult(added: added.count, duplicates: events.count - added.count)
      guard !added.isEmpty || !coverage.isEmpty else { return result }
      let body = EventImport(
        added: result.added, coverage: coverage, duplicates: result.duplicates, source: source)
      let draft = try LedgerDraft(
        organization: organization, kind: .eventImport, recordedAt: recordedAt, body: body)
      _ = try Self.append(draft, events: added, database)
      return result
    }
  }

  /// Every imported event, by time and then by id.
  package func events(of organization: OrganizationID) throws(StoreError) -> [Event] {
    guard hasLedger else { return [] }
    return try read { database in
      let decoder = JSONDecoder()
      var result: [Event] = []
      try PreparedStatement(
        database,
        """
        SELECT \(EventRow.columns.joined(separator: ", ")) FROM event
        WHERE organization_id = ? ORDER BY time_ms, event_id
        """
      ).forEachRow([.text(organization.rawValue)]) { result.append(try EventRow($0).event(decoder)) }
      return result
    }
  }

  /// The spans of trails that were read whole, in the order of their recording. They may overlap.
  package func eventCoverage(of organization: OrganizationID) throws(StoreError) -> [EventCoverage] {
    var result: [EventCoverage] = []
    for entry in try entries(of: organization, kinds: [.eventImport]) {
      do { result += try entry.decode(EventImport.self).coverage } catch {
        throw .corrupt(path: path, detail: "entry \(entry.position) of the chain is no event import")
      }
    }
    return result
  }

  /// Each event once, sorted by the bytes of the ids, as the import's digest covers them.
  private func rows(of events: [Event]) throws(StoreError) -> [EventRow] {
    var rows: [EventRow] = []
    var ids: Set<RecordKey> = []
    do {
      for event in events where ids.insert(RecordKey(text: event.id)).inserted {
        rows.append(try EventRow(event))
      }
    } catch {
      throw .sqlite(path: path, message: "\(error)")
    }
    return rows.sorted { RecordKey(text: $0.id) < RecordKey(text: $1.id) }
  }
}

/// The body of an `eventImport` entry.
struct EventImport: Hashable, Codable {
  var added: Int
  var coverage: [EventCoverage]
  var duplicates: Int
  var source: String
}
