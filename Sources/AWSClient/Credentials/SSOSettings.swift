/// How a profile signs in by IAM Identity Center.
///
/// [IAM Identity Center](https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html)
struct SSOSettings: Hashable, Sendable {
  var startURL: String
  var region: String
  var account: String
  var role: String
  /// The name of the `sso-session` section; nil in the legacy form, whose token cannot be renewed.
  var session: String?

  /// Nil when the profile asks for no account and no role.
  init?(profile: Profile?, configuration: SharedConfiguration) throws(CredentialError) {
    guard let profile, profile["sso_account_id"] != nil || profile["sso_role_name"] != nil else { return nil }
    session = profile["sso_session"]
    var values: [String: String] = [:]
    let keys = ["sso_start_url", "sso_region", "sso_account_id", "sso_role_name"]
    for key in keys { values[key] = profile[key] }
    if let session {
      guard let section = configuration.ssoSession(session) else {
        throw .badSetting(
          profile: profile.name, setting: "sso_session",
          problem: "names \"\(session)\", which is no [sso-session] section",
          advice: "add it, or correct the name")
      }
      for key in keys {
        guard let value = section[key], !value.isEmpty else { continue }
        if let own = values[key], own != value {
          throw .badSetting(
            profile: profile.name, setting: key,
            problem: "differs from the one of sso-session \"\(session)\"", advice: "keep one of them")
        }
        values[key] = value
      }
    }
    guard let startURL = values["sso_start_url"], let region = values["sso_region"],
      let account = values["sso_account_id"], let role = values["sso_role_name"]
    else {
      let missing = keys.filter { values[$0] == nil }
      throw .badSetting(
        profile: profile.name, setting: session == nil ? "sso_account_id" : "sso_session",
        problem: "signs in by SSO without \(missing.joined(separator: ", "))",
        advice: "run: aws configure sso --profile \(CredentialError.shellWord(profile.name))")
    }
    (self.startURL, self.region, self.account, self.role) = (startURL, region, account, role)
  }
}
