import CloudTrailRecords
package import OrganizationModel
package import OrganizationsAPI

/// The question what was changed, and from when on it is asked.
package struct EventQuestion: Sendable {
  package var reader: any EventsReading
  /// The spans of the organization's trails that are known already.
  package var knownCoverage: @Sendable (OrganizationID) -> [EventCoverage]

  package init(
    reader: any EventsReading, knownCoverage: @escaping @Sendable (OrganizationID) -> [EventCoverage]
  ) {
    self.reader = reader
    self.knownCoverage = knownCoverage
  }
}

/// The events that were read, and what can be said about those that were not there.
package struct EventAnswer: Hashable, Sendable {
  /// By time, then id.
  package var events: [Event] = []
  /// The span in which nothing else happened, in the trails that were read; empty where that cannot be said.
  package var coverage: [EventCoverage] = []
  /// What could not be read. The snapshot is whole all the same.
  package var unread: [UnreadSubject] = []
  /// Records that were not believed or not ours, by the reason.
  package var refused: [String: Int] = [:]

  package init() {}

  /// What a record that cannot be understood records is not known, so that nothing may be called covered.
  mutating func noteUnreadable() {
    unread = [
      UnreadSubject(
        subject: "LookupEvents", reason: "a record cannot be understood, so that the time is not covered")
    ]
  }

  static func unread(_ reason: String) -> EventAnswer {
    var answer = EventAnswer()
    answer.unread = [UnreadSubject(subject: "LookupEvents", reason: reason)]
    return answer
  }
}

/// Asks CloudTrail for the changes since the last collect, one event name after the other.
///
/// By event source the answer would mostly be this tool's own reads, and CloudTrail filters by one attribute alone:
/// <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html>. The answer is about the caller's
/// account, because each account has its own event history.
struct EventReader {
  let question: EventQuestion
  let organization: OrganizationID
  /// The caller's account; nil when it is not known.
  let account: AccountID?
  /// When the collect began.
  let startedAt: Timestamp
  let progress: @Sendable (CollectProgress) -> Void

  func read() async -> EventAnswer {
    let span = EventSpan(
      known: question.knownCoverage(organization).filter { $0.account == account }, startedAt: startedAt)
    var answer = EventAnswer()
    let reader = question.reader
    progress(.askingForEvents(names: Event.writeNames.count))
    // The first answer tells whether the others are worth asking for.
    guard let first = Event.writeNames.first else { return answer }
    var results = [await ask(reader, first, span)]
    if case .success = results[0] {
      results += await Event.writeNames.dropFirst().concurrentMap(width: 4) { await ask(reader, $0, span) }
    }
    for result in results {
      switch result {
      case .failure(let failure): return .unread(failure.reason)
      case .success(let logged): answer.add(logged, of: organization, in: account)
      }
    }
    answer.events.sort { ($0.time, $0.id) < ($1.time, $1.id) }
    guard let account else {
      answer.unread = [
        UnreadSubject(
          subject: "LookupEvents", reason: "whose events these are is not known without GetCallerIdentity")
      ]
      return answer
    }
    if answer.unread.isEmpty, let covered = span.covered {
      answer.coverage = [EventCoverage(account: account, from: covered.from, to: covered.to)]
    }
    return answer
  }

  private func ask(
    _ reader: any EventsReading, _ name: String, _ span: EventSpan
  ) async -> Result<[LoggedEvent], OperationFailure> {
    await attempt { () async throws(OperationFailure) in
      try await reader.lookupEvents(named: name, from: span.from.date, to: span.to.date)
    }
  }
}

extension EventAnswer {
  fileprivate mutating func add(
    _ logged: [LoggedEvent], of organization: OrganizationID, in account: AccountID?
  ) {
    let owner = RecordOwner(organization: organization)
    for event in logged where ["organizations.amazonaws.com", ""].contains(event.source) {
      switch CloudTrailRecord(parsing: event.record, of: owner) {
      case .event(var event):
        event.trailAccount = event.trailAccount ?? account
        events.append(event)
      case .otherService, .otherCall: break
      case .foreign(let reason): refused[reason, default: 0] += 1
      case .refused(let reason):
        refused[reason, default: 0] += 1
        noteUnreadable()
      }
    }
  }
}
