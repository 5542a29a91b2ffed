import Foundation

/// Finds where each service is asked: an explicit URL, then `AWS_ENDPOINT_URL_<SERVICE>`, then
/// `AWS_ENDPOINT_URL`, then what the profile configures, then AWS's own endpoint in the Region's partition.
///
/// [Service-specific endpoints](https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html)
package struct EndpointResolver: Sendable {
  var region: String
  var explicitURL: String?
  var environment: [String: String]
  var allowHTTP: Bool
  var settings: EndpointSettings

  /// - Parameters:
  ///   - endpointURL: the value of `--endpoint-url`; serves every service.
  ///   - allowHTTP: whether plain http may leave this machine.
  package init(
    region: String, endpointURL: String? = nil, environment: [String: String] = [:], allowHTTP: Bool = false,
    settings: EndpointSettings = EndpointSettings()
  ) {
    self.settings = settings
    self.region = region
    self.explicitURL = endpointURL
    self.environment = environment
    self.allowHTTP = allowHTTP
  }

  /// - Throws: when the endpoint of any service cannot be used.
  package func check() throws(EndpointError) {
    for service in AWSService.allCases { _ = try endpoint(for: service) }
  }

  package func endpoint(for service: AWSService) throws(EndpointError) -> Endpoint {
    guard region.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil, region.utf8.count <= 63 else {
      throw .malformedRegion(Excerpt.oneLine(region, limit: 63))
    }
    let partition = Partition.containing(region: region)
    let url: URL
    let override = override(for: service)
    let isGlobal = override == nil && service == .sts && usesGlobalSTS
    if let override {
      // AWS's tools refuse this too: nobody could tell whether the URL is what was asked for.
      guard !settings.usesFIPS, !settings.usesDualStack else {
        throw .variantOfURL(source: override.source, setting: settings.usesFIPS ? "FIPS" : "dual-stack")
      }
      url = try checked(override.url, source: override.source)
    } else {
      let host =
        isGlobal
        ? "sts.amazonaws.com"
        : partition.host(
          of: service, region: region, fips: settings.usesFIPS, dualStack: settings.usesDualStack)
      let text = "https://\(host)/"
      guard let standard = URL(string: text) else { throw .malformedRegion(region) }
      url = standard
    }
    return Endpoint(
      url: url,
      signingRegion: isGlobal ? "us-east-1" : partition.signingRegion(of: service, region: region),
      signingName: service.signingName, isOverridden: override != nil)
  }

  private func override(for service: AWSService) -> (source: String, url: String)? {
    if let explicitURL { return ("--endpoint-url", explicitURL) }
    guard environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() != "true",
      !settings.ignoresConfiguredURLs
    else { return nil }
    for name in ["AWS_ENDPOINT_URL_\(service.environmentSuffix)", "AWS_ENDPOINT_URL"] {
      if let url = environment[name], !url.isEmpty { return (name, url) }
    }
    return settings.profileURLs[service].map { ($0.source, $0.url) }
  }

  /// The Regions that had no STS of their own in the beginning
  /// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-sts-regionalized-endpoints.html).
  private static let regionsOfGlobalSTS: Set<String> = [
    "ap-northeast-1", "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ca-central-1", "eu-central-1",
    "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1", "us-east-1", "us-east-2", "us-west-1",
    "us-west-2",
  ]

  private var usesGlobalSTS: Bool {
    settings.usesGlobalSTS && !settings.usesFIPS && !settings.usesDualStack
      && Self.regionsOfGlobalSTS.contains(region)
  }

  private func checked(_ text: String, source: String) throws(EndpointError) -> URL {
    func malformed(_ problem: String) -> EndpointError {
      .malformedURL(source: source, url: Self.withoutUser(text), problem: problem)
    }
    guard let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
      let host = parts.host, !host.isEmpty, let url = URL(string: text)
    else { throw malformed("is not a URL with a scheme and a host") }
    guard scheme == "https" || scheme == "http" else { throw malformed("is neither https nor http") }
    guard parts.user == nil, parts.password == nil else { throw malformed("holds a user name or password") }
    guard parts.query == nil, parts.fragment == nil else { throw malformed("holds a query or a fragment") }
    guard parts.port.map({ (1...65535).contains($0) }) ?? true else { throw malformed("has no valid port") }
    guard scheme == "https" || allowHTTP || Self.isLoopback(host) else {
      throw .plainHTTP(source: source, host: Excerpt.oneLine(host, limit: 100))
    }
    return url
  }

  /// Whether `host` is an address of this machine. Names such as `127.example.com` are not.
  static func isLoopback(_ host: String) -> Bool {
    let bare = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")).lowercased()
    if bare == "localhost" || bare == "::1" { return true }
    let octets = bare.split(separator: ".", omittingEmptySubsequences: false)
    return octets.count == 4 && octets.first == "127"
      && octets.allSatisfy { (1...3).contains($0.count) && UInt8($0) != nil }
  }

  private static func withoutUser(_ text: String) -> String {
    Excerpt.oneLine(text, limit: 200).replacing(/^.*@/, with: "…@")
  }
}
