import Foundation

/// The operation `LookupEvents` of AWS CloudTrail, for the trail of the caller's account.
///
/// Rules of AWS: the last 90 days, newest first, one attribute at most, pages of at most 50, a token goes with the
/// parameters that it was given for.
/// https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
struct LookupEvents {
  static let keptFor: TimeInterval = 90 * 86_400

  let organization: SimulatedOrganization
  let input: JSONValue
  let caller: String
  let behaviour: SimulatorBehaviour
  let now: Date

  func answer() throws(AWSError) -> JSONValue {
    let (from, to) = try span()
    let attribute = try attribute()
    let found = organization.trail.records.filter { record in
      record.account == caller && record.time >= from && record.time <= to
        && now.timeIntervalSince(record.time) >= behaviour.eventDelay
        && (attribute.map { matches(record, $0) } ?? true)
    }.sorted { $0.time > $1.time }
    let size = try pageSize()
    let scope =
      "\(caller)|\(input["StartTime"]?.number ?? 0)|\(input["EndTime"]?.number ?? 0)|"
      + (attribute.map { "\($0.key)=\($0.value)" } ?? "")
    let start = try offset(scope)
    let end = min(found.count, start + size)
    let page = start < end ? found[start..<end] : []
    var members: [JSONValue.Member] = [.init("Events", .array(page.map(event)))]
    if end < found.count {
      members.append(.init("NextToken", .string(Data("\(scope)#\(end)".utf8).base64EncodedString())))
    }
    return .object(members)
  }

  private func event(_ record: SimulatedRecord) -> JSONValue {
    [
      "EventId": .string(record.id), "EventName": .string(record.name),
      "ReadOnly": record.isReadOnly ? "true" : "false",
      "EventTime": behaviour.timestampStyle.spelled(record.time), "EventSource": .string(record.source),
      "Resources": [], "CloudTrailEvent": .string(record.content.text),
    ]
  }

  private func span() throws(AWSError) -> (from: Date, to: Date) {
    let oldest = now.addingTimeInterval(-Self.keptFor)
    let from = input["StartTime"]?.number.map { Date(timeIntervalSince1970: $0) } ?? oldest
    let to = input["EndTime"]?.number.map { Date(timeIntervalSince1970: $0) } ?? now
    guard from <= to else {
      throw AWSError(code: "InvalidTimeRangeException", message: "Start time cannot be after end time.")
    }
    return (max(from, oldest), to)
  }

  private func attribute() throws(AWSError) -> (key: String, value: String)? {
    guard let list = input["LookupAttributes"]?.array, !list.isEmpty else { return nil }
    let refusal = AWSError(
      code: "InvalidLookupAttributesException", message: "You must specify exactly one valid attribute.")
    guard list.count == 1, let key = list[0]["AttributeKey"]?.string,
      let value = list[0]["AttributeValue"]?.string, ["EventName", "EventSource", "EventId"].contains(key)
    else { throw refusal }
    return (key, value)
  }

  private func matches(_ record: SimulatedRecord, _ attribute: (key: String, value: String)) -> Bool {
    switch attribute.key {
    case "EventName": record.name == attribute.value
    case "EventSource": record.source == attribute.value
    default: record.id == attribute.value
    }
  }

  private func pageSize() throws(AWSError) -> Int {
    guard let wanted = input["MaxResults"] else { return min(50, max(1, behaviour.eventPageSize)) }
    guard let count = wanted.integer, (1...50).contains(count) else {
      throw AWSError(code: "InvalidMaxResultsException", message: "MaxResults must be from 1 to 50.")
    }
    return min(count, max(1, behaviour.eventPageSize))
  }

  private func offset(_ scope: String) throws(AWSError) -> Int {
    guard let token = input["NextToken"] else { return 0 }
    guard let data = token.string.flatMap({ Data(base64Encoded: $0) }),
      case let plain = String(decoding: data, as: UTF8.self), plain.hasPrefix(scope + "#"),
      let offset = Int(plain.dropFirst(scope.count + 1))
    else { throw AWSError(code: "InvalidNextTokenException", message: "The token is invalid.") }
    return offset
  }
}
