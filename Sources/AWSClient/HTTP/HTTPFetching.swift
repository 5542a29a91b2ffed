package import Foundation

/// Something that brings an unsigned answer from any web server: a site's robots.txt, a time stamp.
///
/// An answer of any status is an answer; only the lack of a whole one is an error.
package protocol HTTPFetching: Sendable {
  /// Cancelling the task ends the transfer, and `HTTPError.cancelled` is thrown.
  func fetch(_ request: PlainRequest) async throws(HTTPError) -> HTTPResponse
}

/// A request without credentials, with the bounds that a server nobody vouches for needs.
package struct PlainRequest: Hashable, Sendable {
  package var method: HTTPRequest.Method
  /// `http` or `https`.
  package var url: URL
  package var headers: [HTTPRequest.Header]
  package var body: Data
  /// The answer's largest body; more is `HTTPError.tooLarge`.
  package var maxBodyBytes: Int
  /// From the start of connecting to the last byte of the answer.
  package var timeout: Duration
  /// How many redirects are followed. With 0 the redirect itself is the answer; one more than allowed is an error.
  /// From https only to https.
  package var maxRedirects: Int
  package var addresses: AddressRule

  package init(
    method: HTTPRequest.Method = .get, url: URL, headers: [HTTPRequest.Header] = [], body: Data = Data(),
    maxBodyBytes: Int = 1024 * 1024, timeout: Duration = .seconds(30), maxRedirects: Int = 0,
    addresses: AddressRule = .any
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.maxBodyBytes = maxBodyBytes
    self.timeout = timeout
    self.maxRedirects = maxRedirects
    self.addresses = addresses
  }
}

/// Which addresses may be connected to.
package enum AddressRule: Hashable, Sendable {
  case any
  /// Only addresses of the public internet, judged on the address about to be connected to, so that no name, redirect
  /// or notation leads to this machine or its network. No proxy is used: it would choose the address out of sight.
  case publicOnly
}

extension CurlTransport: HTTPFetching {
  package func fetch(_ request: PlainRequest) async throws(HTTPError) -> HTTPResponse {
    try await send(
      HTTPRequest(
        method: request.method, url: request.url, headers: request.headers, body: request.body,
        bounds: HTTPRequest.Bounds(
          maxBodyBytes: request.maxBodyBytes, timeout: request.timeout, maxRedirects: request.maxRedirects,
          addresses: request.addresses)))
  }
}
