import Foundation
import OrganizationModel
import OrganizationSimulator
import Testing

@testable import CloudTrailRecords

@Suite struct CloudTrailRecordTests {
  static let organization = OrganizationID(unchecked: "o-exampleorg1")
  static let owner = RecordOwner(organization: organization)

  /// A record of AttachPolicy, with members replaced.
  private static func record(_ changes: [String: Any] = [:], without removed: [String] = []) throws -> Data {
    var members: [String: Any] = [
      "eventVersion": "1.11", "eventTime": "2026-03-01T10:00:00Z",
      "eventSource": "organizations.amazonaws.com", "eventName": "AttachPolicy",
      "sourceIPAddress": "198.51.100.7", "eventID": "7a11e000-0000-4000-8000-000000000001",
      "recipientAccountId": "111111111111",
      "requestParameters": ["policyId": "p-abcd1234", "targetId": "r-ab12"], "responseElements": NSNull(),
      "userIdentity": [
        "type": "AssumedRole", "arn": "arn:aws:sts::111111111111:assumed-role/Admin/jo",
        "accountId": "111111111111", "accessKeyId": "ASIASECRETKEYID00001",
        "sessionContext": ["sessionIssuer": ["arn": "arn:aws:iam::111111111111:role/Admin"]],
      ] as [String: Any],
    ]
    for name in removed { members[name] = nil }
    members.merge(changes) { $1 }
    return try JSONSerialization.data(withJSONObject: members, options: .sortedKeys)
  }

  private static func event(_ data: Data, of owner: RecordOwner = owner) throws -> Event {
    guard case .event(let event) = CloudTrailRecord(parsing: data, of: owner) else {
      throw NoEvent(outcome: "\(CloudTrailRecord(parsing: data, of: owner))")
    }
    return event
  }

  struct NoEvent: Error {
    var outcome: String
  }

  @Test func `a record becomes an event with actor, time and what was changed`() throws {
    let event = try Self.event(Self.record())
    #expect(event.id == "7a11e000-0000-4000-8000-000000000001")
    #expect(event.name == "AttachPolicy")
    #expect(event.time == Timestamp("2026-03-01T10:00:00Z"))
    #expect(event.trailAccount == AccountID("111111111111"))
    #expect(event.actor.arn == "arn:aws:sts::111111111111:assumed-role/Admin/jo")
    #expect(event.actor.type == "AssumedRole")
    #expect(event.actor.role == "arn:aws:iam::111111111111:role/Admin")
    #expect(event.sourceAddress == "198.51.100.7")
    #expect(event.details == ["policyId": "p-abcd1234", "targetId": "r-ab12"])
    #expect(event.changedSomething)
  }

  @Test func `access keys and e-mail addresses of accounts stay out`() throws {
    let creation = try Self.record([
      "eventName": "CreateAccount",
      "requestParameters": ["email": "secret@example.com", "accountName": "Payments"],
      "responseElements": ["createAccountStatus": ["state": "IN_PROGRESS", "id": "car-1"]],
    ])
    let text = "\(try Self.event(Self.record())) \(try Self.event(creation))"
    #expect(!text.contains("ASIASECRETKEYID00001"))
    #expect(!text.contains("secret@example.com"))
    #expect(try Self.event(creation).details == ["accountName": "Payments"])
  }

  @Test func `an error is kept, and changed nothing`() throws {
    let event = try Self.event(Self.record(["errorCode": "PolicyTypeNotEnabledException"]))
    #expect(event.errorCode == "PolicyTypeNotEnabledException")
    #expect(!event.changedSomething)
  }

  @Test func `a creation that failed in the background changed nothing`() throws {
    let status = ["state": "FAILED", "failureReason": "EMAIL_ALREADY_EXISTS", "id": "car-1"]
    let event = try Self.event(
      Self.record([
        "eventName": "CreateAccountResult", "requestParameters": NSNull(),
        "serviceEventDetails": ["createAccountStatus": status],
      ]))
    #expect(event.errorCode == "EMAIL_ALREADY_EXISTS")
  }

  @Test func `the content of other policy types stays out`() throws {
    let parameters = ["content": "{}", "name": "P", "type": "SERVICE_CONTROL_POLICY", "description": ""]
    let event = try Self.event(
      Self.record(["eventName": "CreatePolicy", "requestParameters": parameters]))
    #expect(event.details["content"] == nil)
    #expect(event.details["policyType"] == "SERVICE_CONTROL_POLICY")
  }

