internal import CCrypto
package import Foundation

/// A time stamp: an authority's signed word that a digest was known at a time, RFC 3161, section 2.4.2
/// (<https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2>).
package struct TimeStampToken: Hashable, Sendable {
  /// What was parsed: a whole answer or a token alone, in DER.
  package let bytes: [UInt8]
  /// The digest that was stamped, in lower-case hexadecimal.
  package let digest: String
  /// When, by the authority's clock, to the second.
  package let time: Date
  /// In lower-case hexadecimal.
  package let serialNumber: String
  /// The signer's distinguished name as its certificate has it, in RFC 2253's form; untrusted text. Nil when the token
  /// holds no certificate.
  package let signer: String?
  private let nonce: [UInt8]?

  /// Reads an answer of a time stamp authority, or a token alone. Nothing is verified.
  ///
  /// - Throws: `TimeStampError.unreadable`, or `.refused` when the answer holds no token.
  package init(parsing bytes: [UInt8]) throws(TimeStampError) {
    self = try Token.reading(bytes) { token throws(TimeStampError) in try TimeStampToken(token, bytes: bytes)
    }
  }

  private init(_ token: Token, bytes: [UInt8]) throws(TimeStampError) {
    self.bytes = bytes
    guard let imprint = TS_TST_INFO_get_msg_imprint(token.info),
      let algorithm = TS_MSG_IMPRINT_get_algo(imprint), let message = TS_MSG_IMPRINT_get_msg(imprint),
      OBJ_obj2nid(algorithm.pointee.algorithm) == NID_sha256,
      let moment = TS_TST_INFO_get_time(token.info), let serial = TS_TST_INFO_get_serial(token.info)
    else { throw .unreadable }
    var parts = tm()
    guard ASN1_TIME_to_tm(moment, &parts) == 1 else { throw .unreadable }
    digest = Self.hexadecimal(Self.bytes(message))
    time = Date(timeIntervalSince1970: Double(timegm(&parts)))
    serialNumber = Self.hexadecimal(Self.bytes(serial))
    nonce = TS_TST_INFO_get_nonce(token.info).map { Self.bytes($0) }
    signer = token.signer.flatMap { Self.name(of: $0) }
  }

  /// Checks that the token is over `digest` and that its signature holds.
  ///
  /// Without `authorities` the certificate that the token brings along is taken for granted, so that the token is
  /// known to be whole, but not who made it. Certificates are judged at the time of the stamp.
  ///
  /// - Parameters:
  ///   - digest: 64 hexadecimal digits in lower case.
  ///   - nonce: of the request, where the token is its answer.
  ///   - authorities: certificates to trust, in PEM.
  package func verify(
    digest expected: String, nonce: [UInt8]? = nil, authorities: [UInt8]? = nil
  ) throws(TimeStampError) {
    guard digest == expected else { throw .otherDigest(found: digest, expected: expected) }
    if let nonce, self.nonce.map({ Self.withoutLeadingZeros($0) }) != Self.withoutLeadingZeros(nonce) {
      throw .otherNonce
    }
    try Token.reading(bytes) { token throws(TimeStampError) in
      guard let signer = token.signer else { throw .noCertificate }
      let trust = try TrustStore(time: time)
      if let authorities { try trust.add(pem: authorities) } else { try trust.add(itself: signer) }
      try token.verifySignature(trust)
    }
  }

  private static func bytes(_ text: UnsafePointer<ASN1_STRING>) -> [UInt8] {
    Array(UnsafeBufferPointer(start: ASN1_STRING_get0_data(text), count: Int(ASN1_STRING_length(text))))
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func withoutLeadingZeros(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.drop { $0 == 0 }) }

  private static func name(of certificate: OpaquePointer) -> String? {
    guard let bio = BIO_new(BIO_s_mem()) else { return nil }
    defer { BIO_free(bio) }
    guard X509_NAME_print_ex(bio, X509_get_subject_name(certificate), 0, ccrypto_name_flags()) >= 0 else {
      return nil
    }
    var contents: UnsafeMutablePointer<CChar>?
    let count = ccrypto_bio_contents(bio, &contents)
    return String(decoding: UnsafeRawBufferPointer(start: contents, count: count), as: UTF8.self)
  }
}
