import Foundation
import Testing

@testable import TimeStamping

@Suite struct TimeStampTokenTests {
  static let digest = (0..<32).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  static let nonce: [UInt8] = [0x12, 0x7B, 0xF1, 0x1A, 0x4F, 0x74, 0x91, 0xFC]

  static func fixture(_ name: String) throws -> [UInt8] {
    Array(
      try Data(
        contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent()
          .appending(path: "Fixtures/\(name)")))
  }

  @Test(arguments: ["reply.tsr", "token.der"])
  func `an answer and a token alone say what was stamped, when and by whom`(name: String) throws {
    let token = try TimeStampToken(parsing: Self.fixture(name))
    #expect(token.digest == Self.digest)
    #expect(token.time == (try Date("2026-11-24T04:51:10Z", strategy: .iso8601)) || name == "token.der")
    #expect(token.signer == "CN=Test time stamps,O=Test")
    #expect(["1004", "1005"].contains(token.serialNumber))
    try token.verify(digest: Self.digest)
    try token.verify(digest: Self.digest, nonce: Self.nonce, authorities: Self.fixture("authority.pem"))
  }

  @Test func `a token over something else, or for another request, is refused`() throws {
    let token = try TimeStampToken(parsing: Self.fixture("reply.tsr"))
    let other = String(repeating: "0", count: 64)
    #expect(throws: TimeStampError.otherDigest(found: Self.digest, expected: other)) {
      try token.verify(digest: other)
    }
    #expect(throws: TimeStampError.otherNonce) { try token.verify(digest: Self.digest, nonce: [1]) }
  }

  @Test func `a signer that nobody trusted vouches for is refused`() throws {
    let token = try TimeStampToken(parsing: Self.fixture("reply.tsr"))
    let error = #expect(throws: TimeStampError.self) {
      try token.verify(digest: Self.digest, authorities: Self.fixture("other-authority.pem"))
    }
    guard case .badSignature = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(throws: TimeStampError.unreadableAuthorities) {
      try token.verify(digest: Self.digest, authorities: Array("no certificate".utf8))
    }
  }

  @Test func `a token without its signer's certificate proves nothing`() throws {
    let token = try TimeStampToken(parsing: Self.fixture("without-certificate.tsr"))
    #expect(token.signer == nil)
    #expect(throws: TimeStampError.noCertificate) { try token.verify(digest: Self.digest) }
  }

  @Test func `a refusal is told in the authority's words`() throws {
    #expect(
      throws: TimeStampError.refused(status: 2, reason: "Bad request format or system error.")
    ) { try TimeStampToken(parsing: Self.fixture("refused.tsr")) }
  }

  @Test func `what is no time stamp is unreadable`() throws {
    let reply = try Self.fixture("reply.tsr")
    for bytes in [[], [0x30], Array("<html>".utf8), Array(reply.dropLast()), reply + [0]] {
      #expect(throws: TimeStampError.unreadable) { try TimeStampToken(parsing: bytes) }
    }
  }

  @Test func `no change of a byte passes for another digest, time or number`() throws {
    let reply = try Self.fixture("reply.tsr")
    let original = try TimeStampToken(parsing: reply)
    var refused = 0
    for index in reply.indices {
      var changed = reply
      changed[index] ^= 0x01
      guard let token = try? TimeStampToken(parsing: changed),
        (try? token.verify(digest: token.digest)) != nil
      else {
        refused += 1
        continue
      }
      #expect(token.digest == original.digest && token.time == original.time, "byte \(index)")
      #expect(token.serialNumber == original.serialNumber, "byte \(index)")
    }
    #expect(refused > reply.count / 3)
  }
}