  /// What becomes of a record that is not an event of the organization.
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var changes: @Sendable () -> [String: Any] = { [:] }
    var without: [String] = []
    var outcome: CloudTrailRecord?
    /// What the reason of a refusal says.
    var reason = ""
  }

  static let rows = [
    Row(
      testDescription: "another service", changes: { ["eventSource": "iam.amazonaws.com"] },
      outcome: .otherService),
    Row(testDescription: "a reading call", changes: { ["eventName": "ListRoots"] }, outcome: .otherCall),
    Row(testDescription: "no source", without: ["eventSource"], reason: "eventSource"),
    Row(testDescription: "a number for a source", changes: { ["eventSource": 17] }, reason: "eventSource"),
    Row(testDescription: "no name", without: ["eventName"], reason: "eventName"),
    Row(testDescription: "no id", without: ["eventID"], reason: "eventID"),
    Row(testDescription: "an id with a path", changes: { ["eventID": "../../x"] }, reason: "eventID"),
    Row(
      testDescription: "an endless id", changes: { ["eventID": String(repeating: "a", count: 5000)] },
      reason: "eventID"),
    Row(testDescription: "no time", without: ["eventTime"], reason: "eventTime"),
    Row(testDescription: "a spoken time", changes: { ["eventTime": "yesterday"] }, reason: "eventTime"),
    Row(testDescription: "an unreadable error", changes: { ["errorCode": 17] }, reason: "errorCode"),
    Row(
      testDescription: "another organization",
      changes: {
        [
          "eventName": "CreateOrganizationalUnit",
          "responseElements": [
            "organizationalUnit": ["arn": "arn:aws:organizations::111111111111:ou/o-other00001/ou-1"]
          ],
        ]
      }, reason: "o-other00001"),
  ]

  @Test(arguments: rows)
  func `what is no event is told apart`(row: Row) throws {
    let outcome = CloudTrailRecord(
      parsing: try Self.record(row.changes(), without: row.without), of: Self.owner)
    if let expected = row.outcome {
      #expect(outcome == expected)
    } else {
      switch outcome {
      case .refused(let reason), .foreign(let reason): #expect(reason.contains(row.reason))
      case .event, .otherCall, .otherService: Issue.record("\(outcome)")
      }
    }
  }

  @Test func `a trail of an account that no snapshot names is refused`() throws {
    let owner = RecordOwner(organization: Self.organization, accounts: [AccountID(unchecked: "222222222222")])
    guard case .foreign(let reason) = CloudTrailRecord(parsing: try Self.record(), of: owner) else {
      Issue.record("not refused")
      return
    }
    #expect(reason.contains("111111111111"))
    let silent = try Self.record(["userIdentity": "nobody"], without: ["recipientAccountId"])
    guard case .foreign = CloudTrailRecord(parsing: silent, of: owner) else {
      Issue.record("not refused")
      return
    }
  }

  @Test(arguments: ["userIdentity", "requestParameters", "responseElements", "sourceIPAddress"])
  func `a member of the wrong type is as absent`(member: String) throws {
    for value in [17, true, [1, 2], ["arn": 5, "policyId": ["x"], "policy": "y"], "text"] as [Any] {
      let event = try Self.event(Self.record([member: value]))
      #expect(event.id == "7a11e000-0000-4000-8000-000000000001")
      if member == "requestParameters" { #expect(event.details.isEmpty) }
    }
  }

  @Test func `what cannot be stored whole is left out`() throws {
    let event = try Self.event(
      Self.record([
        "requestParameters": [
          "policyId": String(repeating: "p", count: 10_000), "targetId": "r-\u{0}", "name": "fine",
        ]
      ]))
    #expect(event.details == ["name": "fine"])
  }

  @Test(arguments: ["", "[]", "{", "17", "\u{0}", "{\"eventSource\":\"\\ud800\"}"])
  func `no object is refused`(text: String) {
    guard case .refused = CloudTrailRecord(parsing: Data(text.utf8), of: Self.owner) else {
      Issue.record("not refused")
      return
    }
  }
}
