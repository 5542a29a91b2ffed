package import OrganizationModel

/// What a collect can take from earlier ones, and what it leaves for a later one.
///
/// A run against AWS has the store; a run without a memory asks everything.
package protocol CollectMemory: Sendable {
  /// Answers that a collect of the same organization and options had read when it was interrupted; empty when there are
  /// none, or when everything is to be asked anew.
  ///
  /// - Parameter caller: who asks, nil when AWS did not say; whoever it is has to have asked before.
  func pendingAnswers(of organization: OrganizationID, caller: CallerRole?) async -> [AccountID:
    EarlierAnswer]
  /// The organization's newest snapshot, for what can be expected and what need not be asked again; nil when there is none, or
  /// it is not to be used.
  func newestSnapshot(of organization: OrganizationID) async -> Snapshot?
  /// The time by which answers are dated.
  var now: @Sendable () -> Timestamp { get }
  /// Keeps an answer that AWS gave, for the case that this collect is interrupted.
  func keep(_ answer: ReportedEffectivePolicy, of account: AccountID, readAt: Timestamp) async
}

/// The identity of a caller without the name of its session, which is another one each time.
package struct CallerRole: Hashable, Sendable, CustomStringConvertible {
  package var description: String

  /// `arn:aws:sts::111111111111:assumed-role/Auditor/session-1` is the role `arn:…:assumed-role/Auditor`.
  package init(arn: String) {
    let parts = arn.split(separator: "/", omittingEmptySubsequences: false)
    description =
      arn.contains(":assumed-role/") && parts.count > 2
      ? parts.dropLast().joined(separator: "/") : arn
  }
}

/// Answers about effective policies that are taken over instead of asked for.
package struct TakenOver: Hashable, Sendable {
  package enum Origin: Hashable, Sendable {
    /// A collect that was interrupted had read them.
    case interruptedCollect
    /// The snapshot before had read them, and nothing on the accounts' paths changed since.
    case unchangedSince(snapshotObservedAt: Timestamp)
  }

  package var origin: Origin
  package var count: Int
  package var readAt: ReadingTime

  /// Nil when there are none.
  init?(_ answers: some Collection<EarlierAnswer>, from origin: Origin) {
    guard let readAt = ReadingTime.covering(answers.map(\.readAt)) else { return nil }
    self.origin = origin
    count = answers.count
    self.readAt = readAt
  }
}
