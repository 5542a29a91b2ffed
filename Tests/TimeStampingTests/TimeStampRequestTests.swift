import Testing

@testable import TimeStamping

@Suite struct TimeStampRequestTests {
  @Test func `a request holds its digest and its nonce`() throws {
    let digest = [UInt8](0..<32)
    let request = try #require(TimeStampRequest(digest: digest, nonce: [0x7F, 0x00, 0x01]))
    // SEQUENCE { INTEGER 1, SEQUENCE { SEQUENCE { sha256, NULL }, OCTET STRING }, INTEGER nonce, BOOLEAN TRUE }
    let der = try request.der()
    let expected: [UInt8] =
      [0x30, 0x3E, 0x02, 0x01, 0x01, 0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65]
      + [0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20] + digest
      + [0x02, 0x03, 0x7F, 0x00, 0x01, 0x01, 0x01, 0xFF]
    #expect(der == expected)
  }

  @Test func `only SHA-256 digests and short nonces are taken`() {
    #expect(TimeStampRequest(digest: [1, 2, 3], nonce: [1]) == nil)
    #expect(TimeStampRequest(digest: [UInt8](repeating: 0, count: 32), nonce: []) == nil)
    #expect(TimeStampRequest(digest: [UInt8](repeating: 0, count: 32), nonce: [UInt8](0...32)) == nil)
  }
}
