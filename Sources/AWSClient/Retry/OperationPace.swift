/// What is known about one operation's pace: when the next try may go, and whether trying again makes sense.
///
/// A plain value that is told the time; `RateLimiter` holds one for each operation.
struct OperationPace: Sendable {
  /// Where the bucket's rate comes from.
  enum Mode: Hashable, Sendable {
    case unpaced
    /// The documented rate times the share is the most that is asked.
    case documented
    /// The rate follows the answers: up on success, down on throttling.
    case learned
  }

  static let minimumRate = 0.5
  private static let learnedCeiling = 200.0
  /// A run of failures this long is no coincidence.
  private static let hopelessRun = 6

  let pace: Pace
  let patience: Duration
  /// The most that is asked of an operation with a documented rate; nil without one.
  let documentedRate: Double?
  private let documentedBurst: Double

  private(set) var mode: Mode
  private var bucket: TokenBucket
  private var sent: [Duration] = []
  private var lastSent: Duration?
  private var lastDecrease: Duration?
  private var failureRun = 0
  private var failureRunStart: Duration = .zero
  private(set) var hasSucceeded = false
  private(set) var quota: Int
  private let quotaCapacity: Int
  /// The targets of calls that failed for good with a server error that is no AWS error.
  private(set) var plainFailures: Set<String> = []

  init(operation: String, pace: Pace, rateShare: Double, policy: RetryPolicy, now: Duration) {
    self.pace = pace
    patience = policy.patience
    quota = policy.quotaCapacity
    quotaCapacity = policy.quotaCapacity
    let documented = DocumentedRate.of(operation)
    documentedRate = documented.map { $0.perSecond * rateShare }
    documentedBurst = max(1, (documented?.burst ?? 1) * rateShare)
    let rate = documentedRate ?? 1
    bucket = TokenBucket(rate: rate, burst: documentedBurst, tokens: documentedBurst, now: now)
    switch pace {
    case .adaptive: mode = .unpaced
    case .documented: mode = documented == nil ? .learned : .documented
    }
  }

  /// Tries per second; nil while unpaced.
  var rate: Double? { mode == .unpaced ? nil : bucket.rate }

  /// Nil when a try may go now, and then it counts as sent; else how long to wait before asking again.
  mutating func admit(now: Duration) -> Duration? {
    if isHopeless(now: now) {
      // Pacing has not helped; what is left of the calls is to be over soon, without a flood on a live service.
      let spacing: Duration = pace == .documented ? .milliseconds(100) : .zero
      if let lastSent, now - lastSent < spacing { return spacing - (now - lastSent) }
    } else if mode != .unpaced, let wait = bucket.take(now: now) {
      return wait
    }
    sent.removeAll { now - $0 >= .seconds(1) }
    sent.append(now)
    lastSent = now
    return nil
  }

  /// Whether the operation has failed without a break for so long that calls get single tries.
  func isHopeless(now: Duration) -> Bool {
    failureRun >= Self.hopelessRun && now - failureRunStart >= patience
  }

  /// Whether the endpoint seems to lack the operation, so that single tries are enough.
  var isLacking: Bool { !hasSucceeded && plainFailures.count >= 3 }

  /// An answer came. `refund` is what the call's last retry cost, zero for a first try.
  mutating func succeeded(refund: Int, now: Duration) {
    failureRun = 0
    hasSucceeded = true
    plainFailures = []
    quota = min(quotaCapacity, quota + max(1, refund))
    switch mode {
    case .unpaced: break
    case .documented: raise(by: 0.1, to: documentedRate ?? 1, now: now)
    case .learned: raise(by: pace == .adaptive ? 1 : 0.1, to: Self.learnedCeiling, now: now)
    }
  }

  mutating func failed(now: Duration) {
    if failureRun == 0 { failureRunStart = now }
    failureRun += 1
  }

  /// The server asked for fewer requests. Many answers within a second are one message.
  mutating func throttled(now: Duration) {
    failed(now: now)
    guard lastDecrease.map({ now - $0 >= .seconds(1) }) ?? true else { return }
    lastDecrease = now
    guard mode != .unpaced else { return turnOn(now: now) }
    let floor = min(Self.minimumRate, documentedRate ?? Self.minimumRate)
    bucket.setRate(max(floor, bucket.rate / 2), now: now)
  }

  /// Throttling goes on at the documented rate's share, so that the rate has to be found by trying.
  mutating func learn(now: Duration) {
    guard mode == .documented else { return }
    mode = .learned
    bucket.setRate(max(bucket.rate, 4), now: now)
  }

  mutating func spendQuota(_ cost: Int) -> Bool {
    guard quota >= cost else { return false }
    quota -= cost
    return true
  }

  /// Notes a call that failed for good on plain server errors, and answers how many subjects did so in a row.
  mutating func failedPlainly(target: String) -> Int {
    plainFailures.insert(target)
    return plainFailures.count
  }

  private mutating func turnOn(now: Duration) {
    if let documentedRate {
      mode = .documented
      bucket = TokenBucket(rate: documentedRate, burst: documentedBurst, tokens: 0, now: now)
    } else {
      // `sent` spans one second, so that its count is the measured rate.
      mode = .learned
      bucket = TokenBucket(rate: max(4, Double(sent.count) / 2), burst: 1, tokens: 0, now: now)
    }
  }

  private mutating func raise(by step: Double, to ceiling: Double, now: Duration) {
    bucket.setRate(min(ceiling, bucket.rate + step), now: now)
  }
}
