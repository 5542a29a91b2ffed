/// Static keys of the profile in the shared config file.
package struct SharedConfigFile: CredentialSource {
  let path: String?
  let profile: Profile?
  let profileName: String

  package init(configuration: SharedConfiguration, profileName: String) {
    path = configuration.configPath
    profile = configuration.profile(profileName)
    self.profileName = profileName
  }

  package var name: String { "config file \(path ?? "(no HOME)")" }

  package func look() throws(CredentialError) -> CredentialFinding {
    guard let profile else { return .nothing(reason: "there is no profile \"\(profileName)\"") }
    let keys = StaticKeys(source: "profile \"\(profileName)\" in \(name)", profile.config)
    guard let credential = try keys.credential() else {
      return .nothing(reason: "profile \"\(profileName)\" has no aws_access_key_id there")
    }
    return .found(credential)
  }
}
