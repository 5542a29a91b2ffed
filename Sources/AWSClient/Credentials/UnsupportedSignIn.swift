/// A way to sign in that the chain recognizes, so that it does not go on to another identity unnoticed.
///
/// botocore looks at roles and single sign-on before static keys, and at `login_session` and
/// `credential_process` between the two files; the chain holds one of these at each place.
package struct UnsupportedSignIn: CredentialSource {
  package enum Place: Hashable, Sendable {
    case beforeStaticKeys
    case betweenTheFiles
    case afterFiles
  }

  let place: Place
  let profile: Profile?
  let environment: [String: String]
  let isProfileExplicit: Bool

  package var name: String {
    switch place {
    case .beforeStaticKeys: "roles and single sign-on"
    case .betweenTheFiles: "login session and credential process"
    case .afterFiles: "container and instance credentials"
    }
  }

  package func look() throws(CredentialError) -> CredentialFinding {
    if let setting = setting() {
      throw .unsupportedSignIn(setting: setting, profile: profile?.name ?? "default")
    }
    switch place {
    case .beforeStaticKeys, .betweenTheFiles: return .nothing(reason: "not configured")
    case .afterFiles: return .nothing(reason: "not supported by this version")
    }
  }

  private func setting() -> String? {
    switch place {
    case .beforeStaticKeys:
      if let profile, profile["role_arn"] != nil {
        let companions = ["source_profile", "credential_source", "web_identity_token_file"]
        if let key = companions.first(where: { profile[$0] != nil }) { return "role_arn with \(key)" }
      }
      if !isProfileExplicit, environment["AWS_WEB_IDENTITY_TOKEN_FILE"]?.isEmpty == false,
        environment["AWS_ROLE_ARN"]?.isEmpty == false
      {
        return "AWS_WEB_IDENTITY_TOKEN_FILE"
      }
      return ["sso_session", "sso_start_url", "sso_account_id"].first { profile?[$0] != nil }
    case .betweenTheFiles:
      return ["login_session", "credential_process"].first { profile?[$0] != nil }
    case .afterFiles:
      return nil
    }
  }
}
