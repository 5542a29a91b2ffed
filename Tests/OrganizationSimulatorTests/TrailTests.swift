import Foundation
import OrganizationSimulator
import Testing

@Suite struct TrailTests {
  private static let start = Date(timeIntervalSince1970: 1_767_225_600)

  private static func byName(_ name: String) -> JSONValue {
    ["LookupAttributes": [["AttributeKey": "EventName", "AttributeValue": .string(name)]]]
  }

  /// A year in the life of the sample, a minute after each other.
  private static func changed() throws -> SimulatedOrganization {
    var organization = try SimulatedOrganization.sample()
    let times = (0..<20).map { start.addingTimeInterval(Double($0) * 60) }
    try organization.addPolicy(.init(id: "p-new00001", name: "New", content: "{}"), at: times[0])
    try organization.attach("p-new00001", to: "333333333333", at: times[1])
    try organization.update("p-new00001", content: #"{"services":{}}"#, at: times[2])
    try organization.update("p-new00001", description: "Told", at: times[3])
    try organization.rename("p-new00001", to: "Newer", at: times[4])
    try organization.detach("p-new00001", from: "333333333333", at: times[5])
    try organization.removePolicy("p-new00001", at: times[6])
    try organization.addOrganizationalUnit(
      .init(id: "ou-ab12-new00000", name: "New", parentID: "r-ab12"), at: times[7])
    try organization.move("333333333333", to: "ou-ab12-new00000", at: times[8])
    try organization.rename("ou-ab12-new00000", to: "Newer", at: times[9])
    try organization.addAccount(
      SimulatedAccount(id: "555555555555", name: "Made", parentID: "r-ab12"), at: times[10])
    var invited = SimulatedAccount(id: "666666666666", name: "Asked", parentID: "r-ab12")
    invited.joinedMethod = .invited
    try organization.addAccount(invited, at: times[11])
    try organization.close("555555555555", at: times[12])
    try organization.leave("666666666666", at: times[13])
    try organization.remove("444444444444", at: times[14])
    organization.disablePolicyType(at: times[15])
    organization.enablePolicyType(at: times[16])
    organization.putResourcePolicy(.init(id: "rp-1", content: "{}"), at: times[17])
    organization.deleteResourcePolicy(at: times[18])
    try organization.registerDelegatedAdministrator(
      "333333333333", for: "config.amazonaws.com", at: times[19])
    return organization
  }

  @Test func `every change leaves its record`() throws {
    let organization = try Self.changed()
    #expect(
      organization.trail.records.map(\.name) == [
        "CreatePolicy", "AttachPolicy", "UpdatePolicy", "UpdatePolicy", "UpdatePolicy", "DetachPolicy",
        "DeletePolicy", "CreateOrganizationalUnit", "MoveAccount", "UpdateOrganizationalUnit",
        "CreateAccount", "CreateAccountResult", "AcceptHandshake", "CloseAccount", "CloseAccountResult",
        "LeaveOrganization", "RemoveAccountFromOrganization", "DisablePolicyType", "EnablePolicyType",
        "PutResourcePolicy", "DeleteResourcePolicy", "RegisterDelegatedAdministrator",
      ])
    let records = organization.trail.records
    #expect(Set(records.map(\.id)).count == records.count)
    #expect(records[1].time == Self.start.addingTimeInterval(60))
    let attach = records[1].content
    #expect(attach["requestParameters"] == ["policyId": "p-new00001", "targetId": "333333333333"])
    #expect(attach["responseElements"] == .null)
    #expect(attach["eventTime"] == "2026-01-01T00:01:00Z")
    #expect(
      attach["userIdentity"]?["arn"] == "arn:aws:sts::111111111111:assumed-role/OrganizationAdmin/admin")
    #expect(
      records.filter { $0.account == "666666666666" }.map(\.name) == [
        "AcceptHandshake", "LeaveOrganization",
      ])
  }

  @Test func `a change without a date, and the organization's making, leave none`() throws {
    var organization = try SimulatedOrganization.sample()
    #expect(organization.trail.records.isEmpty)
    try organization.close("333333333333")
    #expect(organization.trail.records.isEmpty)
  }

  @Test func `the actor of the time is in the record`() throws {
    var organization = try SimulatedOrganization.sample()
    organization.trail.actor = .session("jo", of: "Tooling", in: "333333333333")
    try organization.attach("p-draft00001", to: "r-ab12", at: Self.start)
    organization.record(
      "AttachPolicy", at: Self.start, error: ("PolicyTypeNotEnabledException", "Enable it first."))
    let records = organization.trail.records
    #expect(records[0].account == "333333333333")
    #expect(
      records[0].content["userIdentity"]?["sessionContext"]?["sessionIssuer"]?["arn"]
        == "arn:aws:iam::333333333333:role/Tooling")
    #expect(records[1].content["errorCode"] == "PolicyTypeNotEnabledException")
  }

  @Test func `events are looked up by name, newest first, page by page`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.clock = { Self.start.addingTimeInterval(3600) }
    behaviour.eventPageSize = 2
    try await withSimulator(Self.changed(), behaviour) { client async throws in
      let first = try await client.lookup(Self.byName("UpdatePolicy")).json
      let times = first["Events"]?.array?.compactMap { $0["EventTime"]?.number }
      #expect(times == [1_767_225_840, 1_767_225_780])
      let token = try #require(first["NextToken"])
      guard case .object(var members) = Self.byName("UpdatePolicy") else { return }
      members.append(.init("NextToken", token))
      let second = try await client.lookup(.object(members)).json
      #expect(second["Events"]?.array?.count == 1)
      #expect(second["NextToken"] == nil)
      guard case .object(var other) = Self.byName("AttachPolicy") else { return }
      other.append(.init("NextToken", token))
      #expect(try await client.lookup(.object(other)).errorCode == "InvalidNextTokenException")
    }
  }

  @Test func `only the caller's trail of the last 90 days answers, and after its delay`() async throws {
    let day: TimeInterval = 86_400
    var behaviour = SimulatorBehaviour()
    behaviour.clock = { Self.start.addingTimeInterval(90 * day + 90) }
    try await withSimulator(Self.changed(), behaviour) { client async throws in
      func count(_ input: JSONValue = [:]) async throws -> Int? {
        try await client.lookup(input).json["Events"]?.array?.count
      }
      // Two are older than 90 days, two are in the trail of a member.
      #expect(try await count() == 18)
      client.simulator.behaviour.callerAccountID = "666666666666"
      #expect(try await count() == 2)
      client.simulator.behaviour.callerAccountID = nil
      client.simulator.behaviour.clock = { Self.start.addingTimeInterval(5 * 60) }
      client.simulator.behaviour.eventDelay = 120
      #expect(try await count() == 4)
      client.simulator.behaviour.eventDelay = 0
      let after = Self.start.timeIntervalSince1970 + 60
      #expect(try await count(["StartTime": .number("\(after)"), "EndTime": .number("\(after + 60)")]) == 2)
    }
  }

  @Test func `what LookupEvents refuses`() async throws {
    try await withSimulator(Self.changed()) { client async throws in
      #expect(
        try await client.lookup(["StartTime": 20, "EndTime": 10]).errorCode == "InvalidTimeRangeException")
      #expect(try await client.lookup(["MaxResults": 51]).errorCode == "InvalidMaxResultsException")
      let two: JSONValue = [
        "LookupAttributes": [
          ["AttributeKey": "EventName", "AttributeValue": "A"],
          ["AttributeKey": "EventSource", "AttributeValue": "B"],
        ]
      ]
      #expect(try await client.lookup(two).errorCode == "InvalidLookupAttributesException")
      client.simulator.behaviour.deniedOperations = ["LookupEvents"]
      #expect(try await client.lookup().errorCode == "AccessDeniedException")
      client.simulator.behaviour.deniedOperations = []
      client.simulator.behaviour.throttling = Throttling()
      let now = Date()
      client.simulator.behaviour.clock = { now }
      let codes = [
        try await client.lookup().errorCode, try await client.lookup().errorCode,
        try await client.lookup().errorCode,
      ]
      #expect(codes == [nil, nil, "ThrottlingException"])
    }
  }
}
