/// Looks for credentials in botocore's order; the first place that holds some decides.
///
/// [Credential provider chain](https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html)
package struct CredentialChain: Sendable {
  let sources: [any CredentialSource]
  private let choice: ProfileChoice
  private let configuration: SharedConfiguration

  /// - Throws: when a configuration file cannot be read.
  package init(
    profile explicit: String?, environment: [String: String], files: FileReading
  ) throws(CredentialError) {
    self.init(
      choice: ProfileChoice(explicit: explicit, environment: environment), environment: environment,
      configuration: try SharedConfiguration(environment: environment, files: files))
  }

  package init(
    choice: ProfileChoice, environment: [String: String], configuration: SharedConfiguration
  ) {
    self.choice = choice
    self.configuration = configuration
    let profile = configuration.profile(choice.name)
    func unsupported(_ place: UnsupportedSignIn.Place) -> UnsupportedSignIn {
      UnsupportedSignIn(
        place: place, profile: profile, environment: environment, isProfileExplicit: choice.isExplicit)
    }
    sources = [
      EnvironmentCredentials(environment: environment, isSkipped: choice.isExplicit),
      unsupported(.beforeStaticKeys),
      SharedCredentialsFile(configuration: configuration, profileName: choice.name),
      unsupported(.betweenTheFiles),
      SharedConfigFile(configuration: configuration, profileName: choice.name),
      unsupported(.afterFiles),
    ]
  }

  /// - Throws: `CredentialError.noCredentials` with every place that was tried, or the reason why one cannot be used.
  package func credential() throws(CredentialError) -> Credential {
    var tried: [CredentialError.Tried] = []
    for source in sources {
      switch try source.look() {
      case .found(let credential): return credential
      case .nothing(let reason): tried.append(CredentialError.Tried(source: source.name, reason: reason))
      }
    }
    if configuration.profile(choice.name) == nil, let chosenBy {
      throw .unknownProfile(
        name: choice.name, chosenBy: chosenBy, existing: configuration.profileNames,
        paths: configuration.paths)
    }
    throw .noCredentials(tried)
  }

  /// What named the profile; nil for the standard one, which may be missing.
  private var chosenBy: String? {
    switch choice {
    case .explicit: "--profile"
    case .environment(let variable, _): variable
    case .standard: nil
    }
  }
}
