import CCrypto

/// Detached CMS signatures (RFC 5652) as `openssl cms -verify` reads them, through libcrypto.
package enum CMSSignature {
  /// The signature over `content` as PEM text, with the certificate inside.
  ///
  /// - Parameters:
  ///   - key: a private key as PEM, not encrypted.
  ///   - certificate: its certificate as PEM; certificates after the first are added as the chain to a root.
  package static func sign(
    _ content: [UInt8], key: [UInt8], certificate: [UInt8]
  ) throws(PackError) -> String {
    ERR_clear_error()
    guard let key = key.withBIO({ PEM_read_bio_PrivateKey($0, nil, { _, _, _, _ in 0 }, nil) }) else {
      throw .unreadableKey(detail: reason())
    }
    defer { EVP_PKEY_free(key) }
    let certificates = readCertificates(certificate)
    defer { certificates.forEach { X509_free($0) } }
    guard let own = certificates.first else { throw .unreadableCertificate(detail: reason()) }
    guard X509_check_private_key(own, key) == 1 else { throw .keyDoesNotFit }
    let flags = UInt32(CMS_DETACHED | CMS_BINARY)
    let signed = content.withBIO { bio -> OpaquePointer? in
      guard let message = CMS_sign(own, key, nil, bio, flags | UInt32(CMS_PARTIAL)) else { return nil }
      for other in certificates.dropFirst() { CMS_add1_cert(message, other) }
      guard CMS_final(message, bio, nil, flags) == 1 else {
        CMS_ContentInfo_free(message)
        return nil
      }
      return message
    }
    guard let signed else { throw .notSigned(detail: reason()) }
    defer { CMS_ContentInfo_free(signed) }
    guard let text = writtenText({ ccrypto_write_cms($0, signed) }) else {
      throw .notSigned(detail: reason())
    }
    return text
  }

  /// Whether `signature` (PEM) is one over `content` by the certificate inside it. Who that is, and whether to trust
  /// it, is not asked.
  package static func isSignature(_ signature: [UInt8], over content: [UInt8]) -> Bool {
    ERR_clear_error()
    guard let message = signature.withBIO({ ccrypto_read_cms($0) }) else { return false }
    defer { CMS_ContentInfo_free(message) }
    let flags = UInt32(CMS_DETACHED | CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY)
    return content.withBIO { CMS_verify(message, nil, nil, $0, nil, flags) } == 1
  }

  /// The certificates of a PEM text, in its order; the caller frees them.
  private static func readCertificates(_ text: [UInt8]) -> [OpaquePointer] {
    text.withBIO { bio in
      var certificates: [OpaquePointer] = []
      while certificates.count < 20, let next = PEM_read_bio_X509(bio, nil, nil, nil) {
        certificates.append(next)
      }
      return certificates
    }
  }

  private static func writtenText(_ write: (OpaquePointer) -> Int32) -> String? {
    guard let bio = BIO_new(BIO_s_mem()) else { return nil }
    defer { BIO_free_all(bio) }
    guard write(bio) == 1 else { return nil }
    var start: UnsafeMutablePointer<CChar>?
    let count = ccrypto_bio_contents(bio, &start)
    guard let start, count > 0 else { return nil }
    return String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
  }

  /// What libcrypto says went wrong; it names no key material.
  private static func reason() -> String {
    let code = ERR_get_error()
    guard code != 0, let text = ERR_reason_error_string(code) else {
      return "no PEM text of that kind was found"
    }
    return String(cString: text)
  }
}

extension [UInt8] {
  /// Runs `body` with a BIO that reads these bytes.
  fileprivate func withBIO<Value>(_ body: (OpaquePointer) -> Value) -> Value {
    withUnsafeBytes { buffer in
      // An empty buffer may have no address, which libcrypto refuses.
      let bio = BIO_new_mem_buf(buffer.baseAddress ?? UnsafeRawPointer(bitPattern: 1), Int32(buffer.count))
      guard let bio else { preconditionFailure("libcrypto has no memory for a buffer") }
      defer { BIO_free_all(bio) }
      return body(bio)
    }
  }
}
