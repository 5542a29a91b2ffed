import AWSClient

/// Makes the client for web servers other than AWS.
enum PlainConnection {
  /// A client that has sent nothing yet. Proxies and the trusted certificate authorities are the environment's.
  static func fetching(_ context: CommandContext) throws -> any HTTPFetching {
    var options = CurlTransport.Options(version: Version.current)
    options.caBundlePath = try CertificateBundle.path(context)
    return CurlTransport(options: options)
  }
}
