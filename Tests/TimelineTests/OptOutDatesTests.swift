import OrganizationModel
import TestSupport
import Testing
import Timeline

@Suite struct OptOutDatesTests {
  static let optedOut = #"{"services":{"default":{"opt_out_policy":"optOut"}}}"#
  private let account = AccountID(unchecked: "111111111111")

  private func observation(
    _ number: Int, at time: String, _ text: String?, lastUpdated: String? = nil, joined: String? = nil,
    isPresent: Bool = true, readEarlier: (String, String)? = nil
  ) throws -> Observation {
    var snapshot = try Snapshot.parsing(
      tree: "r-root Root [p-x]\n  \(isPresent ? "111111111111" : "999999999999") A", policies: ["p-x": nil],
      observedAt: time)
    snapshot.accounts[0].joinedAt = joined.flatMap { Timestamp($0) }
    if let text {
      snapshot.effectivePolicies[account] = .reported(
        ReportedEffectivePolicy(text: text, lastUpdated: lastUpdated.flatMap { Timestamp($0) }))
    }
    if let (from, until) = readEarlier {
      snapshot.readEarlier[account] = ReadingTime(
        startedAt: try #require(Timestamp(from)), endedAt: try #require(Timestamp(until)))
    }
    return Observation.sealing(snapshot, number: number)
  }

  private static let first = "2026-01-01T00:00:05Z"
  private static let second = "2026-02-01T00:00:05Z"
  private static let third = "2026-03-01T00:00:05Z"

  @Test func `the interval runs from the start of the last denial to the end of the first sight`() throws {
    let dates = OptOutDates(observations: [
      try observation(1, at: Self.first, "{}"), try observation(2, at: Self.second, Self.optedOut),
      try observation(3, at: Self.third, Self.optedOut),
    ])
    let date = try #require(dates[account])
    #expect(date.earliest == Timestamp("2026-01-01T00:00:00Z"))
    #expect(date.earliestSource == .notOptedOut(snapshot: "s-000000000001"))
    #expect(date.latest == Timestamp(Self.second))
    #expect(date.latestSource == .snapshot("s-000000000002"))
  }

  @Test func `an answer that was read earlier bounds by the time of its reading`() throws {
    let reading = ("2025-12-31T08:00:00Z", "2025-12-31T08:00:30Z")
    let dates = OptOutDates(observations: [
      try observation(1, at: Self.first, "{}", readEarlier: reading),
      try observation(2, at: Self.second, Self.optedOut),
    ])
    let date = try #require(dates[account])
    // What the snapshot took over says nothing about the time between that reading and the snapshot.
    #expect(date.earliest == Timestamp(reading.0))
    #expect(date.earliestSource == .notOptedOut(snapshot: "s-000000000001"))
    #expect(date.latest == Timestamp(Self.second))
    // A later reading narrows the interval again: what was read earlier holds for the span after its own snapshot alone.
    let narrowed = OptOutDates(observations: [
      try observation(1, at: Self.first, "{}", readEarlier: reading),
      try observation(2, at: Self.second, "{}"), try observation(3, at: Self.third, Self.optedOut),
    ])
    #expect(narrowed[account]?.earliest == Timestamp("2026-02-01T00:00:00Z"))
  }

  @Test func `the change of an account whose answer was read earlier began no later than that`() throws {
    let reading = ("2025-12-31T08:00:00Z", "2025-12-31T08:00:30Z")
    let observations = [
      try observation(1, at: Self.first, "{}", readEarlier: reading),
      try observation(2, at: Self.second, Self.optedOut),
    ]
    let evolution = try #require(Evolution(of: observations.map { ($0.sealed, $0.posture.snapshot) }))
    let change = try #require(
      Replay(of: evolution).changes.first { $0.kind == .verdictChanged && $0.subject.account == account })
    #expect(change.at.earliest == Timestamp(reading.0))
    #expect(change.at.latest == Timestamp(Self.second))
  }

  @Test func `there is no date without a present opt-out`() throws {
    #expect(OptOutDates(observations: [])[account] == nil)
    #expect(
      OptOutDates(observations: [
        try observation(1, at: Self.first, Self.optedOut), try observation(2, at: Self.second, "{}"),
      ])[account] == nil)
  }

  @Test func `an interruption starts a new period and an unknown state does not`() throws {
    let interrupted = OptOutDates(observations: [
      try observation(1, at: Self.first, Self.optedOut), try observation(2, at: Self.second, "{}"),
      try observation(3, at: Self.third, Self.optedOut),
    ])
    #expect(interrupted[account]?.latest == Timestamp(Self.third))
    let unknown = OptOutDates(observations: [
      try observation(1, at: Self.first, Self.optedOut), try observation(2, at: Self.second, nil),
      try observation(3, at: Self.third, Self.optedOut),
    ])
    #expect(unknown[account]?.latest == Timestamp(Self.first))
  }

  @Test func `an account that was not there bounds the date`() throws {
    let dates = OptOutDates(observations: [
      try observation(1, at: Self.first, nil, isPresent: false),
      try observation(2, at: Self.second, Self.optedOut),
    ])
    #expect(dates[account]?.earliestSource == .absent(snapshot: "s-000000000001"))
  }

  @Test func `the last update bounds from above with a minute's margin`() throws {
    let dates = OptOutDates(observations: [
      try observation(1, at: Self.second, Self.optedOut, lastUpdated: "2026-01-15T12:00:00Z")
    ])
    #expect(dates[account]?.latest == Timestamp("2026-01-15T12:01:00Z"))
    #expect(dates[account]?.latestSource == .lastUpdated(snapshot: "s-000000000001"))
    #expect(dates[account]?.earliest == nil)
  }

  @Test func `a last update from before the denial or before joining dates nothing`() throws {
    let denied = OptOutDates(observations: [
      try observation(1, at: Self.first, "{}"),
      try observation(2, at: Self.second, Self.optedOut, lastUpdated: "2025-12-01T00:00:00Z"),
    ])
    #expect(denied[account]?.latest == Timestamp(Self.second))
    let joined = OptOutDates(observations: [
      try observation(
        1, at: Self.second, Self.optedOut, lastUpdated: "2025-12-01T00:00:00Z", joined: "2026-01-10T00:00:00Z"
      )
    ])
    #expect(joined[account]?.earliestSource == .joined)
    #expect(joined[account]?.latest == Timestamp(Self.second))
  }

  @Test func `joining again starts a new period`() throws {
    let dates = OptOutDates(observations: [
      try observation(1, at: Self.first, Self.optedOut, joined: "2025-01-01T00:00:00Z"),
      try observation(2, at: Self.second, Self.optedOut, joined: "2026-01-10T00:00:00Z"),
    ])
    #expect(dates[account]?.earliest == Timestamp("2026-01-10T00:00:00Z"))
    #expect(dates[account]?.latest == Timestamp(Self.second))
  }
}
