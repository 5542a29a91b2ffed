package import Foundation

/// The CloudTrail records of an organization's accounts, oldest first.
///
/// The changes in `SimulatedOrganization+Changes.swift` that are given a date write one each, in the name of `actor`. A
/// change without a date leaves no record, as one whose trail is lost.
package struct SimulatedTrail: Sendable {
  /// Who makes the changes from here on; nil for an administrator's session in the management account.
  package var actor: SimulatedActor?
  package private(set) var records: [SimulatedRecord] = []

  /// Adds a record of any content, such as another service's or a spoilt one.
  package mutating func append(_ record: SimulatedRecord) { records.append(record) }

  /// Forgets what was recorded, as a trail that was never made.
  package mutating func removeAll() { records = [] }

  var nextID: String {
    let number = String(records.count + 1)
    return "7a11e000-0000-4000-8000-" + String(repeating: "0", count: max(0, 12 - number.count)) + number
  }
}

/// One record, and what LookupEvents needs to find it.
package struct SimulatedRecord: Hashable, Sendable {
  package var id: String
  package var name: String
  /// `organizations.amazonaws.com`, ...
  package var source: String
  package var time: Date
  /// The account in whose trail the record is.
  package var account: String
  package var isReadOnly: Bool
  /// The record as CloudTrail writes it.
  package var content: JSONValue

  package init(
    id: String, name: String, source: String = "organizations.amazonaws.com", time: Date, account: String,
    isReadOnly: Bool = false, content: JSONValue
  ) {
    self.id = id
    self.name = name
    self.source = source
    self.time = time
    self.account = account
    self.isReadOnly = isReadOnly
    self.content = content
  }
}

extension SimulatedOrganization {
  /// An administrator's session in the management account.
  package var administrator: SimulatedActor {
    .session("admin", of: "OrganizationAdmin", in: managementAccountID, partition: partition)
  }

  /// Writes the record of a call.
  ///
  /// - Parameters:
  ///   - response: `responseElements`; null for a call with an empty answer, and for one that failed.
  ///   - account: whose trail it goes to; the actor's when nil.
  package mutating func record(
    _ name: String, at date: Date?, request: JSONValue = .null, response: JSONValue = .null,
    error: (code: String, message: String)? = nil, by actor: SimulatedActor? = nil
  ) {
    guard let date else { return }
    let actor = actor ?? trail.actor ?? administrator
    var members = commonMembers(name, at: date, by: actor)
    if let error {
      members.append(.init("errorCode", .string(error.code)))
      members.append(.init("errorMessage", .string(error.message)))
    }
    members.append(.init("requestParameters", request))
    members.append(.init("responseElements", error == nil ? response : .null))
    append(members, name: name, at: date, account: actor.account, type: "AwsApiCall")
  }

  /// Writes the record of what AWS itself did, such as CreateAccountResult, into the management account's trail.
  package mutating func recordResult(_ name: String, at date: Date?, details: JSONValue) {
    guard let date else { return }
    let service = SimulatedActor(
      account: managementAccountID, type: "AWSService", arn: nil, invokedBy: "organizations.amazonaws.com",
      sourceAddress: "organizations.amazonaws.com")
    var members = commonMembers(name, at: date, by: service)
    members.append(.init("requestParameters", .null))
    members.append(.init("responseElements", .null))
    members.append(.init("serviceEventDetails", details))
    append(members, name: name, at: date, account: managementAccountID, type: "AwsServiceEvent")
  }

  private func commonMembers(
    _ name: String, at date: Date, by actor: SimulatedActor
  ) -> [JSONValue.Member] {
    let second = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down))
    return [
      .init("eventVersion", "1.11"), .init("userIdentity", actor.userIdentity),
      .init("eventTime", .string(CivilTime(second).iso8601.replacing("+00:00", with: "Z"))),
      .init("eventSource", "organizations.amazonaws.com"), .init("eventName", .string(name)),
      .init("awsRegion", "us-east-1"), .init("sourceIPAddress", .string(actor.sourceAddress)),
      .init("userAgent", "aws-cli/2.31.0"),
    ]
  }

  private mutating func append(
    _ members: [JSONValue.Member], name: String, at date: Date, account: String, type: String
  ) {
    let id = trail.nextID
    let content = JSONValue.object(
      members + [
        .init("eventID", .string(id)), .init("readOnly", false), .init("eventType", .string(type)),
        .init("managementEvent", true), .init("recipientAccountId", .string(account)),
        .init("eventCategory", "Management"),
      ])
    trail.append(
      SimulatedRecord(
        id: id, name: name, time: Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)),
        account: account, content: content))
  }
}
