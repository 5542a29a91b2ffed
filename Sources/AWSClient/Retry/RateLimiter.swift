/// Paces the tries of each operation by a token bucket of its own, and remembers how they went.
package actor RateLimiter {
  /// A try that may be sent.
  package struct Ticket: Hashable, Sendable {
    /// Whether the bucket stood at the documented rate's share when the try was admitted.
    let atDocumentedPace: Bool
  }

  /// Waiting calls look at least this often, because the pace may change while they wait.
  private static let longestNap: Duration = .milliseconds(200)

  private let pace: Pace
  private let rateShare: Double
  private let policy: RetryPolicy
  private let timing: Timing
  private var operations: [String: OperationPace] = [:]
  /// False once an overridden endpoint throttles below the documented rates: it keeps rates of its own.
  private var documentedRatesFit = true

  /// - Parameter rateShare: the part of the documented rates to use, above 0, at most 1.
  package init(pace: Pace, rateShare: Double, policy: RetryPolicy, timing: Timing) {
    self.pace = pace
    self.rateShare = min(1, max(0.01, rateShare))
    self.policy = policy
    self.timing = timing
  }

  /// Waits until a try of `operation` may be sent.
  /// - Throws: `CancellationError` when the task is cancelled while it waits.
  func admit(_ operation: String) async throws -> Ticket {
    while true {
      var state = state(of: operation)
      let wait = state.admit(now: timing.now())
      operations[operation] = state
      guard let wait else { return Ticket(atDocumentedPace: state.mode == .documented) }
      try await timing.sleep(min(wait, Self.longestNap))
    }
  }

  func succeeded(_ operation: String, refund: Int) {
    update(operation) { $0.succeeded(refund: refund, now: $1) }
  }

  /// Notes a failed try, and answers whether another one makes sense, which is then paid for.
  func failed(_ operation: String, reason: RetryReason, ticket: Ticket, mayRetry: Bool) -> Bool {
    update(operation) {
      if reason == .throttling { $0.throttled(now: $1) } else { $0.failed(now: $1) }
    }
    if reason == .throttling, pace == .adaptive { judgeDocumentedRates(ticket) }
    let cost = policy.cost(of: reason)
    return update(operation) { mayRetry && !$0.isLacking && !$0.isHopeless(now: $1) && $0.spendQuota(cost) }
  }

  /// Whether a call that failed for good on plain server errors, without an AWS error in any answer, shows that
  /// the endpoint lacks the operation: it never succeeded, and three subjects (or its only one) failed so.
  func lacksOperation(_ operation: String, failedFor target: String?) -> Bool {
    update(operation) { state, _ in
      !state.hasSucceeded && state.failedPlainly(target: target ?? "") >= (target == nil ? 1 : 3)
    }
  }

  /// Tries per second at present; nil while the operation is not paced.
  package func rate(of operation: String) -> Double? { state(of: operation).rate }

  private func judgeDocumentedRates(_ ticket: Ticket) {
    if ticket.atDocumentedPace { documentedRatesFit = false }
    guard !documentedRatesFit else { return }
    for operation in operations.keys {
      update(operation) { $0.learn(now: $1) }
    }
  }

  private func state(of operation: String) -> OperationPace {
    operations[operation]
      ?? OperationPace(
        operation: operation, pace: pace, rateShare: rateShare, policy: policy, now: timing.now())
  }

  @discardableResult
  private func update<Result>(_ operation: String, _ change: (inout OperationPace, Duration) -> Result)
    -> Result
  {
    var state = state(of: operation)
    defer { operations[operation] = state }
    return change(&state, timing.now())
  }
}
