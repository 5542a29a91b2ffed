/// Why a failed try is worth another one.
package enum RetryReason: Hashable, Sendable {
  /// The server asks for fewer requests.
  case throttling
  /// The server asks for fewer requests at the same time.
  case concurrency
  /// The server or the network failed.
  case transient
  /// Another change of the organization is in progress.
  case conflict

  /// The reason in an error answer; nil when the same request would fail again. A code wins over the status.
  ///
  /// [Retry behavior](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html)
  package static func of(code: String?, status: Int, message: String = "") -> RetryReason? {
    if let code {
      if code == "TooManyRequestsException", message.contains("already in progress") { return .concurrency }
      if throttlingCodes.contains(code) { return .throttling }
      if transientCodes.contains(code) { return .transient }
      if conflictCodes.contains(code) { return .conflict }
    }
    switch status {
    case 429: return .throttling
    case 500, 502, 503, 504: return .transient
    default: return nil
    }
  }

  // Organizations answers TooManyRequestsException both for its rates and "because another request is already in
  // progress", which only the text tells apart.
  private static let throttlingCodes: Set<String> = [
    "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
    "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
    "TooManyRequestsException", "TransactionInProgressException",
  ]

  private static let transientCodes: Set<String> = [
    "IDPCommunicationError", "InternalError", "RequestTimeout", "RequestTimeoutException",
    "ServiceException",
  ]

  private static let conflictCodes: Set<String> = [
    "ConcurrentModificationException", "PolicyChangesInProgressException",
  ]
}
