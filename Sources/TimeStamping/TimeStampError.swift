internal import CCrypto

/// Why there is no time stamp, or why one proves nothing.
package enum TimeStampError: Error, Hashable, Sendable {
  /// The bytes are no answer of a time stamp authority.
  case unreadable
  /// The authority said no; `reason` is its own text.
  case refused(status: Int, reason: String)
  /// Neither digest is more than 64 hexadecimal digits.
  case otherDigest(found: String, expected: String)
  case otherNonce
  case noCertificate
  /// The certificates that should be trusted are no PEM file of certificates.
  case unreadableAuthorities
  /// The signature does not hold, or its signer is not trusted. `reason` is libcrypto's.
  case badSignature(reason: String)
  case library(String)
}

extension TimeStampError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable: "the answer is not one of an RFC 3161 time stamp authority"
    case .refused(let status, let reason):
      "the time stamp authority refused the request (status \(status)\(reason.isEmpty ? "" : ": \(reason)"))"
    case .otherDigest(let found, let expected): "the time stamp is over \(found), not over \(expected)"
    case .otherNonce: "the time stamp answers another request"
    case .noCertificate: "the time stamp holds no certificate of its signer"
    case .unreadableAuthorities: "the trusted authorities are not certificates in PEM form"
    case .badSignature(let reason): "the signature of the time stamp does not hold (\(reason))"
    case .library(let reason): "libcrypto failed (\(reason))"
    }
  }
}

enum LibraryError {
  /// libcrypto's words for the newest error of this thread, whose list of errors is empty afterwards.
  static var reason: String {
    let code = ERR_peek_last_error()
    ERR_clear_error()
    guard code != 0, let text = ERR_reason_error_string(code) else { return "no reason given" }
    return String(cString: text)
  }
}
