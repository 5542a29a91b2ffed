/// Why a call gave no answer, after all its tries.
package struct AWSCallError: Error, Hashable, Sendable {
  /// What went wrong, as far as anyone who reads the failure has to tell cases apart.
  package enum Kind: Hashable, Sendable {
    case accessDenied
    case throttled
    case expiredCredential
    case invalidCredential
    /// This machine's clock minus the server's, in seconds: positive when this clock is ahead.
    case clockSkew(seconds: Int)
    case notInOrganization
    case notFound
    /// The endpoint does not offer the operation.
    case unsupported
    case invalidInput
    /// The server failed or is busy with a change; a later run may succeed.
    case serverError
    case network(HTTPError)
    /// An answer came that cannot be read; the text says what is wrong with it.
    case malformedAnswer(String)
  }

  package var service: AWSService
  package var operation: String
  package var target: String?
  /// The AWS error code without its namespace; for other failures a code of our own, such as `NetworkError`.
  package var code: String
  /// What the server said, one line, without control characters.
  package var message: String
  package var requestID: String?
  package var httpStatus: Int?
  package var kind: Kind
  /// How many requests were sent for this call.
  package var attempts: Int

  package init(
    service: AWSService, operation: String, target: String?, code: String, message: String,
    requestID: String? = nil, httpStatus: Int? = nil, kind: Kind, attempts: Int
  ) {
    self.service = service
    self.operation = operation
    self.target = target
    self.code = code
    self.message = message
    self.requestID = requestID
    self.httpStatus = httpStatus
    self.kind = kind
    self.attempts = attempts
  }
}

extension AWSCallError: CustomStringConvertible {
  /// One line: `ListRoots: AccessDeniedException: … (request id …); grant the IAM action organizations:ListRoots …`.
  package var description: String {
    let subject = target.map { "\(operation) of \($0)" } ?? operation
    let cause = message.isEmpty ? code : "\(code): \(message)"
    let request = requestID.map { " (request id \($0))" } ?? ""
    return "\(subject): \(cause)\(request); \(advice)"
  }

  /// What to do about it.
  package var advice: String {
    switch kind {
    case .accessDenied:
      "grant the IAM action \(service.signingName):\(operation)"
        + (service == .organizations
          ? " and call it from the management account or a delegated administrator" : "")
    case .throttled:
      "run it again later, with --pace documented, or with a smaller --rate-share"
    case .expiredCredential:
      "sign in again: the credentials have expired"
    case .invalidCredential:
      "check the access key, the secret key and the session token"
    case .clockSkew(let seconds):
      "set this machine's clock: it is \(abs(seconds)) s \(seconds < 0 ? "behind" : "ahead of") the server's"
    case .notInOrganization:
      "use credentials of an account that belongs to an organization"
    case .notFound:
      "check that it still exists"
    case .unsupported:
      "this endpoint does not offer the operation"
    case .invalidInput:
      "this is a request that AWS does not accept"
    case .serverError:
      "run it again later"
    case .network:
      "run it again when the endpoint is reachable"
    case .malformedAnswer:
      "check that the endpoint is an AWS endpoint and that no proxy rewrites its answers"
    }
  }
}
