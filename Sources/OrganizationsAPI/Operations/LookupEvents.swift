package import Foundation

/// [LookupEvents](https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html)
extension LiveOrganizations: EventsReading {
  /// The largest page that CloudTrail gives.
  private static let eventPageSize = 50

  package func lookupEvents(
    named name: String, from: Date, to: Date
  ) async throws(OperationFailure) -> [LoggedEvent] {
    let attribute = "{\"AttributeKey\":\"EventName\",\"AttributeValue\":\(RequestBody.quoted(name))}"
    let body = RequestBody(
      values: [
        "LookupAttributes": "[\(attribute)]", "StartTime": Self.seconds(from), "EndTime": Self.seconds(to),
      ], pageSize: Self.eventPageSize)
    return try await items(
      of: LookupEventsPage.self, from: .cloudTrail, operation: "LookupEvents", target: name, body: body)
  }

  /// Whole epoch seconds, because events are recorded by the second.
  private static func seconds(_ date: Date) -> String {
    String(Int64(date.timeIntervalSince1970.rounded(.down)))
  }
}

/// A page of the event history.
package struct LookupEventsPage: AnswerPage {
  package var items: [LoggedEvent]
  package var nextToken: String?
}

extension LookupEventsPage: Decodable {
  private enum CodingKeys: String, CodingKey {
    case items = "Events"
    case nextToken = "NextToken"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    items = try container.list(.items)
    nextToken = try container.decodeIfPresent(String.self, forKey: .nextToken)
  }
}

/// An event as the history wraps it.
package struct LoggedEvent: Hashable, Sendable, ListedItem {
  package var id: String
  /// For example `organizations.amazonaws.com`; empty when the answer does not say.
  package var source: String
  /// The CloudTrail record, a JSON object as text.
  package var record: String

  package init(id: String, source: String, record: String) {
    self.id = id
    self.source = source
    self.record = record
  }

  package var listingIdentity: String { id }
}

extension LoggedEvent: Decodable {
  private enum CodingKeys: String, CodingKey {
    case id = "EventId"
    case source = "EventSource"
    case record = "CloudTrailEvent"
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    source = try container.text(.source)
    record = try container.decode(String.self, forKey: .record)
  }
}
