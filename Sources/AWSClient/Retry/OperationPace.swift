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
  private static let learnedCeiling = 2000.0
  /// So many in flight that nothing bounds them any more.
  private static let unboundedInFlight = 64
  /// A run of failures this long is no coincidence.
  private static let hopelessRun = 6

  let pace: Pace
  let patience: Duration
  /// The most that is asked of an operation with a documented rate; nil without one.
  let documentedRate: Double?
  private let documentedBurst: Double

  private(set) var mode: Mode
  private var bucket: TokenBucket
  /// How the learned rate is found.
  private var learning: RateLearning
  private var documentedRateIsRefused = false
  /// Tries under way.
  private(set) var inFlight = 0
  /// Set by the server's saying that another request is in progress; nil while nothing bounds them.
  private(set) var maxInFlight: Int?
  private var lastCrowding: Duration?
  private var successesSinceCrowding = 0
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
    learning = RateLearning(isHasty: pace == .adaptive)
    quota = policy.quotaCapacity
    quotaCapacity = policy.quotaCapacity
    let documented = DocumentedRate.of(operation)
    documentedRate = documented.map { $0.perSecond * rateShare }
    documentedBurst = documented.map { Self.burst(of: $0, rateShare: rateShare) } ?? 1
    let rate = documentedRate ?? 1
    bucket = TokenBucket(rate: rate, burst: documentedBurst, tokens: documentedBurst, now: now)
    switch pace {
    case .adaptive: mode = .unpaced
    case .documented: mode = documented == nil ? .learned : .documented
    }
  }

  /// The share of the server's burst, and never all of it: at the whole rate each request would find the server's bucket just
  /// filled again, and one that arrives a little early would be refused.
  private static func burst(of documented: DocumentedRate, rateShare: Double) -> Double {
    max(1, min(documented.burst * rateShare, documented.burst - max(1, documented.burst / 4)))
  }

  /// Tries per second; nil while unpaced.
  var rate: Double? { mode == .unpaced ? nil : bucket.rate }

  /// Nil when a try may go now, and then it counts as sent; else how long to wait before asking again.
  mutating func admit(now: Duration) -> Duration? {
    if let maxInFlight, inFlight >= maxInFlight { return .milliseconds(20) }
    if isHopeless(now: now) {
      // Pacing has not helped; what is left of the calls is to be over soon, without a flood on a live service.
      let spacing: Duration = pace == .documented ? .milliseconds(100) : .zero
      if let lastSent, now - lastSent < spacing { return spacing - (now - lastSent) }
    } else if mode != .unpaced, let wait = bucket.take(now: now) {
      return wait
    }
    lastSent = now
    inFlight += 1
    return nil
  }

  /// A try that was admitted has ended, however it went.
  mutating func finished() { inFlight = max(0, inFlight - 1) }

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
    case .documented: raise(to: bucket.rate + 0.1, ceiling: documentedRate ?? 1, now: now)
    case .learned: raise(to: learning.rateAfterSuccess(bucket.rate), ceiling: Self.learnedCeiling, now: now)
    }
    relax()
  }

  /// One more at a time after twenty answers, until it is as if nothing had been said.
  private mutating func relax() {
    guard let limit = maxInFlight else { return }
    successesSinceCrowding += 1
    guard successesSinceCrowding >= 20 else { return }
    successesSinceCrowding = 0
    maxInFlight = limit >= Self.unboundedInFlight ? nil : limit + 1
  }

  /// The server is busy with another request: fewer at the same time, at the same rate. Many answers within a second are
  /// one message.
  mutating func crowded(now: Duration) {
    failed(now: now)
    guard lastCrowding.map({ now - $0 >= .seconds(1) }) ?? true else { return }
    lastCrowding = now
    successesSinceCrowding = 0
    // The try that was refused has ended and counted too.
    maxInFlight = max(1, min(maxInFlight ?? .max, inFlight + 1) / 2)
  }

  mutating func failed(now: Duration) {
    if failureRun == 0 { failureRunStart = now }
    failureRun += 1
  }

  /// The server asked for fewer requests. Many answers within a second are one message.
  mutating func throttled(now: Duration) {
    failed(now: now)
    let elapsed = lastDecrease.map { now - $0 }
    guard elapsed.map({ $0 >= .seconds(1) }) ?? true else { return }
    lastDecrease = now
    guard mode != .unpaced else { return turnOn(now: now) }
    let floor = min(Self.minimumRate, documentedRate ?? Self.minimumRate)
    guard mode == .learned else { return setRate(max(floor, bucket.rate / 2), now: now) }
    if let documentedRate, pace == .adaptive, !documentedRateIsRefused, bucket.rate <= documentedRate * 1.01 {
      // The endpoint refuses what AWS would allow, so that its rates are its own and no guide is left.
      documentedRateIsRefused = true
      return setRate(max(4, documentedRate), now: now)
    }
    setRate(max(floor, learning.rateAfterThrottling(bucket.rate, since: elapsed)), now: now)
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

  /// Begins where AWS would be, and learns from there what the endpoint allows.
  private mutating func turnOn(now: Duration) {
    mode = .learned
    bucket = TokenBucket(rate: documentedRate ?? 20, burst: 1, tokens: 0, now: now)
  }

  private mutating func raise(to rate: Double, ceiling: Double, now: Duration) {
    setRate(min(ceiling, rate), now: now)
  }

  /// A learned rate has no burst but what makes up for a late wake-up.
  private mutating func setRate(_ rate: Double, now: Duration) {
    bucket.setRate(rate, now: now)
    if mode == .learned { bucket.burst = 1 + rate * 0.05 }
  }
}
