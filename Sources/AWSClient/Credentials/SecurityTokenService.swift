import Foundation

/// The two operations of STS that give keys.
///
/// [AssumeRole](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html),
/// [AssumeRoleWithWebIdentity](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html)
struct SecurityTokenService {
  private static let version = "2011-06-15"

  let world: SignInWorld

  func assume(
    _ role: RoleRequest, mfaCode: String?, signer: Credential, source: String
  ) async throws(CredentialError) -> Credential {
    let call = Self.call(
      "AssumeRole", role, more: [("SerialNumber", role.mfaSerial), ("TokenCode", mfaCode)])
    let request = AWSRequestBuilder.request(for: call, at: try world.endpoint(of: .sts), credential: signer)
    let judge = FailureJudge(call: call, credential: signer, wallClock: world.timing.wallClock)
    return try credential(in: try await world.answer(to: request, judge: judge), call: call, source: source)
  }

  /// Not signed: the token is the proof.
  func assume(
    _ role: RoleRequest, webIdentityToken token: String, source: String
  ) async throws(CredentialError) -> Credential {
    let call = Self.call("AssumeRoleWithWebIdentity", role, more: [("WebIdentityToken", token)])
    let request = AWSRequestBuilder.request(for: call, at: try world.endpoint(of: .sts), credential: nil)
    let judge = FailureJudge(call: call, secrets: [token], wallClock: world.timing.wallClock)
    return try credential(in: try await world.answer(to: request, judge: judge), call: call, source: source)
  }

  private static func call(_ operation: String, _ role: RoleRequest, more: [(String, String?)]) -> AWSCall {
    let fields =
      [
        ("RoleArn", role.arn), ("RoleSessionName", role.sessionName), ("ExternalId", role.externalID),
        ("DurationSeconds", role.durationSeconds.map { String($0) }),
      ] + more
    return AWSCall(
      service: .sts, operation: operation, target: role.arn, wireProtocol: .query(version: version),
      body: FormBody.encoded(fields))
  }

  private func credential(
    in answer: Data, call: AWSCall, source: String
  ) throws(CredentialError) -> Credential {
    let keys = StaticKeys(
      source: "the answer of \(call.operation)",
      accessKeyID: ("AccessKeyId", XMLText.first("AccessKeyId", in: answer)),
      secretAccessKey: ("SecretAccessKey", XMLText.first("SecretAccessKey", in: answer)),
      sessionToken: ("SessionToken", XMLText.first("SessionToken", in: answer)))
    guard answer.range(of: Data("</\(call.operation)Response>".utf8)) != nil,
      var credential = try keys.credential(), credential.sessionToken != nil,
      let expiration = XMLText.first("Expiration", in: answer).flatMap(ISOTime.parse)
    else {
      throw .unusable(
        source: source, problem: "the answer of \(call.operation) holds no keys",
        advice: "check that the endpoint is an AWS endpoint and that no proxy rewrites its answers")
    }
    credential.expiration = expiration
    credential.source = source
    return credential
  }
}
