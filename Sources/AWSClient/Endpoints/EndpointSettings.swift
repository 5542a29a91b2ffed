/// What the environment and the profile say about endpoints.
///
/// [Service-specific endpoints](https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html),
/// [Dual-stack and FIPS endpoints](https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html)
package struct EndpointSettings: Hashable, Sendable {
  /// A URL and the setting that it comes from, for messages.
  package struct Configured: Hashable, Sendable {
    package var url: String
    package var source: String
  }

  package var usesFIPS = false
  package var usesDualStack = false
  /// `AWS_STS_REGIONAL_ENDPOINTS=legacy`: one STS for the old Regions of the partition aws.
  package var usesGlobalSTS = false
  /// URLs that the profile configures; those of the environment go before them.
  package var profileURLs: [AWSService: Configured] = [:]
  package var ignoresConfiguredURLs = false

  package init() {}

  init(_ settings: ClientSettings.Lookup, configuration: SharedConfiguration) throws(CredentialError) {
    usesFIPS = settings.flag("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint")
    usesDualStack = settings.flag("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint")
    usesGlobalSTS =
      settings.value("AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints")?.lowercased() == "legacy"
    ignoresConfiguredURLs = settings.flag(
      "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls")
    guard let profile = settings.profile, !ignoresConfiguredURLs else { return }
    var section: [String: [String: String]] = [:]
    let sectionName = profile["services"]
    if let sectionName {
      guard let found = configuration.servicesSection(sectionName) else {
        throw .badSetting(
          profile: profile.name, setting: "services",
          problem: "names \"\(sectionName)\", which is no [services] section",
          advice: "add it, or correct the name")
      }
      section = found
    }
    for service in AWSService.allCases {
      if let url = section[service.configurationKey]?["endpoint_url"], !url.isEmpty {
        profileURLs[service] = Configured(
          url: url, source: "endpoint_url of \(service.configurationKey) in services \"\(sectionName ?? "")\""
        )
      } else if let url = profile["endpoint_url"] {
        profileURLs[service] = Configured(url: url, source: "endpoint_url of profile \"\(profile.name)\"")
      }
    }
  }
}
