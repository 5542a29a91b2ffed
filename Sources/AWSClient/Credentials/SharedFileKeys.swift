/// Static keys of the profile in one of the shared files.
///
/// [Static credentials](https://docs.aws.amazon.com/sdkref/latest/guide/feature-static-credentials.html)
package struct SharedFileKeys: CredentialSource {
  package enum File: String, Sendable {
    case credentials
    case config
  }

  private let file: File
  private let path: String?
  private let profile: Profile?
  private let profileName: String

  package init(_ file: File, configuration: SharedConfiguration, profileName: String) {
    self.file = file
    path = file == .credentials ? configuration.credentialsPath : configuration.configPath
    profile = configuration.profile(profileName)
    self.profileName = profileName
  }

  package var name: String { "\(file.rawValue) file \(path ?? "(no HOME)")" }

  package func look() async throws(CredentialError) -> CredentialFinding {
    guard let profile else { return .nothing(reason: "there is no profile \"\(profileName)\"") }
    let settings = file == .credentials ? profile.credentials : profile.config
    let keys = StaticKeys(
      source: "profile \"\(profileName)\" in \(name)",
      accessKeyID: ("aws_access_key_id", settings["aws_access_key_id"]),
      secretAccessKey: ("aws_secret_access_key", settings["aws_secret_access_key"]),
      sessionToken: (
        "aws_session_token", settings["aws_session_token"] ?? settings["aws_security_token"]
      ))
    guard let credential = try keys.credential() else {
      return .nothing(reason: "profile \"\(profileName)\" has no aws_access_key_id there")
    }
    return .found(credential)
  }
}
