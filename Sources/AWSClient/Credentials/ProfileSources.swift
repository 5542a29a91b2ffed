/// The places that one profile may name, in botocore's order.
struct ProfileSources: Sendable {
  let configuration: SharedConfiguration
  let world: SignInWorld

  /// Nil when neither file has the profile.
  subscript(_ name: String) -> Profile? { configuration.profile(name) }

  /// - Parameter looksAtEnvironment: whether the variables for web identity count, which they do not for a profile
  ///   that is named explicitly or by another profile.
  func sources(of name: String, looksAtEnvironment: Bool) -> [any CredentialSource] {
    let profile = configuration.profile(name)
    return [
      WebIdentity(profileName: name, profile: profile, looksAtEnvironment: looksAtEnvironment, world: world),
      SSOCredentials(profileName: name, configuration: configuration, world: world),
      SharedFileKeys(.credentials, configuration: configuration, profileName: name),
      LoginSession(profileName: name, profile: profile, world: world),
      CredentialProcess(profileName: name, profile: profile, world: world),
      SharedFileKeys(.config, configuration: configuration, profileName: name),
    ]
  }
}
