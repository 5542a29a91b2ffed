import CCrypto

/// SHA-1 (FIPS 180-4) through libcrypto, for names of cache files alone: it proves nothing.
package enum SHA1 {
  /// The digest of the UTF-8 bytes of `text` as 40 lower-case hexadecimal digits.
  package static func digest(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(EVP_MAX_MD_SIZE)) { digest in
        var length: UInt32 = 0
        // Fails only when memory is short or libcrypto lacks SHA-1.
        precondition(
          EVP_Digest(bytes.baseAddress, bytes.count, digest.baseAddress, &length, EVP_sha1(), nil) == 1)
        return Hexadecimal.text(UnsafeBufferPointer(rebasing: digest[..<Int(length)]))
      }
    }
  }
}
