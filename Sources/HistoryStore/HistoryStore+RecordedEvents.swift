internal import Foundation
internal import GRDB
package import OrganizationModel

extension HistoryStore {
  /// The events and spans of trails that had been recorded by a moment: by time and then by id, and in the order of
  /// recording.
  ///
  /// - Parameter moment: what was recorded later is left out; nil for everything.
  package func recordedEvents(
    of organization: OrganizationID, by moment: Timestamp?
  ) throws(StoreError) -> (events: [Event], coverage: [EventCoverage]) {
    let imports = try entries(of: organization, kinds: [.eventImport]).filter { entry in
      moment.map { entry.recordedAt <= $0 } ?? true
    }
    guard !imports.isEmpty else { return ([], []) }
    var coverage: [EventCoverage] = []
    for entry in imports {
      do { coverage += try entry.decode(EventImport.self).coverage } catch {
        throw .corrupt(path: path, detail: "entry \(entry.position) of the chain is no event import")
      }
    }
    let positions = Set(imports.map(\.position))
    let events = try read { database in
      var events: [Event] = []
      try PreparedStatement(
        database,
        "SELECT position, \(EventRow.columns.joined(separator: ", ")) FROM event WHERE organization_id = ?"
      ).forEachRow([.text(organization.rawValue)]) { row in
        guard positions.contains(try row.integer(0)) else { return }
        events.append(try Event(canonical: try row.text(4), id: try row.text(1)))
      }
      return events
    }
    return (events.sorted { ($0.time, $0.id) < ($1.time, $1.id) }, coverage)
  }
}

extension Event {
  /// Reads the canonical JSON of an event, as the store keeps it. There may be tens of thousands, of which a general
  /// decoder would make a second's work.
  ///
  /// - Throws: `ColumnDamage` when the body is no event.
  fileprivate init(canonical body: String, id: String) throws {
    guard let json = CanonicalJSON(anySpelling: Array(body.utf8)), let name = json["name"]?.stringValue,
      let time = json["time"]?.stringValue.flatMap({ Timestamp(rfc3339: $0) }),
      case .object(let details)? = json["details"]
    else { throw ColumnDamage(message: "event \(id) does not have the form of one") }
    let actor = json["actor"]
    self.init(
      id: json["id"]?.stringValue ?? id, name: name, time: time,
      trailAccount: json["trailAccount"]?.stringValue.flatMap { AccountID($0) },
      actor: EventActor(
        arn: actor?["arn"]?.stringValue, type: actor?["type"]?.stringValue, role: actor?["role"]?.stringValue,
        invokedBy: actor?["invokedBy"]?.stringValue),
      sourceAddress: json["sourceAddress"]?.stringValue, errorCode: json["errorCode"]?.stringValue,
      details: Dictionary(details.map { ($0.name, $0.value.stringValue ?? "") }) { first, _ in first })
  }
}

extension CanonicalJSON {
  fileprivate var stringValue: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }
}

extension Timestamp {
  /// Reads the form in which the store writes whole seconds by itself, `2026-09-30T06:00:00Z`, and any other as usual.
  fileprivate init?(rfc3339 text: String) {
    var text = text
    let value: Int64?? = text.withUTF8 { bytes in
      guard bytes.count == 20, bytes[10] == UInt8(ascii: "T"), bytes[19] == UInt8(ascii: "Z") else {
        return nil
      }
      func number(_ range: Range<Int>) -> Int64? {
        var result: Int64 = 0
        for byte in bytes[range] {
          guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
          result = result * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return result
      }
      guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
        let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
        year >= 1970, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
      else { return nil }
      // Days of the proleptic Gregorian calendar, from March on, so that leap days come last.
      let shifted = month > 2 ? (year, month - 3) : (year - 1, month + 9)
      let days =
        shifted.0 * 365 + shifted.0 / 4 - shifted.0 / 100 + shifted.0 / 400
        + (shifted.1 * 153 + 2) / 5 + day - 1 - 719_468
      return ((days * 24 + hour) * 60 + minute) * 60 + second
    }
    if let seconds = value ?? nil {
      self.init(milliseconds: seconds * 1000)
    } else {
      self.init(text)
    }
  }
}
