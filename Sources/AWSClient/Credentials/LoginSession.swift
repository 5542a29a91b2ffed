import Foundation
import Hashing

/// Keys of `aws login`, read from its cache while they last.
///
/// Renewing them needs a proof signed with a key that the AWS CLI keeps; that is left to it.
/// [Login credentials](https://docs.aws.amazon.com/sdkref/latest/guide/feature-login-credentials.html)
struct LoginSession: CredentialSource {
  let profileName: String
  let profile: Profile?
  let world: SignInWorld

  let name = "aws login session"

  func look() async throws(CredentialError) -> CredentialFinding {
    guard let session = profile?["login_session"] else {
      return .nothing(reason: "the profile has no login_session")
    }
    guard let path = path(of: session), let cache = try TokenCacheFile.read(path, world: world) else {
      throw signIn("there is no session in the cache")
    }
    guard let token = cache["accessToken"] as? [String: Any] else {
      throw signIn("the session in \(path) holds no keys")
    }
    let keys = StaticKeys(
      source: "login session in \(path)",
      accessKeyID: ("accessKeyId", token["accessKeyId"] as? String),
      secretAccessKey: ("secretAccessKey", token["secretAccessKey"] as? String),
      sessionToken: ("sessionToken", token["sessionToken"] as? String))
    guard var credential = try keys.credential(),
      let expiration = (token["expiresAt"] as? String).flatMap(ISOTime.parse)
    else { throw signIn("the session in \(path) holds no keys") }
    guard expiration > world.timing.wallClock() else {
      throw signIn("the session ended at \(ISOTime.text(of: expiration))")
    }
    credential.expiration = expiration
    credential.source = "aws login session of profile \"\(profileName)\""
    return .found(credential)
  }

  private func path(of session: String) -> String? {
    let folder =
      world.variable("AWS_LOGIN_CACHE_DIRECTORY").map { HomePath.expanded($0, world.variables) }
      ?? HomePath.inHome(".aws/login/cache", world.variables)
    return folder.map { "\($0)/\(SHA256.digest(session)).json" }
  }

  private func signIn(_ problem: String) -> CredentialError {
    .signInNeeded(source: name, problem: problem, command: "aws login", profile: profileName)
  }
}
