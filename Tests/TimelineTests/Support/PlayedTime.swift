import Foundation
import OrganizationModel
import OrganizationSimulator
import TestSupport
import Timeline

/// An organization through time, with everything that an audit would later have to find out.
struct PlayedTime {
  var organization: SimulatedOrganization
  private(set) var mutations: [Mutation] = []
  private(set) var snapshots: [(sealed: SealedSnapshot, snapshot: Snapshot)] = []
  private(set) var events: [Event] = []
  /// The verdicts after every mutation, oldest first.
  private(set) var truth: [Truth] = []

  typealias Truth = (at: Timestamp, verdicts: [AccountID: Verdict], organization: Verdict)

  struct Mutation: Hashable, CustomStringConvertible {
    var kind: Change.Kind
    var subject: Change.Subject
    var at: Timestamp
    /// The event that made it; nil when there is no record of it.
    var event: String?
    /// How many snapshots had been taken before.
    var snapshots: Int

    var description: String { "\(kind) \(subject) at \(at)" }
  }

  init(_ organization: SimulatedOrganization, at start: Timestamp) throws {
    self.organization = organization
    try noteTruth(at: start)
  }

  /// Takes a snapshot that ends at `end`.
  mutating func collect(at end: Timestamp) throws {
    let snapshot = try organization.snapshot(endingAt: end)
    let observation = Observation.sealing(snapshot, number: snapshots.count + 1)
    snapshots.append((observation.sealed, snapshot))
  }

  /// Changes the organization, in one event.
  ///
  /// - Parameters:
  ///   - changes: the kinds of change that it makes, each with what it concerns.
  ///   - event: the event's name and details; nil for what leaves no record.
  mutating func change(
    at time: Timestamp, _ changes: [(Change.Kind, Change.Subject)],
    event: (name: String, details: [String: String])? = nil,
    _ body: (inout SimulatedOrganization, Date) throws -> Void
  ) throws {
    try body(&organization, time.date)
    var id: String?
    if let event {
      id = "event-\(events.count + 1)"
      events.append(
        Event(
          id: id ?? "", name: event.name, time: time,
          trailAccount: AccountID(unchecked: organization.managementAccountID), actor: Self.actor,
          sourceAddress: "198.51.100.7", details: event.details))
    }
    for (kind, subject) in changes {
      mutations.append(
        Mutation(kind: kind, subject: subject, at: time, event: id, snapshots: snapshots.count))
    }
    try noteTruth(at: time)
  }

  static let actor = EventActor(
    arn: "arn:aws:sts::111111111111:assumed-role/OrganizationAdmin/ada", type: "AssumedRole",
    role: "arn:aws:iam::111111111111:role/OrganizationAdmin")

  private mutating func noteTruth(at time: Timestamp) throws {
    truth.append((time, try organization.verdicts(), try organization.organizationVerdict()))
  }

  func evolution() -> Evolution? { Evolution(of: snapshots) }

  /// The management account's trail, over all the time.
  var coverage: [EventCoverage] {
    guard let last = snapshots.last?.sealed.header.observedAt, let first = truth.first?.at else { return [] }
    let accounts =
      [organization.managementAccountID]
      + organization.accounts.values
      .filter { !$0.delegatedServices.isEmpty }.map(\.id)
    return accounts.map {
      EventCoverage(
        account: AccountID(unchecked: $0), from: first.adding(.seconds(-86_400)),
        to: last.adding(.seconds(60)))
    }
  }

  /// The times for which an account, or the organization when it is nil, was opted out, from the first snapshot on.
  func optedOutTimes(of account: AccountID?) -> [ClosedRange<Timestamp>] {
    times {
      $0 == .optedOut
    } of: { state in
      account.map { state.verdicts[$0] } ?? state.organization
    }
  }

  /// Since when an account that is opted out at a moment was so; nil when it is not.
  func optedOutSince(_ account: AccountID, by moment: Timestamp) -> Timestamp? {
    var since: Timestamp?
    for state in truth where state.at <= moment {
      since = state.verdicts[account] == .optedOut ? since ?? state.at : nil
    }
    return since
  }

  /// The times for which it was there.
  func presence(of account: AccountID?) -> [ClosedRange<Timestamp>] {
    times {
      $0 != nil
    } of: { state in
      account.map { state.verdicts[$0] } ?? state.organization
    }
  }

  /// The times for which it was there and not opted out.
  func gaps(of account: AccountID?) -> [ClosedRange<Timestamp>] {
    times {
      $0 != nil && $0 != .optedOut
    } of: { state in
      account.map { state.verdicts[$0] } ?? state.organization
    }
  }

  /// From the first snapshot's start to the last one's end, the times at which what `value` gives `holds`.
  private func times(
    _ holds: (Verdict?) -> Bool, of value: (Truth) -> Verdict?
  ) -> [ClosedRange<Timestamp>] {
    guard let first = snapshots.first?.sealed.header.startedAt,
      let last = snapshots.last?.sealed.header.observedAt
    else { return [] }
    var result: [ClosedRange<Timestamp>] = []
    var since: Timestamp?
    for state in truth where state.at <= last {
      if holds(value(state)) {
        since = since ?? max(state.at, first)
      } else if let start = since {
        if state.at > first { result.append(start...state.at) }
        since = nil
      }
    }
    if let since { result.append(since...last) }
    return result
  }
}

extension ClosedRange<Timestamp> {
  var length: Duration { upperBound.since(lowerBound) }
}
