import Parallelism

/// Paces the tries of each operation by a token bucket of its own, and remembers how they went.
package final class RateLimiter: Sendable {
  /// Waiting calls look at least this often, because the pace may change while they wait.
  private static let longestNap: Duration = .milliseconds(200)

  private let pace: Pace
  private let rateShare: Double
  private let policy: RetryPolicy
  private let timing: Timing
  // A lock and no actor: all that happens under it is a few sums, which cost less than a change of the executor.
  private let operations = Locked<[String: OperationPace]>([:])

  /// - Parameter rateShare: the part of the documented rates to use, above 0, at most 1.
  package init(pace: Pace, rateShare: Double, policy: RetryPolicy, timing: Timing) {
    self.pace = pace
    self.rateShare = min(1, max(0.01, rateShare))
    self.policy = policy
    self.timing = timing
  }

  /// Waits until a try of `operation` may be sent.
  /// - Throws: `CancellationError` when the task is cancelled while it waits.
  func admit(_ operation: String) async throws {
    while let wait = update(operation, { $0.admit(now: $1) }) {
      try await timing.sleep(min(wait, Self.longestNap))
    }
  }

  /// Says that a try that was admitted has ended, however it went.
  func finished(_ operation: String) {
    update(operation) { state, _ in state.finished() }
  }

  func succeeded(_ operation: String, refund: Int) {
    update(operation) { $0.succeeded(refund: refund, now: $1) }
  }

  /// Notes a failed try, and answers whether another one makes sense, which is then paid for.
  func failed(_ operation: String, reason: RetryReason, mayRetry: Bool) -> Bool {
    let cost = policy.cost(of: reason)
    return update(operation) {
      switch reason {
      case .throttling: $0.throttled(now: $1)
      case .concurrency: $0.crowded(now: $1)
      case .transient, .conflict: $0.failed(now: $1)
      }
      return mayRetry && !$0.isLacking && !$0.isHopeless(now: $1) && $0.spendQuota(cost)
    }
  }

  /// Whether a call that failed for good on plain server errors, without an AWS error in any answer, shows that
  /// the endpoint lacks the operation: it never succeeded, and three subjects (or its only one) failed so.
  func lacksOperation(_ operation: String, failedFor target: String?) -> Bool {
    update(operation) { state, _ in
      !state.hasSucceeded && state.failedPlainly(target: target ?? "") >= (target == nil ? 1 : 3)
    }
  }

  /// Tries per second at present; nil while the operation is not paced.
  package func rate(of operation: String) -> Double? { update(operation) { state, _ in state.rate } }

  /// How many tries of the operation may be under way at once; nil while nothing bounds them.
  func maxInFlight(of operation: String) -> Int? { update(operation) { state, _ in state.maxInFlight } }

  @discardableResult
  private func update<Result: Sendable>(
    _ operation: String, _ change: (inout OperationPace, Duration) -> Result
  ) -> Result {
    operations.withLock { operations in
      let now = timing.now()
      return change(
        &operations[
          operation,
          default: OperationPace(
            operation: operation, pace: pace, rateShare: rateShare, policy: policy, now: now)], now)
    }
  }
}
