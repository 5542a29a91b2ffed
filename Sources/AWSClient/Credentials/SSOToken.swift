import Foundation
import Hashing

/// The token of `aws sso login`, from the cache that the AWS tools share.
///
/// [SSO token provider](https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html)
struct SSOToken {
  /// A token of a session is renewed when less than this is left of it.
  private static let renewedBefore: TimeInterval = 15 * 60

  let settings: SSOSettings
  let profileName: String
  let world: SignInWorld

  /// The access token, renewed where that is due and possible.
  func accessToken() async throws(CredentialError) -> String {
    guard let path, let cached = try TokenCacheFile.read(path, world: world) else {
      throw signIn("there is no token in the cache")
    }
    guard let token = cached["accessToken"] as? String, !token.isEmpty,
      let expiration = (cached["expiresAt"] as? String).flatMap(ISOTime.parse)
    else { throw signIn("the token in \(path) is incomplete") }
    let left = expiration.timeIntervalSince(world.timing.wallClock())
    if settings.session != nil, left < Self.renewedBefore,
      let renewed = try await renewed(cached, path: path, isNeeded: left <= 0)
    {
      return renewed
    }
    guard left > 0 else { throw signIn("the token ended at \(ISOTime.text(of: expiration))") }
    return token
  }

  /// Named for the session, or for the start URL in the legacy form.
  private var path: String? {
    HomePath.inHome(".aws/sso/cache", world.variables)
      .map { "\($0)/\(SHA1.digest(settings.session ?? settings.startURL)).json" }
  }

  /// Nil when the token cannot be renewed.
  /// - Parameter isNeeded: whether the old token is of no more use, so that a failure has to be told.
  private func renewed(
    _ cached: [String: Any], path: String, isNeeded: Bool
  ) async throws(CredentialError) -> String? {
    let now = world.timing.wallClock()
    guard let refresh = cached["refreshToken"] as? String, let id = cached["clientId"] as? String,
      let secret = cached["clientSecret"] as? String,
      let registration = (cached["registrationExpiresAt"] as? String).flatMap(ISOTime.parse),
      registration > now
    else { return nil }
    let answer: Data
    do {
      answer = try await createToken(clientID: id, clientSecret: secret, refreshToken: refresh)
    } catch {
      if error == .cancelled { throw error }
      if isNeeded { throw signIn("the token could not be renewed (\(error.headline))") }
      return nil
    }
    guard let fields = try? JSONSerialization.jsonObject(with: answer) as? [String: Any],
      let token = fields["accessToken"] as? String, !token.isEmpty, let seconds = fields["expiresIn"] as? Int
    else { return nil }
    var changed = cached
    changed["accessToken"] = token
    changed["expiresAt"] = ISOTime.text(of: now.addingTimeInterval(TimeInterval(seconds)))
    changed["refreshToken"] = fields["refreshToken"] as? String ?? refresh
    if let text = TokenCacheFile.text(of: changed) {
      // The token is good whether or not it can be kept; the next run then renews it again.
      try? world.replaceFile(path, text)
    }
    return token
  }

  /// [CreateToken](https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html)
  private func createToken(
    clientID: String, clientSecret: String, refreshToken: String
  ) async throws(CredentialError) -> Data {
    let fields = [
      "clientId": clientID, "clientSecret": clientSecret, "grantType": "refresh_token",
      "refreshToken": refreshToken,
    ]
    let endpoint = try world.endpoint(of: .ssoOIDC, region: settings.region)
    let request = HTTPRequest(
      method: .post, url: endpoint.url.appending(path: "token"),
      headers: [.init("Content-Type", "application/json")],
      body: Data((TokenCacheFile.text(of: fields) ?? "").utf8))
    let judge = FailureJudge(
      service: .ssoOIDC, operation: "CreateToken", target: nil, secrets: [clientSecret, refreshToken],
      wallClock: world.timing.wallClock)
    return try await world.answer(to: request, judge: judge)
  }

  func signIn(_ problem: String) -> CredentialError {
    .signInNeeded(source: "SSO", problem: problem, command: "aws sso login", profile: profileName)
  }
}
