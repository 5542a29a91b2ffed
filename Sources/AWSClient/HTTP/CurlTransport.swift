import Foundation

/// HTTP by libcurl: many requests at the same time over connections that stay open, on one thread of its own.
///
/// Requests beyond `maxInFlight` wait in the order they came. TLS certificates are always verified. Proxies are
/// those of the environment, as libcurl reads them (https://curl.se/libcurl/c/CURLOPT_PROXY.html). Signed
/// requests use CURLOPT_AWS_SIGV4, which signs with the machine's time.
package final class CurlTransport: HTTPTransport {
  /// Bounds and settings of all requests of one transport.
  package struct Options: Hashable, Sendable {
    package var maxInFlight = 64
    package var connectTimeout: Duration = .seconds(5)
    /// From the start of connecting to the last byte of the answer.
    package var requestTimeout: Duration = .seconds(30)
    package var maxBodyBytes = 64 * 1024 * 1024
    /// A PEM file of certificate authorities to trust instead of the system's.
    package var caBundlePath: String?
    package var userAgent: String

    /// - Parameter version: the product's version, for the User-Agent `optout-audit/<version>`.
    package init(version: String) {
      userAgent = "optout-audit/\(version)"
    }
  }

  private let loop: CurlLoop

  /// Nothing starts before the first request.
  package init(options: Options) {
    loop = CurlLoop(options: options)
  }

  package var executor: (any TaskExecutor)? { loop }

  deinit {
    loop.stop()
  }

  package func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
    let id = loop.newID()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.add(CurlLoop.Job(id: id, request: request, continuation: continuation))
      }
    } onCancel: {
      loop.cancel(id)
    }
    return try result.get()
  }
}
