import OrganizationModel
import Testing
import Timeline

@testable import Checklist

@Suite struct TimelineItemTests {
  private static let held = "hipaa.no-training-use-in-logs"
  private static let trail = "pci.audit-trail-has-policy-changes"

  private func bound(_ earliest: String?, _ latest: String?) -> PeriodBound {
    PeriodBound(
      at: Moment(earliest: earliest.flatMap { Timestamp($0) }, latest: latest.flatMap { Timestamp($0) }),
      source: "snapshot s-1")
  }

  private func period(
    _ start: (String?, String?), _ end: (String?, String?)? = nil, inferred: [Moment] = []
  ) -> OptOutPeriod {
    OptOutPeriod(
      start: bound(start.0, start.1), end: end.map { bound($0.0, $0.1) }, inferred: inferred)
  }

  private func history(
    _ periods: [OptOutPeriod] = [], changes: [Change] = [], unmatched: [Event] = [], share: Double = 1
  ) -> OrganizationHistory {
    OrganizationHistory(
      span: Moment(earliest: Timestamp("2026-08-21"), latest: Timestamp("2026-11-21")), changes: changes,
      accounts: [], organization: .init(list: periods, longestGap: nil, coveredShare: share),
      unmatchedEvents: unmatched, coverage: [])
  }

  private func held(
    _ history: OrganizationHistory?, answers: [AccountID: String?] = [:], period: (String, String)? = nil
  ) throws -> ItemResult {
    var evidence = try SampleEvidence.evidence(answers: answers)
    evidence.history = history
    evidence.period = period.map { Moment(earliest: Timestamp($0.0), latest: Timestamp($0.1)) }
    return try SampleEvidence.result(Self.held, evidence)
  }

  @Test func `one period from before the beginning to after the end passes`() throws {
    let result = try held(history([period((nil, "2026-01-01"))]))
    #expect(result.outcome == .passed)
    #expect(result.evidence.contains { $0.hasPrefix("AWS publishes no log of training use") })
    #expect(try held(history([period(("2026-08-21", "2026-08-21"))])).outcome == .passed)
  }

