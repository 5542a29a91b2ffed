package import OrganizationModel

/// What the history of an organization does not cover. It says nothing about whether what is there can be trusted.
package struct Completeness: Hashable, Sendable {
  /// Gaps first, then incomplete snapshots, then spans without events; each in the order of time.
  package var missing: [MissingEvidence]

  package var isComplete: Bool { missing.isEmpty }

  /// From when on something is missing.
  package struct Limits: Hashable, Sendable {
    /// The longest time between the observations of two snapshots that leaves no gap.
    package var maxGap: Duration = .seconds(7 * 86_400)
    /// The longest span without events that counts as covered. CloudTrail delivers late, so that the last minutes
    /// before a snapshot never have any.
    package var maxInferred: Duration = .seconds(86_400)
    /// A moment up to which snapshots are expected; nil judges no further than the newest one.
    package var asOf: Timestamp?

    package init() {}
  }

  /// - Parameters:
  ///   - outlines: of one organization, oldest first.
  ///   - coverage: which spans of which accounts' trails were read.
  package init(
    of outlines: [SnapshotOutline], coverage: [EventCoverage], limits: Limits = Limits()
  ) {
    missing = Self.gaps(between: outlines, limits)
    missing += outlines.filter { !$0.sealed.isComplete }.map {
      .incompleteSnapshot(
        id: $0.sealed.id, observedAt: $0.sealed.header.observedAt, unread: $0.unread)
    }
    missing += EventNeeds(outlines).uncovered(by: coverage, longerThan: limits.maxInferred)
  }

  private static func gaps(
    between outlines: [SnapshotOutline], _ limits: Limits
  ) -> [MissingEvidence] {
    var moments = outlines.map(\.sealed.header.observedAt)
    if let asOf = limits.asOf, let last = moments.last, asOf > last { moments.append(asOf) }
    return zip(moments, moments.dropFirst()).compactMap { earlier, later in
      later.since(earlier) > limits.maxGap ? .gap(from: earlier, to: later, longest: limits.maxGap) : nil
    }
  }
}

/// A part of the history that no evidence covers.
package enum MissingEvidence: Hashable, Sendable {
  /// No snapshot between two moments that lie further apart than `longest`.
  case gap(from: Timestamp, to: Timestamp, longest: Duration)
  case incompleteSnapshot(id: String, observedAt: Timestamp, unread: [UnreadSubject])
  /// The trail of an account that could change policies was not read for the span.
  case events(account: AccountID, from: Timestamp, to: Timestamp)
  /// For the span it is not known whose trails are needed.
  case editors(reason: String, from: Timestamp, to: Timestamp)
}

extension MissingEvidence: CustomStringConvertible {
  package var description: String {
    switch self {
    case .gap(let from, let to, let longest):
      "no snapshot between \(from) and \(to): \(Self.days(to.since(from))), and at most \(Self.days(longest)) "
        + "are expected"
    case .incompleteSnapshot(let id, let observedAt, let unread):
      "snapshot \(id), observed at \(observedAt), is incomplete: " + Self.list(unread)
    case .events(let account, let from, let to):
      "no CloudTrail events of account \(account), which can edit policies, between \(from) and \(to)"
    case .editors(let reason, let from, let to):
      "whose CloudTrail events are needed is not known between \(from) and \(to): \(reason)"
    }
  }

  private static func list(_ unread: [UnreadSubject]) -> String {
    let shown = unread.prefix(3).map { "\($0.subject) (\($0.reason))" }.joined(separator: ", ")
    return unread.count > 3 ? "\(shown), and \(unread.count - 3) more" : shown
  }

  private static func days(_ duration: Duration) -> String {
    let tenths = (duration.components.seconds * 10 + 43_200) / 86_400
    let text = tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    return text == "1" ? "1 day" : "\(text) days"
  }
}
