import CCrypto
import Foundation

/// SHA-256 (FIPS 180-4) through libcrypto.
package enum SHA256 {
  /// The digest of `bytes` as 64 lower-case hexadecimal digits.
  package static func digest(_ bytes: [UInt8]) -> String {
    bytes.withUnsafeBytes { digest($0, as: Hexadecimal.text) }
  }

  /// The digest of all bytes of `parts`, one part after the other, as 64 lower-case hexadecimal digits.
  package static func digest(ofParts parts: some Sequence<[UInt8]>) -> String {
    // Both fail only when memory is short or libcrypto lacks SHA-256, and then nothing can be proved.
    guard let context = EVP_MD_CTX_new() else { preconditionFailure("libcrypto has no memory for a digest") }
    defer { EVP_MD_CTX_free(context) }
    precondition(EVP_DigestInit_ex(context, sha256, nil) == 1)
    for part in parts {
      part.withUnsafeBytes { precondition(EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1) }
    }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(EVP_MAX_MD_SIZE)) { digest in
      var length: UInt32 = 0
      precondition(EVP_DigestFinal_ex(context, digest.baseAddress, &length) == 1)
      return Hexadecimal.text(UnsafeBufferPointer(rebasing: digest[..<Int(length)]))
    }
  }

  /// The digest of the UTF-8 bytes of `text` as 64 lower-case hexadecimal digits.
  package static func digest(_ text: String) -> String {
    var text = text
    return text.withUTF8 { digest(UnsafeRawBufferPointer($0), as: Hexadecimal.text) }
  }

  /// The digest of the UTF-8 bytes of `text` in base 64, as a Content-Security-Policy names it.
  package static func base64(of text: String) -> String {
    var text = text
    return text.withUTF8 { digest(UnsafeRawBufferPointer($0)) { Data($0).base64EncodedString() } }
  }

  private static func digest(
    _ bytes: UnsafeRawBufferPointer, as form: (UnsafeBufferPointer<UInt8>) -> String
  ) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(EVP_MAX_MD_SIZE)) { digest in
      var length: UInt32 = 0
      // Fails only when memory is short or libcrypto lacks SHA-256, and then nothing can be proved.
      precondition(
        EVP_Digest(bytes.baseAddress, bytes.count, digest.baseAddress, &length, sha256, nil) == 1)
      return form(UnsafeBufferPointer(rebasing: digest[..<Int(length)]))
    }
  }

  // Fetched once: EVP_Digest looks an implicitly fetched algorithm up on every call, which takes longer than
  // hashing a record does. It lives as long as the process and is only read.
  nonisolated(unsafe) private static let sha256: OpaquePointer? = EVP_MD_fetch(nil, "SHA256", nil)
}
