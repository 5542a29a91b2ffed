import Foundation

/// Decides what a failed try means: its kind, its wording, and whether another try may help.
struct FailureJudge {
  /// What a try brought instead of a readable answer.
  enum Problem: Error {
    case network(HTTPError)
    /// An answer with another status than 200.
    case answer(HTTPResponse)
    /// An answer with status 200 that cannot be read.
    case malformed(MalformedAnswer, HTTPResponse)
  }

  /// A failed try, judged.
  struct Failure {
    var problem: Problem
    var error: AWSCallError
    /// Nil when the same request would fail again.
    var retryReason: RetryReason?
    /// The server's wish for the pause before the next try.
    var retryAfter: Duration?
    /// A status 500 whose body is no AWS error.
    var isPlainServerError = false
  }

  let service: AWSService
  let operation: String
  let target: String?
  /// Texts that no message may repeat.
  let secrets: [String]
  /// The keys in use; nil for a request that is not signed.
  let credential: Credential?
  let wallClock: @Sendable () -> Date

  init(
    service: AWSService, operation: String, target: String?, secrets: [String] = [],
    credential: Credential? = nil, wallClock: @escaping @Sendable () -> Date
  ) {
    self.service = service
    self.operation = operation
    self.target = target
    self.secrets = secrets
    self.credential = credential
    self.wallClock = wallClock
  }

  init(
    call: AWSCall, secrets: [String] = [], credential: Credential? = nil,
    wallClock: @escaping @Sendable () -> Date
  ) {
    self.init(
      service: call.service, operation: call.operation, target: call.target, secrets: secrets,
      credential: credential, wallClock: wallClock)
  }

  func failure(_ problem: Problem, attempts: Int) -> Failure {
    switch problem {
    case .network(let error): network(error, attempts: attempts)
    case .answer(let response): answer(response, attempts: attempts)
    case .malformed(let malformed, let response): self.malformed(malformed, response, attempts: attempts)
    }
  }

  private func network(_ error: HTTPError, attempts: Int) -> Failure {
    let retryReason: RetryReason? =
      switch error {
      case .couldNotResolve, .couldNotConnect, .timedOut, .cutOff: .transient
      case .tls, .tooLarge, .refusedAddress, .cancelled, .other: nil
      }
    return Failure(
      problem: .network(error),
      error: makeError(
        code: "NetworkError", message: error.description, kind: .network(error), attempts: attempts),
      retryReason: retryReason)
  }

  private func malformed(_ problem: MalformedAnswer, _ response: HTTPResponse, attempts: Int) -> Failure {
    let what = redacted(problem.what)
    var error = makeError(
      code: "MalformedAnswer", message: what, kind: .malformedAnswer(what), attempts: attempts)
    error.httpStatus = response.status
    error.requestID = requestID(ErrorAnswer(response).requestID)
    return Failure(problem: .malformed(problem, response), error: error, retryReason: .transient)
  }

  private func answer(_ response: HTTPResponse, attempts: Int) -> Failure {
    let answer = ErrorAnswer(response)
    let message = Self.withoutCanonicalRequest(redacted(answer.message))
    let kind = kind(of: answer, message: message, response: response)
    var error = makeError(
      code: answer.code ?? "HTTP\(response.status)", message: Excerpt.oneLine(message, limit: 400),
      kind: kind, attempts: attempts)
    error.httpStatus = response.status
    error.requestID = requestID(answer.requestID)
    let isFinal = kind == .unsupported
    let hint = response.header("x-amz-retry-after").flatMap { Int($0) }
    return Failure(
      problem: .answer(response), error: error,
      retryReason: isFinal
        ? nil : RetryReason.of(code: answer.code, status: response.status, message: answer.message),
      retryAfter: hint.flatMap { (0...60_000).contains($0) ? .milliseconds($0) : nil },
      isPlainServerError: answer.code == nil && response.status == 500)
  }

  private func kind(
    of answer: ErrorAnswer, message: String, response: HTTPResponse
  ) -> AWSCallError.Kind {
    if let skew = clockSkew(code: answer.code, message: message, response: response) { return skew }
    if response.status == 501 || message.contains(/(?i)not (yet )?(been )?implemented|NotYetImplemented/) {
      return .unsupported
    }
    if let code = answer.code { return AWSErrorCode.kind(of: code, status: response.status) }
    switch response.status {
    case 401, 403: return .accessDenied
    case 404, 405: return .unsupported
    case 429: return .throttled
    case 500...599: return .serverError
    default:
      return .malformedAnswer("HTTP status \(response.status) without an AWS error")
    }
  }

  /// Signatures are good for five minutes around the server's time
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html).
  private func clockSkew(code: String?, message: String, response: HTTPResponse) -> AWSCallError.Kind? {
    guard let code, AWSErrorCode.mayComeFromClockSkew.contains(code),
      let text = response.header("date"), let server = HTTPDate.parse(text)
    else { return nil }
    let seconds = Int(wallClock().timeIntervalSince(server).rounded())
    let saysSo = message.contains(/(?i)signature expired|not yet current|request time|too skewed/)
    guard abs(seconds) > 240 || (saysSo && abs(seconds) > 60) else { return nil }
    return .clockSkew(seconds: seconds)
  }

  private func makeError(
    code: String, message: String, kind: AWSCallError.Kind, attempts: Int
  ) -> AWSCallError {
    AWSCallError(
      service: service, operation: operation, target: target, code: code, message: message,
      kind: kind, attempts: attempts)
  }

  private func requestID(_ text: String?) -> String? {
    text.map { Excerpt.oneLine(redacted($0), limit: 100) }
  }

  /// `text` without the keys in use: signature errors repeat the request's headers.
  private func redacted(_ text: String) -> String {
    let all = secrets + [credential?.sessionToken, credential?.secretAccessKey].compactMap { $0 }
    let clean = all.filter { $0.count >= 4 }
      .reduce(text) { $0.replacingOccurrences(of: $1, with: "(redacted)") }
    guard let credential else { return clean }
    return clean.replacingOccurrences(of: credential.accessKeyID, with: "…\(credential.lastFour)")
  }

  /// SignatureDoesNotMatch goes on with the whole canonical request, which helps nobody here.
  private static func withoutCanonicalRequest(_ message: String) -> String {
    guard let range = message.range(of: "The Canonical String for this request") else { return message }
    return String(message[..<range.lowerBound])
  }
}

extension AWSCallError {
  /// A service without an endpoint, which the client's initializer rules out for all services.
  static func unreachable(_ call: AWSCall) -> AWSCallError {
    AWSCallError(
      service: call.service, operation: call.operation, target: call.target, code: "NoEndpoint",
      message: "no endpoint is known", kind: .unsupported, attempts: 0)
  }
}
