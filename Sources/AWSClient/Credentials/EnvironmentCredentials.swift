/// Keys in environment variables.
///
/// [Static credentials](https://docs.aws.amazon.com/sdkref/latest/guide/feature-static-credentials.html)
package struct EnvironmentCredentials: CredentialSource {
  package let name = "environment variables"
  let environment: [String: String]
  /// Set when a profile is named on the command line, which botocore takes as the wish not to look here.
  let isSkipped: Bool

  package init(environment: [String: String], isSkipped: Bool = false) {
    self.environment = environment
    self.isSkipped = isSkipped
  }

  package func look() async throws(CredentialError) -> CredentialFinding {
    if isSkipped { return .nothing(reason: "not looked at, because --profile is given") }
    let newToken = environment["AWS_SESSION_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
    let keys = StaticKeys(
      source: name,
      accessKeyID: ("AWS_ACCESS_KEY_ID", environment["AWS_ACCESS_KEY_ID"]),
      secretAccessKey: ("AWS_SECRET_ACCESS_KEY", environment["AWS_SECRET_ACCESS_KEY"]),
      sessionToken: ("AWS_SESSION_TOKEN", newToken ?? environment["AWS_SECURITY_TOKEN"]))
    guard var credential = try keys.credential() else {
      return .nothing(reason: "AWS_ACCESS_KEY_ID is not set")
    }
    if let text = environment["AWS_CREDENTIAL_EXPIRATION"], !text.isEmpty {
      guard let expiration = ISOTime.parse(text) else {
        throw .unusable(
          source: name, problem: "AWS_CREDENTIAL_EXPIRATION is no time",
          advice: "write it as 2026-01-02T03:04:05Z, or unset it")
      }
      credential.expiration = expiration
    }
    return .found(credential)
  }
}
