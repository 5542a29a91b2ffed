internal import CCrypto

/// A request for a time stamp over a SHA-256 digest, RFC 3161, section 2.4.1
/// (<https://www.rfc-editor.org/rfc/rfc3161#section-2.4.1>).
///
/// It is sent by HTTP POST with `contentType`; the answer, of type `answerType`, is read by `TimeStampToken`.
package struct TimeStampRequest: Hashable, Sendable {
  package static let contentType = "application/timestamp-query"
  package static let answerType = "application/timestamp-reply"

  /// The message imprint: 32 bytes.
  package let digest: [UInt8]
  /// Comes back in the token, which ties it to this request. A positive number, most significant byte first.
  package let nonce: [UInt8]

  /// Nil unless `digest` has 32 bytes and `nonce` 1 to 32.
  package init?(digest: [UInt8], nonce: [UInt8]) {
    guard digest.count == 32, (1...32).contains(nonce.count) else { return nil }
    self.digest = digest
    self.nonce = nonce
  }

  /// The request in DER. It asks for the signer's certificate, without which a token proves nothing later on.
  ///
  /// - Throws: `TimeStampError.library` when libcrypto fails, as without memory.
  package func der() throws(TimeStampError) -> [UInt8] {
    let request = TS_REQ_new()
    let imprint = TS_MSG_IMPRINT_new()
    let algorithm = X509_ALGOR_new()
    let number = ASN1Number(nonce)
    defer {
      TS_REQ_free(request)
      TS_MSG_IMPRINT_free(imprint)
      X509_ALGOR_free(algorithm)
    }
    var digest = digest
    // Each of the calls copies what it is given.
    guard let request, let imprint, let algorithm, let number,
      X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nil) == 1,
      TS_MSG_IMPRINT_set_algo(imprint, algorithm) == 1,
      TS_MSG_IMPRINT_set_msg(imprint, &digest, Int32(digest.count)) == 1,
      TS_REQ_set_version(request, 1) == 1,
      TS_REQ_set_msg_imprint(request, imprint) == 1,
      TS_REQ_set_nonce(request, number.integer) == 1,
      TS_REQ_set_cert_req(request, 1) == 1,
      let bytes = DER.bytes({ i2d_TS_REQ(request, $0) })
    else { throw .library(LibraryError.reason) }
    return bytes
  }
}

/// A number in libcrypto's form.
final class ASN1Number {
  let integer: UnsafeMutablePointer<ASN1_INTEGER>

  init?(_ bytes: [UInt8]) {
    let number = BN_bin2bn(bytes, Int32(bytes.count), nil)
    defer { BN_free(number) }
    guard let number, let integer = BN_to_ASN1_INTEGER(number, nil) else { return nil }
    self.integer = integer
  }

  deinit { ASN1_INTEGER_free(integer) }
}

enum DER {
  /// What an `i2d_...` function writes; nil when it fails.
  static func bytes(_ write: (UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>?) -> Int32) -> [UInt8]? {
    let count = write(nil)
    guard count > 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(count))
    let written = bytes.withUnsafeMutableBufferPointer { buffer in
      var place = buffer.baseAddress
      return write(&place)
    }
    return written == count ? bytes : nil
  }

  /// What a `d2i_...` function reads; nil when it fails or leaves bytes over.
  static func value<Value>(
    in bytes: [UInt8], _ read: (UnsafeMutablePointer<UnsafePointer<UInt8>?>, Int) -> Value?,
    free: (Value) -> Void
  ) -> Value? {
    bytes.withUnsafeBufferPointer { buffer in
      var place = buffer.baseAddress
      guard let value = read(&place, buffer.count) else { return nil }
      if let place, let start = buffer.baseAddress, place == start + buffer.count { return value }
      free(value)
      return nil
    }
  }
}
