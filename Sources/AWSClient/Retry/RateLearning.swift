/// Finds the rate that a server allows, where nobody documents it.
///
/// Until the first throttling the rate doubles in little more than a second. A server's bucket that was full lets more
/// through than it refills, so the first throttling comes late: the rate is halved, and when the server throttles again
/// soon, what came through in between is what it allows, because its bucket stood empty. From then on the rate rises so slowly
/// that a throttling costs one or two requests in some hundreds, and falls by a tenth when there is one.
///
/// Where nobody's production limits are at stake (`isHasty`), a short run ends sooner: in its first answers every throttling
/// halves the rate and every answer adds one, as a refusal by chance would otherwise slow down the rest of it.
struct RateLearning: Hashable, Sendable {
  let isHasty: Bool
  private var answers = 0
  private var throttlings = 0
  private var successes = 0

  /// A second throttling within this time shows that the server's bucket was empty in between.
  private static let stillEmpty: Duration = .seconds(3)
  /// So many answers without a throttling show that the rate is far below what the server allows.
  private static let calmSuccesses = 400
  private static let hastyAnswers = 40

  init(isHasty: Bool) {
    self.isHasty = isHasty
  }

  private var isEarly: Bool { isHasty && answers <= Self.hastyAnswers }

  mutating func rateAfterSuccess(_ rate: Double) -> Double {
    successes += 1
    answers += 1
    if isEarly { return rate + 1 }
    if throttlings == 0 { return rate + 0.5 }
    let isFarBelow = throttlings <= 2 || successes > Self.calmSuccesses
    return rate * (isFarBelow ? 1.002 : 1.0005)
  }

  /// - Parameter elapsed: the time since the last throttling that lowered the rate; nil for the first one.
  mutating func rateAfterThrottling(_ rate: Double, since elapsed: Duration?) -> Double {
    if isEarly {
      successes = 0
      return rate / 2
    }
    defer { (throttlings, successes) = (throttlings + 1, 0) }
    if let elapsed, elapsed <= Self.stillEmpty {
      let allowed = Double(successes) / elapsed.seconds
      return min(rate * 0.95, max(allowed * 0.95, rate / 2))
    }
    return throttlings == 0 ? rate / 2 : rate * 0.9
  }
}
