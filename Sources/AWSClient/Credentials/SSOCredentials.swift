import Foundation

/// Keys of a role by IAM Identity Center, for the token that `aws sso login` left in the cache.
struct SSOCredentials: CredentialSource {
  let profileName: String
  let configuration: SharedConfiguration
  let world: SignInWorld

  let name = "SSO"

  func look() async throws(CredentialError) -> CredentialFinding {
    let profile = configuration.profile(profileName)
    guard let settings = try SSOSettings(profile: profile, configuration: configuration) else {
      return .nothing(reason: "the profile has no sso_account_id and no sso_role_name")
    }
    let token = SSOToken(settings: settings, profileName: profileName, world: world)
    return .found(try await credential(settings, token))
  }

  /// [GetRoleCredentials](https://docs.aws.amazon.com/singlesignon/latest/PortalAPIReference/API_GetRoleCredentials.html)
  private func credential(_ settings: SSOSettings, _ cache: SSOToken) async throws(CredentialError)
    -> Credential
  {
    let token = try await cache.accessToken()
    let source = "SSO role \(settings.role) in account \(settings.account) (profile \"\(profileName)\")"
    let query = [("role_name", settings.role), ("account_id", settings.account)] as [(String, String?)]
    let base = try world.endpoint(of: .sso, region: settings.region).url.appending(
      path: "federation/credentials")
    guard
      let url = URL(
        string: "\(base.absoluteString)?\(String(decoding: FormBody.encoded(query), as: UTF8.self))")
    else {
      throw .unusable(source: source, problem: "its address cannot be made", advice: "check sso_region")
    }
    let request = HTTPRequest(method: .get, url: url, headers: [.init("x-amz-sso_bearer_token", token)])
    let judge = FailureJudge(
      service: .sso, operation: "GetRoleCredentials", target: "\(settings.role) in \(settings.account)",
      secrets: [token], wallClock: world.timing.wallClock)
    let answer: Data
    do {
      answer = try await world.answer(to: request, judge: judge)
    } catch {
      guard case .callFailed(let failure) = error, failure.httpStatus == 401 else { throw error }
      throw cache.signIn("the token is no longer accepted")
    }
    return try credential(in: answer, source: source)
  }

  private func credential(in answer: Data, source: String) throws(CredentialError) -> Credential {
    let object = try? JSONSerialization.jsonObject(with: answer) as? [String: Any]
    let fields = object?["roleCredentials"] as? [String: Any] ?? [:]
    let keys = StaticKeys(
      source: "the answer of GetRoleCredentials",
      accessKeyID: ("accessKeyId", fields["accessKeyId"] as? String),
      secretAccessKey: ("secretAccessKey", fields["secretAccessKey"] as? String),
      sessionToken: ("sessionToken", fields["sessionToken"] as? String))
    // Milliseconds since 1970, unlike everywhere else.
    guard var credential = try keys.credential(), let milliseconds = fields["expiration"] as? Double else {
      throw .unusable(
        source: source, problem: "the answer of GetRoleCredentials holds no keys",
        advice: "check that no proxy rewrites the answers of AWS")
    }
    credential.expiration = Date(timeIntervalSince1970: milliseconds / 1000)
    credential.source = source
    return credential
  }
}
