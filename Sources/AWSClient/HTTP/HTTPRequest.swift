package import Foundation

/// One HTTP request, complete but for what the transport adds: Host, User-Agent, Content-Length and,
/// when `signing` is given, X-Amz-Date and Authorization.
package struct HTTPRequest: Hashable, Sendable {
  /// The methods that reading needs; nothing here changes what it reads.
  package enum Method: String, Hashable, Sendable {
    case get = "GET"
    case post = "POST"
    /// How the instance metadata service is asked for a token.
    case put = "PUT"
  }

  package var method: Method
  package var url: URL
  /// Sent in this order. With `signing`, all of them are signed.
  package var headers: [Header]
  package var body: Data
  package var signing: SigningParameters?
  /// Nil leaves it at the transport's own bounds.
  package var bounds: Bounds?
  package var limits: Limits

  package init(
    method: Method, url: URL, headers: [Header] = [], body: Data = Data(),
    signing: SigningParameters? = nil, bounds: Bounds? = nil, limits: Limits = Limits()
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.signing = signing
    self.bounds = bounds
    self.limits = limits
  }

  /// Whether everything but the body is the same, so that a handle's settings for one do for the other.
  func differsInBodyAlone(from other: HTTPRequest) -> Bool {
    method == other.method && headers == other.headers && url == other.url && signing == other.signing
      && bounds == other.bounds && limits == other.limits
  }

  /// Bounds of one request, as `PlainRequest` describes them.
  package struct Bounds: Hashable, Sendable {
    package var maxBodyBytes: Int
    package var timeout: Duration
    package var maxRedirects: Int
    package var addresses: AddressRule

    package init(maxBodyBytes: Int, timeout: Duration, maxRedirects: Int, addresses: AddressRule) {
      self.maxBodyBytes = maxBodyBytes
      self.timeout = timeout
      self.maxRedirects = maxRedirects
      self.addresses = addresses
    }
  }

  /// How one request differs from the others of its transport.
  package struct Limits: Hashable, Sendable {
    /// From connecting to the last byte; nil for the transport's own.
    package var timeout: Duration?
    /// Past all proxies, as for addresses of this machine's own network link.
    package var goesDirectly: Bool

    package init(timeout: Duration? = nil, goesDirectly: Bool = false) {
      self.timeout = timeout
      self.goesDirectly = goesDirectly
    }
  }

  package struct Header: Hashable, Sendable {
    package var name: String
    package var value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }
}

/// What Signature Version 4 needs beside the request itself.
///
/// [Elements of a request signature](https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html)
package struct SigningParameters: Hashable, Sendable {
  package var region: String
  /// The signing name, for example `organizations`.
  package var service: String
  package var credential: Credential

  package init(region: String, service: String, credential: Credential) {
    self.region = region
    self.service = service
    self.credential = credential
  }
}
