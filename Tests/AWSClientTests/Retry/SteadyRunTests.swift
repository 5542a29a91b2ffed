import Foundation
import Synchronization
import Testing

@testable import AWSClient

/// Runs of many calls against a server that keeps token buckets, on a virtual clock.
@Suite struct SteadyRunTests {
  struct Run {
    var throttledShare: Double
    var seconds: Double
  }

  /// A server's bucket, as AWS describes its own.
  private struct ServerBucket {
    let rate: Double
    let burst: Double
    var tokens: Double
    var updated = 0.0

    mutating func admits(at now: Double) -> Bool {
      tokens = min(burst, tokens + max(0, now - updated) * rate)
      updated = now
      guard tokens >= 1 else { return false }
      tokens -= 1
      return true
    }
  }

  /// - Parameter jitter: how much earlier or later than the one before a request may arrive, in seconds.
  private func run(
    _ operation: String, calls: Int, rate: Double, burst: Double, share: Double, pace: Pace = .documented,
    jitter: Double = 0.02, seed: UInt64 = 7
  ) async throws -> Run {
    let time = VirtualTime(seed: seed)
    let policy = RetryPolicy.standard(for: pace)
    let limiter = RateLimiter(pace: pace, rateShare: share, policy: policy, timing: time.timing())
    var server = ServerBucket(rate: rate, burst: burst, tokens: burst)
    var (done, sent, refused) = (0, 0, 0)
    while done < calls {
      try await limiter.admit(operation)
      sent += 1
      limiter.finished(operation)
      if server.admits(at: time.now.seconds + jitter * time.random()) {
        done += 1
        limiter.succeeded(operation, refund: 0)
      } else {
        refused += 1
        _ = limiter.failed(operation, reason: .throttling, mayRetry: true)
      }
    }
    return Run(throttledShare: Double(refused) / Double(sent), seconds: time.now.seconds)
  }

  @Test(
    arguments: [
      "DescribePolicy", "ListTargetsForPolicy", "ListAccounts", "ListOrganizationalUnitsForParent",
      "LookupEvents",
    ], [0.25, 0.5, 1])
  func `documented operations keep to their share without a refusal`(operation: String, share: Double)
    async throws
  {
    let limit = try #require(DocumentedRate.of(operation))
    let run = try await run(
      operation, calls: 2000, rate: limit.perSecond, burst: limit.burst, share: share)
    let bound = 2000 / (limit.perSecond * share)
    #expect(run.throttledShare <= 0.02)
    #expect(run.seconds <= bound * 1.1)
    #expect(run.seconds >= bound * 0.99 - limit.burst / limit.perSecond)
  }

  @Test(arguments: [2.0, 5, 10, 40, 100], 1...4 as ClosedRange<UInt64>)
  func `an undocumented rate is found, and kept with few refusals`(rate: Double, seed: UInt64) async throws {
    let calls = Int(rate * 600)
    let run = try await run(
      "DescribeEffectivePolicy", calls: calls, rate: rate, burst: rate * 1.5, share: 1, seed: seed)
    #expect(run.throttledShare <= 0.02, "\(run)")
    #expect(run.seconds <= 600 * 1.1, "\(run)")
  }

  @Test(arguments: [("DescribePolicy", 20.0), ("ListAccounts", 80), ("DescribeEffectivePolicy", 100)])
  func `the adaptive pace finds ten times the documented rates`(operation: String, rate: Double)
    async throws
  {
    let run = try await run(
      operation, calls: Int(rate * 300), rate: rate, burst: rate * 1.5, share: 0.5, pace: .adaptive)
    #expect(run.throttledShare <= 0.02, "\(run)")
    #expect(run.seconds <= 300 * 1.1, "\(run)")
  }

  @Test func `a server that allows less from now on is followed`() async throws {
    let time = VirtualTime()
    let limiter = RateLimiter(
      pace: .documented, rateShare: 1, policy: .standard(for: .documented), timing: time.timing())
    for (rate, calls) in [(20.0, 4000), (5.0, 2000)] {
      var server = ServerBucket(rate: rate, burst: 10, tokens: 10, updated: time.now.seconds)
      var (done, refused) = (0, 0)
      while done < calls {
        try await limiter.admit("DescribeEffectivePolicy")
        limiter.finished("DescribeEffectivePolicy")
        if server.admits(at: time.now.seconds) {
          done += 1
          limiter.succeeded("DescribeEffectivePolicy", refund: 0)
        } else {
          refused += 1
          _ = limiter.failed("DescribeEffectivePolicy", reason: .throttling, mayRetry: true)
        }
      }
      #expect(Double(refused) / Double(calls) <= 0.03, "at \(rate) a second")
    }
    let rate = try #require(limiter.rate(of: "DescribeEffectivePolicy"))
    #expect(rate > 4 && rate < 6)
  }

  @Test func `a server that is busy with another request gets fewer at once, at the same rate`() async throws
  {
    let time = VirtualTime()
    let limiter = RateLimiter(
      pace: .documented, rateShare: 1, policy: .standard(for: .documented), timing: time.timing())
    for _ in 0..<8 { try await limiter.admit("ListAccounts") }
    let rate = limiter.rate(of: "ListAccounts")
    limiter.finished("ListAccounts")
    _ = limiter.failed("ListAccounts", reason: .concurrency, mayRetry: true)
    #expect(limiter.rate(of: "ListAccounts") == rate)
    #expect(limiter.maxInFlight(of: "ListAccounts") == 4)
    // Those under way at the same time say the same.
    limiter.finished("ListAccounts")
    _ = limiter.failed("ListAccounts", reason: .concurrency, mayRetry: true)
    #expect(limiter.maxInFlight(of: "ListAccounts") == 4)
    for _ in 0..<20 { limiter.succeeded("ListAccounts", refund: 0) }
    #expect(limiter.maxInFlight(of: "ListAccounts") == 5)
  }
}
