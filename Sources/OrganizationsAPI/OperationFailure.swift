package import AWSClient

/// Why one operation gave no answer, from AWS or from an offline export.
package struct OperationFailure: Error, Hashable, Sendable {
  /// The kinds of `AWSCallError`, and the answer that an offline export does not hold.
  package enum Kind: Hashable, Sendable {
    case accessDenied
    case throttled
    case expiredCredential
    case invalidCredential
    /// This machine's clock minus the server's, in seconds.
    case clockSkew(seconds: Int)
    case notInOrganization
    case notFound
    case unsupported
    case invalidInput
    case serverError
    case network(HTTPError)
    case malformedAnswer(String)
    /// The file of an offline export that is not there.
    case missingFile(path: String)
  }

  package var operation: String
  package var target: String?
  /// The AWS error code, for example `AccessDeniedException`.
  package var code: String
  package var message: String
  package var requestID: String?
  package var kind: Kind
  /// What to do about it, one clause; may be empty.
  package var advice: String

  package init(
    operation: String, target: String? = nil, code: String, message: String, requestID: String? = nil,
    kind: Kind, advice: String = ""
  ) {
    self.operation = operation
    self.target = target
    self.code = code
    self.message = message
    self.requestID = requestID
    self.kind = kind
    self.advice = advice
  }

  /// The failure of a call to AWS.
  package init(_ error: AWSCallError) {
    self.init(
      operation: error.operation, target: error.target, code: error.code, message: error.message,
      requestID: error.requestID, kind: Kind(error.kind), advice: error.advice)
  }
}

extension OperationFailure: CustomStringConvertible {
  package var description: String {
    let subject = target.map { "\(operation) of \($0)" } ?? operation
    let cause = message.isEmpty ? code : "\(code): \(message)"
    let request = requestID.map { " (request id \($0))" } ?? ""
    return "\(subject): \(cause)\(request)" + (advice.isEmpty ? "" : "; \(advice)")
  }
}

extension OperationFailure.Kind {
  fileprivate init(_ kind: AWSCallError.Kind) {
    self =
      switch kind {
      case .accessDenied: .accessDenied
      case .throttled: .throttled
      case .expiredCredential: .expiredCredential
      case .invalidCredential: .invalidCredential
      case .clockSkew(let seconds): .clockSkew(seconds: seconds)
      case .notInOrganization: .notInOrganization
      case .notFound: .notFound
      case .unsupported: .unsupported
      case .invalidInput: .invalidInput
      case .serverError: .serverError
      case .network(let error): .network(error)
      case .malformedAnswer(let what): .malformedAnswer(what)
      }
  }
}
