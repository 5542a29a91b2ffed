internal import Foundation
internal import GRDB
internal import OrganizationModel

/// A row of table `event`, without the import that it belongs to.
struct EventRow: Hashable {
  var id: String
  var time: Timestamp
  var name: String
  /// Canonical JSON of the `Event`.
  var body: String
  var hash: String

  static let columns = ["event_id", "time_ms", "name", "body", "hash"]

  init(_ event: Event) throws {
    id = event.id
    time = event.time
    name = event.name
    body = try CanonicalJSON(encoding: event).text
    hash = LedgerDigest.eventHash(body: body)
  }

  /// Reads `columns`, the first of them at index 0.
  init(_ row: borrowing StatementRow) throws {
    id = try row.text(0)
    time = Timestamp(milliseconds: try row.integer(1))
    name = try row.text(2)
    body = try row.text(3)
    hash = try row.text(4)
  }

  /// - Throws: `ColumnDamage` when the body is no event.
  func event(_ decoder: JSONDecoder) throws -> Event {
    do { return try decoder.decode(Event.self, from: Data(body.utf8)) } catch {
      throw ColumnDamage(message: "event \(id) does not have the form of one")
    }
  }

  /// Whether the columns say what the body says, and the hash is the body's.
  var isSound: Bool {
    guard let json = CanonicalJSON(parsing: body) else { return false }
    return json["id"] == .string(id) && json["name"] == .string(name)
      && json["time"] == .string(time.description) && hash == LedgerDigest.eventHash(body: body)
  }

  func insert(_ statement: PreparedStatement, organization: OrganizationID, position: Int64) throws {
    try statement.run([
      .text(organization.rawValue), .integer(position), .text(id), .integer(time.milliseconds), .text(name),
      .text(body), .text(hash),
    ])
  }

  static let insertSQL =
    "INSERT INTO event (organization_id, position, \(columns.joined(separator: ", "))) VALUES (?, ?, ?, ?, ?, ?, ?)"
}
