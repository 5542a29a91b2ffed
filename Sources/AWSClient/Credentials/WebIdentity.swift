/// A role assumed with a token that an identity provider keeps in a file, as in EKS and CI jobs with OIDC.
///
/// [Assume role with web identity](https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html)
struct WebIdentity: CredentialSource {
  let profileName: String
  let profile: Profile?
  let looksAtEnvironment: Bool
  let world: SignInWorld

  let name = "web identity"

  func look() async throws(CredentialError) -> CredentialFinding {
    guard let path = setting("web_identity_token_file", "AWS_WEB_IDENTITY_TOKEN_FILE") else {
      let variable = looksAtEnvironment ? "AWS_WEB_IDENTITY_TOKEN_FILE is not set and " : ""
      return .nothing(reason: "\(variable)the profile has no web_identity_token_file")
    }
    guard let arn = setting("role_arn", "AWS_ROLE_ARN") else {
      throw .unusable(
        source: name, problem: "there is a token file and no role",
        advice: "set AWS_ROLE_ARN, or role_arn in profile \"\(profileName)\"")
    }
    let role = RoleRequest(arn: arn, sessionName: setting("role_session_name", "AWS_ROLE_SESSION_NAME"))
    let service = SecurityTokenService(world: world)
    // The file is read each time, since whoever made it renews it.
    return .found(
      try await service.assume(
        role, webIdentityToken: try token(at: path),
        source: "role \(Excerpt.oneLine(arn, limit: 200)), assumed with the token in \(path)"))
  }

  private func setting(_ key: String, _ variable: String) -> String? {
    if looksAtEnvironment, let value = world.variable(variable) { return value }
    return profile?[key]
  }

  private func token(at path: String) throws(CredentialError) -> String {
    let text: String?
    do { text = try world.files.text(path) } catch { throw .unreadable(path, because: error) }
    guard let token = text?.trimmed, !token.isEmpty else {
      throw .unusable(
        source: name, problem: "the token file \(path) is \(text == nil ? "not there" : "empty")",
        advice: "check AWS_WEB_IDENTITY_TOKEN_FILE or web_identity_token_file")
    }
    return String(token)
  }
}
