import AWSClient
import Foundation
import Testing

@Suite struct RetryPolicyTests {
  private let policy = RetryPolicy.standard(for: .documented)

  @Test(arguments: [
    (0, RetryReason.transient, 1.0, Duration.milliseconds(50)),
    (2, .transient, 0.5, .milliseconds(100)),
    (0, .throttling, 1.0, .seconds(1)),
    (2, .throttling, 1.0, .seconds(4)),
    (9, .throttling, 1.0, .seconds(20)),
    (63, .throttling, 1.0, .seconds(20)),
    (0, .conflict, 0.0, .zero),
  ])
  func `pauses double up to 20 s and are a random part of that`(
    retry: Int, reason: RetryReason, random: Double, expected: Duration
  ) {
    #expect(policy.backoff(retry: retry, reason: reason, hint: nil, random: random) == expected)
  }

  @Test(arguments: [(Duration.milliseconds(10), 1.0), (.seconds(3), 3.0), (.seconds(60), 6.0)])
  func `the server's wish lengthens a pause by at most 5 s`(hint: Duration, seconds: Double) {
    let pause = policy.backoff(retry: 0, reason: .throttling, hint: hint, random: 1)
    #expect(pause == .seconds(seconds))
  }

  @Test(
    arguments: [
      ("TooManyRequestsException", 400, RetryReason.throttling), ("ThrottlingException", 400, .throttling),
      (nil, 429, .throttling), ("ServiceException", 500, .transient), (nil, 503, .transient),
      ("RequestTimeout", 400, .transient), ("ConcurrentModificationException", 400, .conflict),
      ("PolicyChangesInProgressException", 400, .conflict), ("ThrottlingException", 500, .throttling),
      ("AccessDeniedException", 400, nil), (nil, 400, nil), (nil, 501, nil),
    ] as [(String?, Int, RetryReason?)])
  func `an error code wins over the status`(code: String?, status: Int, expected: RetryReason?) {
    #expect(RetryReason.of(code: code, status: status) == expected)
  }

  @Test func `AWS's two texts for too many requests are two reasons`() {
    let code = "TooManyRequestsException"
    #expect(
      RetryReason.of(
        code: code, status: 400,
        message: "You have sent too many requests in too short a period of time. Try again later.")
        == .throttling)
    #expect(
      RetryReason.of(
        code: code, status: 400,
        message:
          "AWS Organizations can't complete your request because another request is already in progress. "
          + "Try again later.") == .concurrency)
  }

  @Test func `a call is tried four times and the pauses are those of the policy`() async throws {
    let time = VirtualTime()
    let transport = ScriptedTransport { _, _ in .error("InternalError", status: 500) }
    let client = try AWSClient.testing(transport, timing: time.timing(random: 1))
    let error = await #expect(throws: AWSCallError.self) {
      try await client.call(.organizations("ListRoots"))
    }
    #expect(error?.attempts == 4)
    #expect(error?.kind == .serverError)
    #expect(time.naps == [.milliseconds(50), .milliseconds(100), .milliseconds(200)])
    #expect(client.statistics.requests == ["ListRoots": 4])
    #expect(client.statistics.retries == ["ListRoots": 3])
  }

  @Test func `a call that succeeds on the third try is an answer`() async throws {
    let time = VirtualTime()
    let answers = Answers([.throttled, .error("ServiceException", status: 500), .json("{\"Roots\":[]}")])
    let client = try AWSClient.testing(ScriptedTransport { _, _ in answers.next() }, time: time)
    let data = try await client.call(.organizations("ListRoots"))
    #expect(String(decoding: data, as: UTF8.self) == "{\"Roots\":[]}")
    #expect(client.statistics.throttled == ["ListRoots": 1])
    #expect(client.statistics.retries == ["ListRoots": 2])
  }

  @Test func `a denied call is tried once`() async throws {
    let transport = ScriptedTransport { _, _ in .error("AccessDeniedException") }
    let client = try AWSClient.testing(transport)
    await #expect(throws: AWSCallError.self) { try await client.call(.organizations("ListRoots")) }
    #expect(transport.requests.count == 1)
  }

  @Test func `a request that took all of its time is not tried again`() async throws {
    let time = VirtualTime()
    let transport = ScriptedTransport { _, _ throws(HTTPError) in
      time.advance(.seconds(30))
      throw .timedOut(seconds: 30)
    }
    let client = try AWSClient.testing(transport, time: time)
    let error = await #expect(throws: AWSCallError.self) {
      try await client.call(.organizations("ListRoots"))
    }
    #expect(error?.attempts == 1)
    #expect(error?.kind == .network(.timedOut(seconds: 30)))
  }

  @Test func `retries of an operation end when its quota is spent`() async throws {
    let transport = ScriptedTransport { _, _ in .error("InternalError", status: 500) }
    let client = try AWSClient.testing(transport) { options in
      var policy = RetryPolicy(patience: .seconds(1_000_000))
      policy.quotaCapacity = 14 * 4
      options.retryPolicy = policy
    }
    for _ in 0..<3 {
      await #expect(throws: AWSCallError.self) { try await client.call(.organizations("ListRoots")) }
    }
    #expect(client.statistics.requests["ListRoots"] == 3 + 4)
  }

  @Test func `cancelling ends the pauses`() async throws {
    let transport = ScriptedTransport { _, _ in .throttled }
    let client = try AWSClient.testing(transport)
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await client.call(.organizations("ListRoots"))
    }
    let error = await #expect(throws: AWSCallError.self) { try await task.value }
    #expect(error?.kind == .network(.cancelled))
    #expect(transport.requests.count <= 1)
  }
}
