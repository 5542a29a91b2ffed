package import Foundation
import Parallelism

/// Calls AWS: addresses, signs, paces, tries again, and says in one line why a call failed for good.
///
/// A call becomes an `HTTPRequest` at the endpoint that `EndpointResolver` names; the transport signs it
/// (Signature Version 4) and sends it; `RateLimiter` decides when, `RetryPolicy` whether and after which pause
/// again. Only operations that read are called, so that every call may be repeated.
package final class AWSClient: Sendable {
  /// What a client may be told to do differently.
  package struct Options: Hashable, Sendable {
    /// Nil: `documented` on AWS's endpoints, `adaptive` where an endpoint is overridden.
    package var pace: Pace?
    /// The part of the documented rates to use, above 0, at most 1.
    package var rateShare = 0.5
    /// Requests under way at the same time.
    package var maxInFlight = 16
    /// Nil: the standard one of the pace.
    package var retryPolicy: RetryPolicy?
    /// Tries of one call; nil for the number of the retry policy.
    package var maxAttempts: Int?

    package init() {}
  }

  private let transport: any HTTPTransport
  private let credentials: any CredentialProviding
  private let endpoints: [AWSService: Endpoint]
  private let timing: Timing
  private let policy: RetryPolicy
  private let limiter: RateLimiter
  private let slots: RequestSlots
  private let counters = Locked(RequestStatistics())

  /// The pace that is kept.
  package let pace: Pace

  /// - Throws: when an endpoint cannot be used; all services are looked at, so that this shows before any call.
  package init(
    transport: any HTTPTransport, credential: any CredentialProviding, resolver: EndpointResolver,
    options: Options = Options(), timing: Timing = .system()
  ) throws(EndpointError) {
    var endpoints: [AWSService: Endpoint] = [:]
    for service in AWSService.allCases {
      endpoints[service] = try resolver.endpoint(for: service)
    }
    let pace =
      options.pace ?? (endpoints[.organizations]?.isOfAnotherServer == true ? .adaptive : .documented)
    var policy = options.retryPolicy ?? .standard(for: pace)
    policy.maxAttempts = options.maxAttempts ?? policy.maxAttempts
    self.transport = transport
    credentials = credential
    self.endpoints = endpoints
    self.timing = timing
    self.policy = policy
    self.pace = pace
    limiter = RateLimiter(pace: pace, rateShare: options.rateShare, policy: policy, timing: timing)
    slots = RequestSlots(options.maxInFlight)
  }

  /// What was sent so far.
  package var statistics: RequestStatistics { counters.withLock { $0 } }

  /// Where tasks run that send many requests, so that each costs little; nil where it makes no difference. Nothing that waits
  /// without `await` may run there.
  package var executor: (any TaskExecutor)? { transport.executor }

  /// Where a service is asked.
  package func endpoint(of service: AWSService) -> Endpoint? { endpoints[service] }

  /// The whole answer; for JSON protocols it is a JSON object.
  package func call(_ call: AWSCall) async throws(AWSCallError) -> Data {
    try await perform(call) { data throws(MalformedAnswer) in
      switch call.wireProtocol {
      case .json11: try JSONAnswer.check(data)
      case .query:
        // A cut-off answer and a proxy's page lack the closing tag.
        guard data.range(of: Data("</\(call.operation)Response>".utf8)) != nil else {
          throw MalformedAnswer("expected the XML of \(call.operation), found something else or a part of it")
        }
      }
      return data
    }
  }

  /// The answer of a JSON protocol, decoded.
  package func call<Answer: Decodable & Sendable>(
    _ call: AWSCall, answer: Answer.Type
  ) async throws(AWSCallError) -> Answer {
    try await perform(call) { data throws(MalformedAnswer) in try JSONAnswer.decode(answer, from: data) }
  }

  private func perform<Answer: Sendable>(
    _ call: AWSCall, read: (Data) throws(MalformedAnswer) -> Answer
  ) async throws(AWSCallError) -> Answer {
    guard let endpoint = endpoints[call.service] else {
      throw AWSCallError.unreachable(call)
    }
    var attempts = 0
    var replacement: Credential?
    var spent = Duration.zero
    var refund = 0
    while true {
      guard await admitted(call.operation) else { throw cancelled(call, attempts: attempts) }
      // Asked for each try, after the wait for the pace: keys are renewed while a long run goes on.
      let credential: Credential
      do {
        credential = if let replacement { replacement } else { try await self.credential(for: call) }
      } catch {
        slots.release()
        limiter.finished(call.operation)
        throw error
      }
      attempts += 1
      count(call.operation, attempt: attempts)
      let request = AWSRequestBuilder.request(for: call, at: endpoint, credential: credential)
      let started = timing.now()
      let outcome = await send(request, read: read)
      spent += timing.now() - started
      limiter.finished(call.operation)

      let failure: FailureJudge.Failure
      switch outcome {
      case .success(let answer):
        limiter.succeeded(call.operation, refund: refund)
        return answer
      case .failure(let problem):
        failure = FailureJudge(call: call, credential: credential, wallClock: timing.wallClock)
          .failure(problem, attempts: attempts)
      }
      if failure.error.kind == .expiredCredential, replacement == nil {
        replacement = await credentials.replacement(for: credential)
        if replacement != nil { continue }
      }
      guard let reason = failure.retryReason else {
        // An answer that denies or rejects shows a working operation; a broken connection shows nothing.
        if case .answer = failure.problem { limiter.succeeded(call.operation, refund: refund) }
        throw failure.error
      }
      if reason == .throttling || reason == .concurrency {
        counters.withLock { $0.throttled[call.operation, default: 0] += 1 }
      }
      let pause = policy.backoff(
        retry: attempts - 1, reason: reason, hint: failure.retryAfter, random: timing.random())
      let mayRetry = attempts < policy.maxAttempts && spent + pause < policy.timeBudget
      guard limiter.failed(call.operation, reason: reason, mayRetry: mayRetry) else {
        throw final(failure, endpoint: endpoint)
      }
      refund = policy.cost(of: reason)
      spent += pause
      guard (try? await timing.sleep(pause)) != nil else {
        throw cancelled(call, attempts: attempts)
      }
    }
  }

  private func cancelled(_ call: AWSCall, attempts: Int) -> AWSCallError {
    FailureJudge(call: call, wallClock: timing.wallClock).failure(.network(.cancelled), attempts: attempts)
      .error
  }

  private func credential(for call: AWSCall) async throws(AWSCallError) -> Credential {
    do {
      return try await credentials.credential()
    } catch {
      throw AWSCallError(
        service: call.service, operation: call.operation, target: call.target, code: "NoCredentials",
        message: error.headline, kind: error == .cancelled ? .network(.cancelled) : .expiredCredential,
        attempts: 0)
    }
  }

  /// False when the task is cancelled. Else a slot is held afterwards, which `send` gives back.
  private func admitted(_ operation: String) async -> Bool {
    guard (try? await limiter.admit(operation)) != nil else { return false }
    guard (try? await slots.acquire()) != nil else {
      limiter.finished(operation)
      return false
    }
    return true
  }

  private func send<Answer>(
    _ request: HTTPRequest, read: (Data) throws(MalformedAnswer) -> Answer
  ) async -> Result<Answer, FailureJudge.Problem> {
    defer { slots.release() }
    let response: HTTPResponse
    do {
      response = try await transport.send(request)
    } catch {
      return .failure(.network(error))
    }
    guard response.status == 200 else { return .failure(.answer(response)) }
    do {
      return .success(try read(response.body))
    } catch {
      return .failure(.malformed(error, response))
    }
  }

  private func count(_ operation: String, attempt: Int) {
    counters.withLock { counters in
      counters.requests[operation, default: 0] += 1
      if attempt > 1 { counters.retries[operation, default: 0] += 1 }
    }
  }

  /// The error of a call that is given up. Servers that imitate AWS answer a plain HTTP 500 to operations that
  /// they lack, which is told apart from a failing server by its persistence.
  private func final(_ failure: FailureJudge.Failure, endpoint: Endpoint) -> AWSCallError {
    var error = failure.error
    guard endpoint.isOverridden, failure.isPlainServerError,
      limiter.lacksOperation(error.operation, failedFor: error.target)
    else { return error }
    error.kind = .unsupported
    return error
  }
}
