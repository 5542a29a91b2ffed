/// Looks for credentials in botocore's order; the first place that holds some decides.
///
/// [Credential provider chain](https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html)
package struct CredentialChain: Sendable {
  private let places: FirstFound
  private let now: Timing

  package init(choice: ProfileChoice, configuration: SharedConfiguration, world: SignInWorld) {
    now = world.timing
    let profiles = ProfileSources(configuration: configuration, world: world)
    let sources: [any CredentialSource] =
      [
        EnvironmentCredentials(environment: world.variables, isSkipped: choice.isExplicit),
        ProfileRole(profileName: choice.name, profiles: profiles),
      ]
      + profiles.sources(of: choice.name, looksAtEnvironment: !choice.isExplicit)
      + [ContainerCredentials(world: world), InstanceMetadata(world: world, profile: profiles[choice.name])]
    let unknownProfile = Self.unknownProfile(choice, configuration)
    places = FirstFound(sources: sources) { tried in unknownProfile ?? .noCredentials(tried) }
  }

  /// - Throws: `CredentialError.noCredentials` with every place that was tried, or the reason why one cannot be used.
  package func credential() async throws(CredentialError) -> Credential { try await places.credential() }

  /// The credentials, renewed before they expire by the place that gave them and by no other.
  package func expiring() async throws(CredentialError) -> ExpiringCredentials {
    let (source, credential) = try await places.find()
    return try ExpiringCredentials(source: source, first: credential, timing: now)
  }

  /// The error for a profile that was asked for and is in no file; nil for the standard one, which may be missing.
  private static func unknownProfile(
    _ choice: ProfileChoice, _ configuration: SharedConfiguration
  ) -> CredentialError? {
    guard configuration.profile(choice.name) == nil, let chosenBy = choice.chosenBy else { return nil }
    return .unknownProfile(
      name: choice.name, chosenBy: chosenBy, existing: configuration.profileNames, paths: configuration.paths)
  }
}
