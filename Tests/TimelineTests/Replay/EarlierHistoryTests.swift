import OrganizationModel
import OrganizationSimulator
import TestSupport
import Testing
import Timeline

/// What records of the time before the first snapshot prove about opt-out dates.
@Suite struct EarlierHistoryTests {
  private static let account = AccountID(unchecked: "222222222222")
  private static let tree = """
    o-exampleorg1 management=111111111111
    r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY
      111111111111 Management
      222222222222 Payments
    policy p-optout00 "Opt out" \(SamplePolicies.assigning("optOut"))
    """

  private static func time(_ text: String) throws -> Timestamp { try #require(Timestamp("2026-\(text)Z")) }

  /// The root gets a policy on 10 January; the first snapshot follows on 1 February.
  private static func attached(
    between body: (inout PlayedTime) throws -> Void = { _ in }
  ) throws -> PlayedTime {
    var time = try PlayedTime(SimulatedOrganization(tree: tree), at: try Self.time("01-01T00:00:00"))
    try time.change(
      at: try Self.time("01-10T10:00:01"), [],
      event: ("AttachPolicy", ["policyId": "p-optout00", "targetId": "r-ab12"])
    ) { try $0.attach("p-optout00", to: "r-ab12", at: $1) }
    try body(&time)
    try time.collect(at: try Self.time("02-01T06:00:05"))
    return time
  }

  private static func date(
    in time: PlayedTime, coverage: [EventCoverage]? = nil, of account: AccountID = account
  ) throws -> OptOutDate {
    let replay = Replay(
      of: try #require(time.evolution()), events: time.events, coverage: coverage ?? time.coverage)
    return try #require(replay.optOutDates[account])
  }

  @Test func `an attachment before the first snapshot is the opt-out date`() throws {
    let date = try Self.date(in: Self.attached())
    #expect(date.earliest == (try Self.time("01-10T10:00:01")))
    #expect(date.latest == date.earliest)
    #expect(date.earliestSource == .event("event-1") && date.latestSource == .event("event-1"))
  }

  @Test func `where records are missing between it and the snapshot, it proves nothing`() throws {
    let time = try Self.attached()
    let attached = try Self.time("01-10T10:00:01")
    let management = AccountID(unchecked: "111111111111")
    for coverage in [
      [],
      [
        EventCoverage(
          account: management, from: try Self.time("01-10T11:00:00"), to: try Self.time("02-01T06:00:00"))
      ],
      [
        EventCoverage(
          account: management, from: try Self.time("01-01T00:00:00"), to: try Self.time("01-31T00:00:00"))
      ],
      [
        EventCoverage(
          account: Self.account, from: try Self.time("01-01T00:00:00"), to: try Self.time("02-02T00:00:00"))
      ],
    ] {
      let date = try Self.date(in: time, coverage: coverage)
      #expect(date.latestSource != .event("event-1"))
      #expect(date.earliest.map { $0 < attached } ?? true)
    }
  }

  @Test func `a content whose predecessor is not recorded bounds the date from above only`() throws {
    let time = try Self.attached { time in
      try time.change(
        at: try Self.time("01-20T10:00:00"), [],
        event: ("UpdatePolicy", ["policyId": "p-optout00", "content": SamplePolicies.hardened])
      ) { try $0.update("p-optout00", content: SamplePolicies.hardened, at: $1) }
    }
    let date = try Self.date(in: time)
    let attached = try Self.time("01-10T10:00:01")
    #expect(date.latest == (try Self.time("01-20T10:00:00")))
    #expect(date.latestSource == .event("event-2"))
    #expect(date.earliest.map { $0 <= attached } ?? true)
  }

  @Test func `an attachment from before an account joined says nothing about it`() throws {
    let joined = try Self.time("01-15T10:00:00")
    let time = try Self.attached { time in
      // No record of it is in the trails that were read.
      try time.change(at: joined, []) { organization, date in
        var account = SimulatedAccount(id: "333333333333", name: "Newcomer", parentID: "r-ab12")
        account.joinedAt = date
        try organization.addAccount(account)
      }
    }
    let date = try Self.date(in: time, of: AccountID(unchecked: "333333333333"))
    #expect(date.earliest == joined)
    #expect(date.earliestSource == .joined)
    #expect(date.latestSource != .event("event-1"))
    #expect(try Self.date(in: time).latestSource == .event("event-1"))
  }

  @Test func `nothing is proven beyond a change of who may edit`() throws {
    let time = try Self.attached { time in
      try time.change(
        at: try Self.time("01-20T10:00:00"), [],
        event: (
          "DeregisterDelegatedAdministrator",
          ["accountId": "222222222222", "servicePrincipal": "securitylake.amazonaws.com"]
        )
      ) { _, _ in }
    }
    #expect(try Self.date(in: time).latestSource != .event("event-1"))
  }
}
