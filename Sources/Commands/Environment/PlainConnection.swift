import AWSClient

/// Makes the client for web servers other than AWS.
enum PlainConnection {
  /// A client that has sent nothing yet. Proxies and the trusted certificate authorities are the environment's.
  static func fetching(_ context: CommandContext) -> any HTTPFetching {
    var options = CurlTransport.Options(version: Version.current)
    options.caBundlePath = context.environment["AWS_CA_BUNDLE"].flatMap { $0.isEmpty ? nil : $0 }
    return CurlTransport(options: options)
  }
}
