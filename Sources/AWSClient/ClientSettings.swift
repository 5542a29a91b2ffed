/// What the environment and the profile say about calling AWS, beside keys, Region and endpoints.
///
/// [Settings reference](https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html)
package struct ClientSettings: Hashable, Sendable {
  /// A PEM file of certificate authorities: `AWS_CA_BUNDLE`, `ca_bundle`.
  package var caBundlePath: String?
  /// Tries of one call: `AWS_MAX_ATTEMPTS`, `max_attempts`; nil for the standard number.
  package var maxAttempts: Int?
  package var endpoints: EndpointSettings

  package init(
    environment: [String: String], profile: Profile?, configuration: SharedConfiguration
  ) throws(CredentialError) {
    let settings = Lookup(environment: environment, profile: profile)
    caBundlePath = settings.value("AWS_CA_BUNDLE", "ca_bundle")
    if let text = settings.value("AWS_MAX_ATTEMPTS", "max_attempts") {
      guard let number = Int(text), (1...100).contains(number) else {
        throw settings.bad("AWS_MAX_ATTEMPTS", "max_attempts", text, advice: "write a number from 1 to 100")
      }
      maxAttempts = number
    }
    // The modes differ in pauses and in pacing, which `RateLimiter` decides by operation.
    if let mode = settings.value("AWS_RETRY_MODE", "retry_mode") {
      guard ["legacy", "standard", "adaptive"].contains(mode.lowercased()) else {
        throw settings.bad("AWS_RETRY_MODE", "retry_mode", mode, advice: "write standard or adaptive")
      }
    }
    endpoints = try EndpointSettings(settings, configuration: configuration)
  }

  /// A variable of the environment, and in its absence a setting of the profile.
  struct Lookup {
    let environment: [String: String]
    let profile: Profile?

    func value(_ variable: String, _ key: String) -> String? {
      if let text = environment[variable], !text.isEmpty { return text }
      return profile?[key]
    }

    func flag(_ variable: String, _ key: String) -> Bool { value(variable, key)?.lowercased() == "true" }

    func bad(_ variable: String, _ key: String, _ text: String, advice: String) -> CredentialError {
      let shown = Excerpt.oneLine(text, limit: 60)
      if environment[variable]?.isEmpty == false {
        return .badVariable(name: variable, value: shown, advice: advice)
      }
      return .badSetting(
        profile: profile?.name ?? "", setting: key, problem: "is \"\(shown)\"", advice: advice)
    }
  }
}