  @Test func `a gap fails`() throws {
    let stopped = period((nil, "2026-01-01"), ("2026-09-01", "2026-09-02"))
    #expect(try held(history([stopped])).outcome.word == "failed")
    #expect(try held(history([stopped, period(("2026-09-03", "2026-09-04"))])).outcome.word == "failed")
    #expect(
      try held(history([period(("2026-09-03", "2026-09-04"))])).outcome
        == .failed(reason: "the organization was not opted out until 2026-09-03T00:00:00Z"))
    #expect(try held(history([]), answers: [SampleEvidence.play: "{}"]).outcome.word == "failed")
  }

  @Test func `what nothing covers is not assessed`() throws {
    #expect(try held(nil).outcome.word == "notAssessed")
    #expect(try held(history([])).outcome.word == "notAssessed")
    #expect(
      try held(history([period((nil, "2026-09-04"))])).outcome.reason?.hasPrefix(
        "nothing is known from 2026-08-21T00:00:00Z to 2026-09-04") == true)
    let span = Moment(earliest: Timestamp("2026-09-01"), latest: Timestamp("2026-09-05"))
    #expect(
      try held(history([period((nil, "2026-01-01"), inferred: [span])])).outcome
        == .notAssessed(
          reason: "a span without events is longer than 24 hours, the first 2026-09-01T00:00:00Z to "
            + "2026-09-05T00:00:00Z"))
  }

  @Test func `the period asked for has to be known from end to end, but for a day`() throws {
    let whole = history([period((nil, "2026-01-01"))])
    #expect(try held(whole, period: ("2026-08-20", "2026-11-22")).outcome == .passed)
    #expect(
      try held(whole, period: ("2026-08-19", "2026-11-21")).outcome
        == .notAssessed(reason: "nothing is known from 2026-08-19T00:00:00Z to 2026-08-21T00:00:00Z"))
    // What lies after the report date is not asked for.
    #expect(try held(whole, period: ("2026-08-21", "2026-12-31")).outcome == .passed)
    let ending = period((nil, "2026-01-01"), ("2026-11-01", "2026-12-01"))
    #expect(
      try held(history([ending])).outcome.reason
        == "nothing is known from 2026-11-01T00:00:00Z to 2026-11-21T00:00:00Z")
  }

  @Test func `minutes between the start of the first look and its end are no gap`() throws {
    #expect(try held(history([period((nil, "2026-08-21T00:03:00Z"))])).outcome == .passed)
  }

  @Test func `spans outside the period do not count, and unknown verdicts inside do`() throws {
    let before = Moment(earliest: Timestamp("2026-02-01"), latest: Timestamp("2026-03-01"))
    #expect(try held(history([period((nil, "2026-01-01"), inferred: [before])])).outcome == .passed)
    #expect(
      try held(history([period((nil, "2026-01-01"))], share: 0.9)).outcome
        == .notAssessed(reason: "it is certain for 90 % of the period only"))
  }

  // MARK: - Policy changes

  private let event = Event(
    id: "e-1", name: "AttachPolicy", time: Timestamp(milliseconds: 1_788_000_000_000), trailAccount: nil,
    actor: EventActor(arn: "arn", type: nil), details: [:])

  private func trail(
    _ changes: [Change], covered: Bool = true, unmatched: [Event] = [], begins: String? = "2025-11-21"
  ) throws -> ItemResult {
    var evidence = try SampleEvidence.evidence()
    evidence.history = history(changes: changes, unmatched: unmatched)
    evidence.recordBegins = begins.flatMap { Timestamp($0) }
    if covered {
      evidence.eventCoverage = [
        EventCoverage(
          account: SampleEvidence.management, from: try SampleEvidence.day("2026-08-01"),
          to: try SampleEvidence.day("2026-11-21"))
      ]
    }
    return try SampleEvidence.result(Self.trail, evidence)
  }

  private func change(_ kind: Change.Kind, event: Event? = nil) -> Change {
    Change(
      kind: kind, subject: .init(policy: PolicyID(unchecked: "p-root")),
      at: Moment(earliest: Timestamp("2026-09-01"), latest: Timestamp("2026-09-02")), event: event)
  }

  @Test func `changes with events pass, and those without are listed`() throws {
    #expect(try trail([]).outcome == .passed)
    let result = try trail([
      change(.policyAttached, event: event), change(.policyDetached), change(.accountJoined),
      change(.verdictChanged),
    ])
    #expect(result.outcome == .passed)
    #expect(
      result.evidence.contains("2 policy changes were found in it, 1 of them with the event that made them"))
    #expect(
      result.evidence.filter { $0.hasPrefix("Unattributed") } == [
        "Unattributed: policyDetached p-root between 2026-09-01T00:00:00Z and 2026-09-02T00:00:00Z"
      ])
  }

  @Test func `many unattributed changes are counted`() throws {
    let result = try trail(Array(repeating: change(.policyDetached), count: 8))
    #expect(result.evidence.count { $0.hasPrefix("Unattributed: policyDetached") } == 5)
    #expect(result.evidence.contains("Unattributed: 3 more, which history lists"))
  }

  @Test func `without events, or with less than 12 months, it is not assessed`() throws {
    let missing = try trail([change(.policyAttached)], covered: false)
    #expect(missing.outcome == .notAssessed(reason: "no CloudTrail events were imported for the period"))
    #expect(try trail([change(.policyAttached, event: event)], covered: false).outcome == .passed)
    #expect(try trail([], covered: false, unmatched: [event]).outcome == .passed)
    #expect(try trail([], begins: "2025-11-22").outcome.word == "notAssessed")
    #expect(try trail([], begins: "2025-11-21").outcome == .passed)
    var evidence = try SampleEvidence.evidence()
    evidence.history = nil
    #expect(try SampleEvidence.result(Self.trail, evidence).outcome.word == "notAssessed")
  }

  // MARK: - Opt-out dates

  @Test func `an opt-out date for every active account passes`() throws {
    let id = "general.opt-out-date-documented"
    let result = try SampleEvidence.result(id, try SampleEvidence.evidence())
    #expect(result.outcome == .passed)
    #expect(result.evidence.contains("An opt-out date is known for 4 of 4 active accounts"))
    let failed = try SampleEvidence.result(
      id, try SampleEvidence.evidence(answers: [SampleEvidence.play: "{}"]))
    #expect(failed.outcome.reason?.contains("1 of 4 active accounts: Play (444444444444)") == true)
    let unknown = try SampleEvidence.evidence {
      for index in $0.policies.indices { $0.policies[index].content = .unread(reason: "denied") }
      $0.effectivePolicies[SampleEvidence.play] = nil
    }
    #expect(try SampleEvidence.result(id, unknown).outcome.word == "notAssessed")
  }
}
