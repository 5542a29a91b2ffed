/// Static keys of the profile in the shared credentials file.
package struct SharedCredentialsFile: CredentialSource {
  let path: String?
  let profile: Profile?
  let profileName: String

  package init(configuration: SharedConfiguration, profileName: String) {
    path = configuration.credentialsPath
    profile = configuration.profile(profileName)
    self.profileName = profileName
  }

  package var name: String { "credentials file \(path ?? "(no HOME)")" }

  package func look() throws(CredentialError) -> CredentialFinding {
    guard let profile else { return .nothing(reason: "there is no profile \"\(profileName)\"") }
    let keys = StaticKeys(source: "profile \"\(profileName)\" in \(name)", profile.credentials)
    guard let credential = try keys.credential() else {
      return .nothing(reason: "profile \"\(profileName)\" has no aws_access_key_id there")
    }
    return .found(credential)
  }
}

extension StaticKeys {
  /// The keys among the settings of a profile in one file.
  init(source: String, _ settings: [String: String]) {
    self.init(
      source: source,
      accessKeyID: ("aws_access_key_id", settings["aws_access_key_id"]),
      secretAccessKey: ("aws_secret_access_key", settings["aws_secret_access_key"]),
      sessionToken: (
        "aws_session_token", settings["aws_session_token"] ?? settings["aws_security_token"]
      ))
  }
}
