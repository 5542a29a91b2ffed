import AWSClient
import Foundation
import TimeStamping

/// An RFC 3161 time stamp authority, asked by HTTP (<https://www.rfc-editor.org/rfc/rfc3161#section-3.4>).
struct TimeStampAuthority {
  let url: URL
  let fetching: any HTTPFetching

  /// Nil unless `url` is one of http or https, with a host and without a password.
  init?(url text: String, fetching: any HTTPFetching) {
    guard let url = Self.url(text) else { return nil }
    self.url = url
    self.fetching = fetching
  }

  static func url(_ text: String) -> URL? {
    guard let url = URL(string: text), ["http", "https"].contains(url.scheme?.lowercased()),
      url.host()?.isEmpty == false, url.user() == nil, url.password() == nil
    else { return nil }
    return url
  }

  /// A verified token over `digest`, 64 hexadecimal digits.
  ///
  /// - Parameter authorities: certificates to trust, in PEM; see `TimeStampToken.verify`.
  /// - Throws: `CommandFailure`.
  func token(over digest: String, authorities: [UInt8]?) async throws -> TimeStampToken {
    var random = SystemRandomNumberGenerator()
    // The first bit stays clear and the first byte set, so that the number is positive and has this length everywhere.
    let nonce =
      [UInt8.random(in: 1...127, using: &random)]
      + (0..<7).map { _ in UInt8.random(in: 0...255, using: &random) }
    guard let request = TimeStampRequest(digest: Self.bytes(digest), nonce: nonce) else {
      throw CommandFailure("\(digest) is no digest that could be stamped; verify the store")
    }
    do {
      let response = try await fetching.fetch(
        PlainRequest(
          method: .post, url: url,
          headers: [
            .init("Content-Type", TimeStampRequest.contentType), .init("Accept", TimeStampRequest.answerType),
          ], body: Data(try request.der())))
      guard response.status == 200 else {
        throw CommandFailure(
          "\(shown) answered with status \(response.status); check that it is a time stamp authority")
      }
      let token = try TimeStampToken(parsing: Array(response.body))
      try token.verify(digest: digest, nonce: nonce, authorities: authorities)
      return token
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure("no time stamp from \(shown): \(error)")
    }
  }

  private var shown: String { url.absoluteString }

  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    var digits = Substring(hexadecimal)
    var bytes: [UInt8] = []
    while digits.count >= 2, let byte = UInt8(digits.prefix(2), radix: 16) {
      bytes.append(byte)
      digits = digits.dropFirst(2)
    }
    return digits.isEmpty ? bytes : []
  }
}
