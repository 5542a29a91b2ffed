/// Grants one request per token; tokens come back at a steady rate up to the bucket's size.
struct TokenBucket: Hashable, Sendable {
  /// Tokens per second; above zero.
  var rate: Double
  /// The size of the bucket; at least one.
  var burst: Double
  private var tokens: Double
  private var updated: Duration

  init(rate: Double, burst: Double, tokens: Double, now: Duration) {
    self.rate = rate
    self.burst = max(1, burst)
    self.tokens = min(tokens, self.burst)
    updated = now
  }

  /// Takes a token and answers nil, or answers how long it takes until there is one.
  mutating func take(now: Duration) -> Duration? {
    refill(now: now)
    // The tolerance keeps rounding from asking for a wait of a few nanoseconds.
    guard tokens < 1 - 1e-6 else {
      tokens -= 1
      return nil
    }
    return .seconds((1 - tokens) / rate)
  }

  /// Changes the rate from `now` on.
  mutating func setRate(_ rate: Double, now: Duration) {
    refill(now: now)
    self.rate = rate
  }

  private mutating func refill(now: Duration) {
    tokens = min(burst, tokens + (now - updated).seconds * rate)
    updated = now
  }
}
