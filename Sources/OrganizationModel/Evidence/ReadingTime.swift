/// When something was read: no earlier than `startedAt` and no later than `endedAt`.
package struct ReadingTime: Hashable, Sendable, Comparable {
  package var startedAt: Timestamp
  package var endedAt: Timestamp

  package init(startedAt: Timestamp, endedAt: Timestamp) {
    self.startedAt = startedAt
    self.endedAt = endedAt
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.startedAt, left.endedAt) < (right.startedAt, right.endedAt)
  }

  /// The shortest time that holds all of `times`; nil when there is none.
  package static func covering(_ times: some Sequence<ReadingTime>) -> ReadingTime? {
    times.reduce(nil) { whole, next in
      guard let whole else { return next }
      return ReadingTime(
        startedAt: min(whole.startedAt, next.startedAt), endedAt: max(whole.endedAt, next.endedAt))
    }
  }
}

/// AWS's answer about one account, and when it was read.
package struct EarlierAnswer: Hashable, Sendable {
  package var answer: ReportedEffectivePolicy
  package var readAt: ReadingTime

  package init(_ answer: ReportedEffectivePolicy, readAt: ReadingTime) {
    self.answer = answer
    self.readAt = readAt
  }
}
