/// What the error codes of the called services mean.
enum AWSErrorCode {
  /// The kind of an error answer with this code.
  ///
  /// [Organizations common errors](https://docs.aws.amazon.com/organizations/latest/APIReference/CommonErrors.html)
  static func kind(of code: String, status: Int) -> AWSCallError.Kind {
    if let kind = kinds[code] { return kind }
    if code.hasSuffix("NotFoundException") { return .notFound }
    switch RetryReason.of(code: code, status: status) {
    case .throttling, .concurrency: return .throttled
    case .transient, .conflict: return .serverError
    case nil: return status >= 500 ? .serverError : .invalidInput
    }
  }

  /// Codes that a wrong clock causes, among other things.
  static let mayComeFromClockSkew: Set<String> = [
    "AuthFailure", "InvalidSignatureException", "RequestExpired", "RequestInTheFuture",
    "RequestTimeTooSkewed", "SignatureDoesNotMatch",
  ]

  private static let kinds: [String: AWSCallError.Kind] = [
    "AWSOrganizationsNotInUseException": .notInOrganization,
    "AccessDenied": .accessDenied,
    "AccessDeniedException": .accessDenied,
    "AccessDeniedForDependencyException": .accessDenied,
    "AccountNotRegisteredException": .notFound,
    "AuthFailure": .invalidCredential,
    "ExpiredToken": .expiredCredential,
    "ExpiredTokenException": .expiredCredential,
    "IncompleteSignature": .invalidCredential,
    "IncompleteSignatureException": .invalidCredential,
    "InvalidAccessKeyId": .invalidCredential,
    "InvalidAction": .unsupported,
    "InvalidClientTokenId": .invalidCredential,
    "InvalidSignatureException": .invalidCredential,
    "InvalidToken": .invalidCredential,
    "MissingAuthenticationToken": .invalidCredential,
    "MissingAuthenticationTokenException": .invalidCredential,
    "NotAuthorized": .accessDenied,
    "NotImplemented": .unsupported,
    "OptInRequired": .accessDenied,
    "RequestExpired": .expiredCredential,
    "SignatureDoesNotMatch": .invalidCredential,
    "UnauthorizedOperation": .accessDenied,
    "UnknownOperationException": .unsupported,
    "UnrecognizedClientException": .invalidCredential,
    "UnsupportedAPIEndpointException": .unsupported,
    "UnsupportedOperationException": .unsupported,
  ]
}
