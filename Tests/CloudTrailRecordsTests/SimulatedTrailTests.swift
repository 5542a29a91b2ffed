import Foundation
import OrganizationModel
import OrganizationSimulator
import Testing

@testable import CloudTrailRecords

/// The records of the simulator's changes, read as those of AWS are.
@Suite struct SimulatedTrailTests {
  private static let start = Date(timeIntervalSince1970: 1_767_225_600)
  private static let optOut = #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#

  private static func organization() throws -> SimulatedOrganization {
    try SimulatedOrganization(
      tree: """
        o-exampleorg1 management=111111111111
        r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-everyone1
          111111111111 Management
          ou-ab12-workload1 Workloads
            222222222222 Payments
        policy p-everyone1 "Everyone" \(optOut)
        """)
  }

  private static func events(
    _ change: (inout SimulatedOrganization) throws -> Void
  ) throws -> [Event] {
    var organization = try organization()
    try change(&organization)
    return organization.trail.records.compactMap { record in
      let owner = RecordOwner(organization: OrganizationID(unchecked: organization.id))
      guard case .event(let event) = CloudTrailRecord(parsing: Data(record.content.text.utf8), of: owner)
      else {
        Issue.record("\(record.name)")
        return nil
      }
      return event
    }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var change: @Sendable (inout SimulatedOrganization) throws -> Void
    var details: [String: [String: String]]
  }

  static let rows = [
    Row(
      testDescription: "a policy is created",
      change: {
        try $0.addPolicy(.init(id: "p-new00001", name: "New", content: optOut), at: start)
      },
      details: [
        "CreatePolicy": [
          "policyId": "p-new00001", "name": "New", "description": "", "content": optOut,
          "policyType": "AISERVICES_OPT_OUT_POLICY",
        ]
      ]),
    Row(
      testDescription: "a policy's content is updated",
      change: { try $0.update("p-everyone1", content: "{\"services\":{}}", at: start) },
      details: [
        "UpdatePolicy": [
          "policyId": "p-everyone1", "content": "{\"services\":{}}",
          "policyType": "AISERVICES_OPT_OUT_POLICY",
        ]
      ]),
    Row(
      testDescription: "a policy's description is updated, and its content is no part of it",
      change: { try $0.update("p-everyone1", description: "Told", at: start) },
      details: [
        "UpdatePolicy": [
          "policyId": "p-everyone1", "description": "Told", "policyType": "AISERVICES_OPT_OUT_POLICY",
        ]
      ]),
    Row(
      testDescription: "a policy is deleted with its attachments",
      change: { try $0.removePolicy("p-everyone1", at: start) },
      details: [
        "DetachPolicy": ["policyId": "p-everyone1", "targetId": "r-ab12"],
        "DeletePolicy": ["policyId": "p-everyone1"],
      ]),
    Row(
      testDescription: "an OU is created",
      change: {
        try $0.addOrganizationalUnit(
          .init(id: "ou-ab12-new00001", name: "New", parentID: "r-ab12"), at: start)
      },
      details: [
        "CreateOrganizationalUnit": [
          "organizationalUnitId": "ou-ab12-new00001", "name": "New", "parentId": "r-ab12",
        ]
      ]),
    Row(
      testDescription: "an OU is renamed",
      change: { try $0.rename("ou-ab12-workload1", to: "Work", at: start) },
      details: [
        "UpdateOrganizationalUnit": ["organizationalUnitId": "ou-ab12-workload1", "name": "Work"]
      ]),
    Row(
      testDescription: "an account moves",
      change: { try $0.move("222222222222", to: "r-ab12", at: start) },
      details: [
        "MoveAccount": [
          "accountId": "222222222222", "sourceParentId": "ou-ab12-workload1",
          "destinationParentId": "r-ab12",
        ]
      ]),
    Row(
      testDescription: "an account is created",
      change: {
        try $0.addAccount(SimulatedAccount(id: "333333333333", name: "Web", parentID: "r-ab12"), at: start)
      }, details: ["CreateAccount": [:], "CreateAccountResult": ["accountId": "333333333333"]]),
    Row(
      testDescription: "an account accepts an invitation",
      change: {
        var account = SimulatedAccount(id: "333333333333", name: "Web", parentID: "r-ab12")
        account.joinedMethod = .invited
        try $0.addAccount(account, at: start)
      }, details: ["AcceptHandshake": ["accountId": "333333333333"]]),
    Row(
      testDescription: "an account is closed", change: { try $0.close("222222222222", at: start) },
      details: [
        "CloseAccount": ["accountId": "222222222222"],
        "CloseAccountResult": ["accountId": "222222222222"],
      ]),
    Row(
      testDescription: "an account leaves", change: { try $0.leave("222222222222", at: start) },
      details: ["LeaveOrganization": ["accountId": "222222222222"]]),
    Row(
      testDescription: "the type is disabled", change: { $0.disablePolicyType(at: start) },
      details: [
        "DisablePolicyType": ["rootId": "r-ab12", "policyType": "AISERVICES_OPT_OUT_POLICY"]
      ]),
    Row(
      testDescription: "the delegation policy is put",
      change: { $0.putResourcePolicy(.init(id: "rp-1", content: "{\"Statement\":[]}"), at: start) },
      details: ["PutResourcePolicy": ["content": "{\"Statement\":[]}"]]),
    Row(
      testDescription: "a delegated administrator is registered",
      change: {
        try $0.registerDelegatedAdministrator("222222222222", for: "config.amazonaws.com", at: start)
      },
      details: [
        "RegisterDelegatedAdministrator": [
          "accountId": "222222222222", "servicePrincipal": "config.amazonaws.com",
        ]
      ]),
  ]

  @Test(arguments: rows)
  func `a change is told by its event`(row: Row) throws {
    let events = try Self.events(row.change)
    let details = Dictionary(uniqueKeysWithValues: events.map { ($0.name, $0.details) })
    #expect(details == row.details)
    for event in events {
      #expect(event.time == Timestamp(Self.start))
      #expect(event.trailAccount != nil)
    }
  }

  @Test func `who did it is in whose trail it is`() throws {
    let leaving = try #require(try Self.events { try $0.leave("222222222222", at: Self.start) }.first)
    #expect(leaving.trailAccount == AccountID("222222222222"))
    #expect(leaving.actor.arn == "arn:aws:sts::222222222222:assumed-role/AccountAdmin/owner")
    let closing = try Self.events { try $0.close("222222222222", at: Self.start) }
    #expect(closing[1].actor.arn == nil)
    #expect(closing[1].actor.text == "organizations.amazonaws.com")
  }
}
