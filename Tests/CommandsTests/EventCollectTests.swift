import Foundation
import OrganizationSimulator
import Parallelism
import Testing

/// What collect does about CloudTrail's events.
@Suite struct EventCollectTests {
  /// The times that LookupEvents was asked for, in epoch seconds.
  private final class Spans: Sendable {
    private let starts = Locked<[Double]>([])

    var hook: @Sendable (SimulatedRequest, OrganizationSimulator) -> Void {
      { [self] request, _ in
        guard request.operation == "LookupEvents", let start = request.input?["StartTime"]?.number else {
          return
        }
        starts.withLock { $0.append(start) }
      }
    }

    func take() -> Set<Double> {
      starts.withLock { starts in
        defer { starts = [] }
        return Set(starts)
      }
    }
  }

  private static func time(_ text: String?) -> Double? {
    text.flatMap { CivilTime(text: $0)?.date.timeIntervalSince1970 }
  }

  @Test func `events are asked for from where the last collect ended, and added once`() async throws {
    let spans = Spans()
    var behaviour = SimulatorBehaviour()
    behaviour.onRequest = spans.hook
    try await LiveRun.with(behaviour: behaviour) { live in
      let began = Date().timeIntervalSince1970
      live.simulator.changeNow { organization, now in
        try? organization.update("p-hardened1", description: "Told", at: now.addingTimeInterval(-86_400))
        organization.record(
          "AttachPolicy", at: now.addingTimeInterval(-80_000), request: ["policyId": "p-tryoptin1"],
          error: ("DuplicatePolicyAttachmentException", "It is there."))
        organization.trail.append(
          SimulatedRecord(
            id: "other-1", name: "CreatePolicy", source: "iam.amazonaws.com",
            time: now.addingTimeInterval(-70_000), account: "111111111111",
            content: ["eventSource": "iam.amazonaws.com"]))
      }
      let first = try await live.collect("--json")
      #expect(first.status == 0, "\(first.errors)")
      let events = try #require(try first.json().object("events"))
      #expect(events.int("added") == 2)
      #expect(try first.json().object("requests")?.int("LookupEvents") == 25)
      let asked = try #require(spans.take().first)
      #expect(abs(asked - (began - 90 * 86_400)) < 120)
      let from = try #require(Self.time(events.string("coveredFrom")))
      let to = try #require(Self.time(events.string("coveredTo")))
      #expect(abs(from - (began - 90 * 86_400 + 3600)) < 120)
      // Events may come a quarter of an hour late.
      #expect(abs(to - (began - 15 * 60)) < 120)

      try live.simulator.update("p-hardened1", description: "Told again")
      let second = try await live.collect("--json")
      #expect(try second.json().object("events")?.int("added") == 1)
      #expect(spans.take() == [to.rounded(.down)])
      #expect(try second.json().object("events")?.string("coveredFrom") == events.string("coveredTo"))

      let list = try await live.store.run("events", "list", "--json").json()
      #expect(
        list.objects("events").map { $0.string("name") } == [
          "UpdatePolicy", "AttachPolicy", "UpdatePolicy",
        ])
      #expect(list.objects("events")[1].string("errorCode") == "DuplicatePolicyAttachmentException")
      #expect(list.objects("coverage").count == 2)
      #expect(
        list.objects("events")[0].string("actor")
          == "arn:aws:sts::111111111111:assumed-role/OrganizationAdmin/admin")
      let text = try await live.store.run("events", "list", "--name", "UpdatePolicy").text
      #expect(
        text.split(separator: "\n").allSatisfy {
          $0.hasSuffix("Z  UpdatePolicy p-hardened1 by assumed-role/OrganizationAdmin/admin")
            || $0 == "    assumed-role/OrganizationAdmin/admin"
            || $0.hasSuffix("Z  UpdatePolicy p-hardened1 by")
        }, "\(text)")
      try live.expectNoSecret(in: second)
    }
  }

  @Test func `a refusal of CloudTrail is said and makes nothing incomplete`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.deniedOperations = ["LookupEvents"]
    try await LiveRun.with(behaviour: behaviour) { live in
      let run = try await live.collect("--json")
      #expect(run.status == 0)
      let answer = try run.json()
      #expect(answer.object("snapshot")?.bool("complete") == true)
      let unknown = answer.objects("unknown")
      #expect(unknown.map { $0.string("subject") } == ["LookupEvents"])
      #expect(unknown.first?.string("reason")?.contains("cloudtrail:LookupEvents") == true)
      #expect(answer.object("events")?.int("added") == 0)
      #expect(answer.object("events")?.isNull("coveredFrom") == true)
      #expect(answer.object("requests")?.int("LookupEvents") == 1)
      let text = try await live.collect().text
      #expect(text.contains("who changed what is not known: LookupEvents: AccessDeniedException"))
      #expect(try await live.store.run("events", "list", "--json").json().objects("coverage").isEmpty)
    }
  }

  @Test func `a question that fails half-way covers nothing`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.faults = [
      FaultRule(
        "LookupEvents", target: "UpdatePolicy",
        .error(code: "OperationNotPermittedException", message: "no", status: 400))
    ]
    try await LiveRun.with(behaviour: behaviour) { live in
      try live.simulator.update("p-hardened1", description: "Told")
      let answer = try await live.collect("--json").json()
      #expect(answer.object("events")?.int("added") == 0)
      #expect(answer.objects("unknown").map { $0.string("subject") } == ["LookupEvents"])
      live.simulator.behaviour.faults = []
      #expect(try await live.collect("--json").json().object("events")?.int("added") == 1)
    }
  }

  @Test func `a record that cannot be understood leaves its time uncovered`() async throws {
    try await LiveRun.with { live in
      live.simulator.changeNow { organization, now in
        organization.trail.append(
          SimulatedRecord(
            id: "bad-1", name: "AttachPolicy", time: now.addingTimeInterval(-60), account: "111111111111",
            content: ["eventSource": "organizations.amazonaws.com", "eventName": "AttachPolicy"]))
        try? organization.update("p-hardened1", description: "Told", at: now)
      }
      let answer = try await live.collect("--json").json()
      #expect(answer.object("events")?.int("added") == 1)
      #expect(answer.object("events")?.int("refused") == 1)
      #expect(answer.object("events")?.isNull("coveredFrom") == true)
      #expect(answer.objects("unknown").map { $0.string("subject") } == ["LookupEvents"])
    }
  }

  @Test func `throttling and pages are gone through`() async throws {
    var behaviour = SimulatorBehaviour()
    behaviour.eventPageSize = 3
    behaviour.faults = [
      FaultRule(
        "LookupEvents", when: .every(4),
        .error(code: "ThrottlingException", message: "Rate exceeded", status: 400))
    ]
    try await LiveRun.with(behaviour: behaviour) { live in
      for number in 0..<10 { try live.simulator.update("p-hardened1", description: "\(number)") }
      let run = try await live.collect("--json")
      #expect(try run.json().object("events")?.int("added") == 10, "\(run.errors)")
    }
  }

  @Test func `--no-events leaves CloudTrail alone`() async throws {
    try await LiveRun.with { live in
      let answer = try await live.collect("--no-events", "--json").json()
      #expect(answer.isNull("events"))
      #expect(live.simulator.statistics.requests["LookupEvents"] == nil)
    }
  }

  // MARK: - Exports

  private static let record = """
    {"eventSource":"organizations.amazonaws.com","eventName":"MoveAccount","eventTime":"2026-09-01T10:00:00Z",\
    "eventID":"e-1","recipientAccountId":"111111111111",\
    "requestParameters":{"accountId":"222222222222","sourceParentId":"r-ab12","destinationParentId":"ou-ab12-workload1"}}
    """

  private static func export(in store: TestStore, times: String? = nil) throws {
    try SimulatedOrganization(tree: SampleOrganizations.locked).writeExport(to: store.scratch["export"])
    let quoted = String(decoding: try JSONEncoder().encode(record), as: UTF8.self)
    try store.scratch.write(
      "{\"Events\": [{\"EventId\": \"e-1\", \"CloudTrailEvent\": \(quoted)}]}",
      to: "export/lookup-events.json")
    if let times { try store.scratch.write(times, to: "export/export-times.json") }
  }

  @Test func `an export's events count, and cover what it says was asked for`() async throws {
    let store = try TestStore()
    try Self.export(
      in: store,
      times: """
        {"startedAt": "2026-09-30T06:00:00Z", "endedAt": "2026-09-30T06:03:00Z", "events":
          {"account": "111111111111", "from": "2026-08-17T05:45:00Z", "to": "2026-09-30T06:00:00Z"}}
        """)
    let run = try await store.run("collect", "--from", store.scratch.path("export"), "--json")
    #expect(run.status == 0, "\(run.errors)")
    let events = try #require(try run.json().object("events"))
    #expect(events.int("added") == 1)
    #expect(events.string("coveredFrom") == "2026-08-17T05:45:00Z")
    #expect(events.string("coveredTo") == "2026-09-30T05:45:00Z")
  }

  @Test func `an export that does not say what was asked covers nothing`() async throws {
    let store = try TestStore()
    try Self.export(in: store)
    let run = try await store.run(
      "collect", "--from", store.scratch.path("export"), "--observed-at", TestStore.observedAt, "--json")
    let events = try #require(try run.json().object("events"))
    #expect(events.int("added") == 1)
    #expect(events.isNull("coveredFrom"))
  }

  @Test(arguments: [
    "{\"Events\": [", "", "[]", "{\"Events\": [], \"NextToken\": \"more\"}",
  ])
  func `a bad answer about events is named, and the snapshot is whole`(text: String) async throws {
    let store = try TestStore()
    try Self.export(in: store)
    try store.scratch.write(text, to: "export/lookup-events.json")
    let run = try await store.run(
      "collect", "--from", store.scratch.path("export"), "--observed-at", TestStore.observedAt, "--json")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try run.json().object("snapshot")?.bool("complete") == true)
    let unknown = try run.json().objects("unknown")
    #expect(unknown.map { $0.string("subject") } == ["LookupEvents"])
    #expect(unknown.first?.string("reason")?.contains("lookup-events.json") == true)
  }
}
