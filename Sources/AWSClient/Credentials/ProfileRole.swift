/// The role that the profile assumes, with the keys of another profile or of a named source.
///
/// [Assume role](https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html)
struct ProfileRole: CredentialSource {
  let profileName: String
  let profiles: ProfileSources

  var name: String { "role of profile \"\(profileName)\"" }

  func look() async throws(CredentialError) -> CredentialFinding {
    guard let profile = profiles[profileName], Self.assumesRole(profile) else {
      return .nothing(reason: "the profile has no role_arn")
    }
    return try await role(of: profile, visited: [profileName]).look()
  }

  /// Web identity has a source of its own, also within a chain of profiles.
  private static func assumesRole(_ profile: Profile) -> Bool {
    profile["role_arn"] != nil && profile["web_identity_token_file"] == nil
  }

  /// - Parameter visited: the profiles of the chain so far, this one included.
  private func role(of profile: Profile, visited: [String]) throws(CredentialError) -> AssumedRole {
    let base: any CredentialProviding
    switch (profile["source_profile"], profile["credential_source"]) {
    case (.some, .some):
      throw .badSetting(
        profile: profile.name, setting: "source_profile", problem: "stands beside credential_source",
        advice: "keep one of them")
    case (nil, nil):
      throw .badSetting(
        profile: profile.name, setting: "role_arn", problem: "has no source_profile and no credential_source",
        advice: "add one of them, which says whose keys assume the role")
    case (let source?, nil): base = try self.base(named: source, for: profile, visited: visited)
    case (nil, let source?): base = try namedSource(source, for: profile)
    }
    return AssumedRole(
      request: try RoleRequest(profile), base: base, name: "role of profile \"\(profile.name)\"",
      world: profiles.world)
  }

  private func base(
    named source: String, for profile: Profile, visited: [String]
  ) throws(CredentialError) -> any CredentialProviding {
    guard let sourceProfile = profiles[source] else {
      throw .badSetting(
        profile: profile.name, setting: "source_profile", problem: "names \"\(source)\", which is no profile",
        advice: "profiles there: \(profiles.configuration.profileNames.joined(separator: ", "))")
    }
    let hasKeys =
      sourceProfile["aws_access_key_id"] != nil || sourceProfile["aws_secret_access_key"] != nil
    if visited.contains(source), source != profile.name || !hasKeys {
      throw .roleLoop(profiles: visited + [source])
    }
    if !hasKeys, Self.assumesRole(sourceProfile) {
      return try role(of: sourceProfile, visited: visited + [source])
    }
    return FirstFound(sources: profiles.sources(of: source, looksAtEnvironment: false)) { tried in
      .noSourceCredentials(profile: profile.name, source: "source_profile \"\(source)\"", tried: tried)
    }
  }

  private func namedSource(
    _ source: String, for profile: Profile
  ) throws(CredentialError) -> any CredentialProviding {
    let place: any CredentialSource
    switch source {
    case "Environment": place = EnvironmentCredentials(environment: profiles.world.variables)
    case "EcsContainer": place = ContainerCredentials(world: profiles.world)
    case "Ec2InstanceMetadata": place = InstanceMetadata(world: profiles.world, profile: profile)
    default:
      throw .badSetting(
        profile: profile.name, setting: "credential_source", problem: "is \"\(source)\"",
        advice: "write Environment, Ec2InstanceMetadata or EcsContainer")
    }
    return FirstFound(sources: [place]) { tried in
      .noSourceCredentials(profile: profile.name, source: "credential_source \(source)", tried: tried)
    }
  }
}
