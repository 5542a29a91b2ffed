import Foundation
import Testing

@testable import AWSClient

@Suite struct RateLimiterTests {
  /// The virtual times at which `count` tries of an operation were admitted, all of them successful.
  private func admissions(
    _ count: Int, of operation: String, pace: Pace, share: Double = 0.5
  ) async throws -> [Double] {
    let time = VirtualTime()
    let limiter = RateLimiter(
      pace: pace, rateShare: share, policy: .standard(for: pace), timing: time.timing())
    var times: [Double] = []
    for _ in 0..<count {
      try await limiter.admit(operation)
      times.append(time.now.seconds)
      limiter.succeeded(operation, refund: 0)
    }
    return times
  }

  private func expect(_ times: [Double], near expected: [Double]) {
    #expect(times.count == expected.count)
    for (time, expected) in zip(times, expected) { #expect(abs(time - expected) < 0.001) }
  }

  @Test func `the documented pace is the rate's share after a burst's share`() async throws {
    // DescribePolicy: 2 per second and 2 at once; half of that is 1 and 1.
    try await expect(admissions(4, of: "DescribePolicy", pace: .documented), near: [0, 1, 2, 3])
    // ListPolicies: 5 and 8; half of that is 2.5 and 4.
    try await expect(
      admissions(6, of: "ListPolicies", pace: .documented), near: [0, 0, 0, 0, 0.4, 0.8])
    try await expect(
      admissions(4, of: "DescribePolicy", pace: .documented, share: 1), near: [0, 0.5, 1, 1.5])
    // One of the two at once stays unused, so that a request that arrives early is not refused.
  }

  @Test func `an operation without a documented rate starts at one a second and gets faster`() async throws {
    let times = try await admissions(31, of: "DescribeEffectivePolicy", pace: .documented)
    #expect(abs(times[1] - 1 / 1.5) < 0.001)
    let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
    #expect(gaps.last ?? 1 < 0.3)
    #expect(zip(gaps.dropFirst(), gaps).allSatisfy { $0 <= $1 + 1e-6 })
  }

  @Test func `the adaptive pace does not wait before it is throttled`() async throws {
    try await expect(
      admissions(50, of: "DescribePolicy", pace: .adaptive), near: .init(repeating: 0, count: 50))
  }

  @Test func `the first throttling turns on that operation's bucket only`() async throws {
    let limiter = RateLimiter(
      pace: .adaptive, rateShare: 0.5, policy: .standard(for: .adaptive), timing: VirtualTime().timing())
    for (operation, rate) in [("DescribePolicy", 1.0), ("DescribeEffectivePolicy", 20.0)] {
      for _ in 0..<20 { try await limiter.admit(operation) }
      _ = limiter.failed(operation, reason: .throttling, mayRetry: true)
      // DescribePolicy: half of the documented 2.
      #expect(limiter.rate(of: operation) == rate)
    }
    #expect(limiter.rate(of: "ListRoots") == nil)
  }

  @Test func `throttling halves the rate once a second and no lower than one in two seconds`() async throws {
    let time = VirtualTime()
    let limiter = RateLimiter(
      pace: .documented, rateShare: 1, policy: .standard(for: .documented), timing: time.timing())
    try await limiter.admit("ListAccounts")
    var rates: [Double?] = []
    for _ in 0..<6 {
      for _ in 0..<3 {
        _ = limiter.failed("ListAccounts", reason: .throttling, mayRetry: true)
      }
      rates.append(limiter.rate(of: "ListAccounts"))
      time.advance(.seconds(1))
    }
    #expect(rates == [4, 2, 1, 0.5, 0.5, 0.5])
    limiter.succeeded("ListAccounts", refund: 0)
    #expect(limiter.rate(of: "ListAccounts") == 0.6)
  }

  @Test func `server errors do not change the rate`() async throws {
    let limiter = RateLimiter(
      pace: .documented, rateShare: 1, policy: .standard(for: .documented), timing: VirtualTime().timing())
    try await limiter.admit("ListAccounts")
    _ = limiter.failed("ListAccounts", reason: .transient, mayRetry: true)
    #expect(limiter.rate(of: "ListAccounts") == 8)
  }

  @Test func `slots bound what is under way and are handed on in order`() async throws {
    let slots = RequestSlots(1)
    try await slots.acquire()
    let waiter = Task { try await slots.acquire() }
    let cancelled = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await slots.acquire()
    }
    await #expect(throws: CancellationError.self) { try await cancelled.value }
    slots.release()
    try await waiter.value
    slots.release()
    try await slots.acquire()
  }
}
