internal import CCrypto
import Foundation

/// libcrypto's view of a token, for as long as `reading` lasts.
struct Token {
  /// The signed message.
  let message: UnsafeMutablePointer<PKCS7>
  /// What it says.
  let info: OpaquePointer
  /// The certificate of its one signer; nil when the token does not hold it.
  let signer: OpaquePointer?

  /// Gives the token in `bytes`, an answer or a token alone, to `body`.
  static func reading<Result>(
    _ bytes: [UInt8], _ body: (Token) throws(TimeStampError) -> Result
  ) throws(TimeStampError) -> Result {
    // Errors of earlier calls would be taken for this one's.
    ERR_clear_error()
    defer { ERR_clear_error() }
    if let response = DER.value(in: bytes, { d2i_TS_RESP(nil, $0, $1) }, free: { TS_RESP_free($0) }) {
      defer { TS_RESP_free(response) }
      guard let message = TS_RESP_get_token(response) else { throw refusal(in: response) }
      return try reading(message, body)
    }
    guard let message = DER.value(in: bytes, { d2i_PKCS7(nil, $0, $1) }, free: { PKCS7_free($0) }) else {
      throw .unreadable
    }
    defer { PKCS7_free(message) }
    return try reading(message, body)
  }

  private static func reading<Result>(
    _ message: UnsafeMutablePointer<PKCS7>, _ body: (Token) throws(TimeStampError) -> Result
  ) throws(TimeStampError) -> Result {
    guard let info = PKCS7_to_TS_TST_INFO(message) else { throw .unreadable }
    defer { TS_TST_INFO_free(info) }
    let signers = PKCS7_get0_signers(message, nil, 0)
    defer { ccrypto_x509_stack_free(signers) }
    let signer = ccrypto_x509_count(signers) == 1 ? ccrypto_x509_at(signers, 0) : nil
    return try body(Token(message: message, info: info, signer: signer))
  }

  private static func refusal(in response: OpaquePointer) -> TimeStampError {
    guard let information = TS_RESP_get_status_info(response),
      let status = TS_STATUS_INFO_get0_status(information)
    else { return .unreadable }
    let texts = TS_STATUS_INFO_get0_text(information)
    let reason = (0..<min(ccrypto_text_count(texts), 4)).compactMap { index in
      ccrypto_text_at(texts, index).map { text in
        String(
          decoding: UnsafeBufferPointer(
            start: ASN1_STRING_get0_data(text), count: min(Int(ASN1_STRING_length(text)), 500)),
          as: UTF8.self)
      }
    }.joined(separator: "; ")
    return .refused(status: Int(ASN1_INTEGER_get(status)), reason: reason)
  }

  /// The signature, the signer's certificate with its purpose, and that the token names this certificate (ESS).
  func verifySignature(_ trust: TrustStore) throws(TimeStampError) {
    guard let context = TS_VERIFY_CTX_new() else { throw .library(LibraryError.reason) }
    defer { TS_VERIFY_CTX_free(context) }
    TS_VERIFY_CTX_set_flags(context, Int32(TS_VFY_VERSION | TS_VFY_SIGNATURE))
    // The context frees what it is given.
    X509_STORE_up_ref(trust.store)
    TS_VERIFY_CTX_set_store(context, trust.store)
    guard TS_RESP_verify_token(context, message) == 1 else {
      throw .badSignature(reason: LibraryError.reason)
    }
  }
}

/// The certificates that are trusted.
final class TrustStore {
  let store: OpaquePointer

  /// - Parameter time: at which certificates have to be valid.
  init(time: Date) throws(TimeStampError) {
    guard let store = X509_STORE_new() else { throw .library(LibraryError.reason) }
    self.store = store
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store), time_t(time.timeIntervalSince1970))
  }

  deinit { X509_STORE_free(store) }

  /// Trusts a signer without asking who vouches for it.
  func add(itself certificate: OpaquePointer) throws(TimeStampError) {
    guard X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN)) == 1,
      X509_STORE_add_cert(store, certificate) == 1
    else { throw .library(LibraryError.reason) }
  }

  /// Trusts every certificate of a PEM file. One that is no root is trusted as it is.
  func add(pem: [UInt8]) throws(TimeStampError) {
    guard let bio = BIO_new_mem_buf(pem, Int32(pem.count)) else { throw .library(LibraryError.reason) }
    defer { BIO_free(bio) }
    var count = 0
    while let certificate = PEM_read_bio_X509(bio, nil, nil, nil) {
      defer { X509_free(certificate) }
      guard X509_STORE_add_cert(store, certificate) == 1 else { throw .library(LibraryError.reason) }
      count += 1
    }
    ERR_clear_error()
    guard count > 0, X509_STORE_set_flags(store, UInt(X509_V_FLAG_PARTIAL_CHAIN)) == 1 else {
      throw .unreadableAuthorities
    }
  }
}
