/// Something that carries one request to a server and brings the whole answer back.
///
/// An answer of any status is an answer; only the lack of a whole one is an error. Redirects are
/// followed only where the request's bounds allow it.
package protocol HTTPTransport: Sendable {
  /// Cancelling the task ends the transfer, and `HTTPError.cancelled` is thrown.
  func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse

  /// Where tasks are best run that send many requests; nil where it makes no difference.
  var executor: (any TaskExecutor)? { get }
}

extension HTTPTransport {
  package var executor: (any TaskExecutor)? { nil }
}
