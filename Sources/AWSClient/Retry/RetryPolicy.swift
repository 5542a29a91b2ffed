/// How often and how long a call is tried.
///
/// Numbers follow the AWS SDKs' retry behavior of 2026, with one more try, and with a bound of its own:
/// an operation that fails without a break for `patience` gets single tries until it succeeds again.
///
/// [Retry behavior](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html)
package struct RetryPolicy: Hashable, Sendable {
  /// Tries of one call, the first included.
  package var maxAttempts = 4
  package var transientBase: Duration = .milliseconds(50)
  package var throttlingBase: Duration = .seconds(1)
  package var maxBackoff: Duration = .seconds(20)
  /// No try of a call begins after its transfers and backoffs took this long; waiting for the pace is not counted.
  package var timeBudget: Duration = .seconds(30)
  /// What an operation can spend on retries before it has to earn some back.
  package var quotaCapacity = 500
  /// How long an operation may fail without a break before its calls get single tries.
  package var patience: Duration

  package init(patience: Duration) {
    self.patience = patience
  }

  package static func standard(for pace: Pace) -> RetryPolicy {
    switch pace {
    case .documented: RetryPolicy(patience: .seconds(60))
    // Nobody's production limits are at stake here, and a broken endpoint should be known quickly.
    case .adaptive: RetryPolicy(patience: .seconds(4))
    }
  }

  /// The pause before the retry with this number, 0 for the first one, with full jitter.
  ///
  /// `hint` is the server's `x-amz-retry-after`; it can lengthen the pause by at most 5 s.
  package func backoff(retry: Int, reason: RetryReason, hint: Duration?, random: Double) -> Duration {
    let base = reason == .transient ? transientBase : throttlingBase
    let ceiling = min(maxBackoff, base * (1 << min(retry, 16)))
    let computed = ceiling * random
    guard let hint else { return computed }
    return min(max(hint, computed), computed + .seconds(5))
  }

  /// What a retry takes out of the operation's quota.
  package func cost(of reason: RetryReason) -> Int { reason == .transient ? 14 : 5 }
}
