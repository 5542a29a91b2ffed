import Foundation
import Testing

@testable import AWSClient

@Suite struct AssumedRoleTests {
  private static let arn = "arn:aws:iam::111111111111:role/Auditor"

  private func look(_ request: RoleRequest, world: SignInWorld) async throws -> Credential {
    try await AssumedRole(request: request, base: Credential.example, name: "--assume-role", world: world)
      .credential()
  }

  @Test func `the request names everything, is signed with the base's keys, and its answer is read`()
    async throws
  {
    let transport = ScriptedTransport { _, _ in RoleAnswer.response("AssumeRole", key: "ASIAROLE") }
    let prompt = MFAPrompt { _ in " 123456\n" }
    let request = RoleRequest(
      arn: Self.arn, sessionName: "quarterly", externalID: "a b&c=d", durationSeconds: 900,
      mfaSerial: "arn:aws:iam::1:mfa/me")
    let credential = try await look(request, world: .testing(prompt: prompt, transport: transport))
    #expect(credential.accessKeyID == "ASIAROLE")
    #expect(credential.secretAccessKey == "secret-of-ASIAROLE")
    #expect(credential.sessionToken == "token-of-ASIAROLE")
    #expect(credential.expiration == ISOTime.parse("2099-01-01T00:00:00Z"))
    #expect(credential.source == "role \(Self.arn) (--assume-role), assumed with test")
    let sent = try #require(transport.requests.first)
    #expect(sent.url.absoluteString == "https://sts.us-east-1.amazonaws.com/")
    #expect(sent.signing?.credential == .example)
    #expect(sent.header("X-Amz-Security-Token") == "sessionTokenText")
    #expect(
      sent.form == [
        "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": Self.arn, "RoleSessionName": "quarterly",
        "ExternalId": "a b&c=d", "DurationSeconds": "900", "SerialNumber": "arn:aws:iam::1:mfa/me",
        "TokenCode": "123456",
      ])
  }

  @Test func `a denied role names the IAM action and shows no secret`() async throws {
    let transport = ScriptedTransport { _, _ in
      HTTPResponse(
        status: 403,
        body: Data(
          """
          <ErrorResponse><Error><Code>AccessDenied</Code><Message>not with verySecretKeyMaterial of \
          AKIAEXAMPLE1234</Message></Error></ErrorResponse>
          """.utf8))
    }
    let error = await #expect(throws: CredentialError.self) {
      try await look(RoleRequest(arn: Self.arn), world: .testing(transport: transport))
    }
    let text = try #require(error?.description)
    #expect(text.contains("AssumeRole of \(Self.arn): AccessDenied: not with (redacted) of …1234"))
    #expect(text.contains("grant the IAM action sts:AssumeRole"))
    #expect(transport.requests.count == 1)
  }

  @Test func `what may pass is tried three times`() async throws {
    let answers = Answers([
      HTTPResponse(status: 503), HTTPResponse(status: 500), RoleAnswer.response("AssumeRole", key: "K"),
    ])
    let time = VirtualTime()
    let transport = ScriptedTransport { _, _ in answers.next() }
    #expect(
      try await look(RoleRequest(arn: Self.arn), world: .testing(time: time, transport: transport))
        .accessKeyID
        == "K")
    #expect(time.naps.count == 2)
    let dead = ScriptedTransport { _, _ in HTTPResponse(status: 503) }
    await #expect(throws: CredentialError.self) {
      try await look(RoleRequest(arn: Self.arn), world: .testing(transport: dead))
    }
    #expect(dead.requests.count == 3)
  }

  @Test(arguments: [
    "", "<html>Sign in</html>", "<AssumeRoleResponse>", "<AssumeRoleResponse></AssumeRoleResponse>",
  ])
  func `an answer without keys is told as such`(body: String) async throws {
    let transport = ScriptedTransport { _, _ in HTTPResponse(status: 200, body: Data(body.utf8)) }
    let error = await #expect(throws: CredentialError.self) {
      try await look(RoleRequest(arn: Self.arn), world: .testing(transport: transport))
    }
    #expect(error?.description.contains("holds no keys") == true)
  }

  @Test func `without a terminal, after the start, and for a wrong code the device is named`() async throws {
    let request = RoleRequest(arn: Self.arn, mfaSerial: "GAHT12345678")
    let closed = MFAPrompt { _ in "123456" }
    closed.close()
    for (prompt, words) in [
      (MFAPrompt(), "no terminal"), (closed, "session has ended"), (MFAPrompt { _ in "12345" }, "six digits"),
      (MFAPrompt { _ in nil }, "six digits"),
    ] {
      let error = await #expect(throws: CredentialError.self) {
        try await look(request, world: .testing(prompt: prompt))
      }
      #expect(error?.description.contains("GAHT12345678") == true)
      #expect(error?.description.contains(words) == true)
    }
  }

  @Test func `profiles in a circle are named in their order`() async throws {
    let config = """
      [profile a]
      role_arn = x
      source_profile = b
      [profile b]
      role_arn = y
      source_profile = c
      [profile c]
      role_arn = z
      source_profile = a
      """
    let chain = try CredentialChain.testing("a", config: config, world: .testing())
    let error = await #expect(throws: CredentialError.self) { try await chain.credential() }
    #expect(error == .roleLoop(profiles: ["a", "b", "c", "a"]))
    #expect(error?.description.contains("a -> b -> c -> a") == true)
  }

  @Test(arguments: ["899", "43201", "1h", "-1"])
  func `a duration that STS does not take is refused before any call`(text: String) async throws {
    let transport = ScriptedTransport { _, _ in RoleAnswer.response("AssumeRole", key: "K") }
    let chain = try CredentialChain.testing(
      "a",
      config:
        "[profile a]\nrole_arn = x\nsource_profile = a\nduration_seconds = \(text)\naws_access_key_id=k\naws_secret_access_key=s\n",
      world: .testing(transport: transport))
    let error = await #expect(throws: CredentialError.self) { try await chain.credential() }
    #expect(error?.description.contains("900 to 43200") == true)
    #expect(transport.requests.isEmpty)
  }

  @Test func `a source without keys lists what was tried there`() async throws {
    let chain = try CredentialChain.testing(
      "a", config: "[profile a]\nrole_arn = x\nsource_profile = b\n[profile b]\n", world: .testing())
    let error = await #expect(throws: CredentialError.self) { try await chain.credential() }
    #expect(error?.headline.contains("source_profile \"b\" of profile \"a\" gives no keys") == true)
    #expect(error?.details.count == 6)
  }

  @Test func `web identity reads its token anew for each renewal, and tells when it is missing`() async throws
  {
    let tokens = Answers([HTTPResponse(status: 1), HTTPResponse(status: 2)])
    let transport = ScriptedTransport { _, request in
      RoleAnswer.response("AssumeRoleWithWebIdentity", key: request.form["WebIdentityToken"] ?? "none")
    }
    var world = SignInWorld.testing(
      ["AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": Self.arn], transport: transport)
    world.files = FileReading { $0 == "/token" ? "jwt-\(tokens.next().status)\n" : nil }
    let chain = try CredentialChain.testing(world: world)
    #expect(try await chain.credential().accessKeyID == "jwt-1")
    #expect(try await chain.credential().accessKeyID == "jwt-2")
    #expect(
      transport.requests.allSatisfy { $0.signing == nil && $0.form["RoleSessionName"] == "optout-audit" })
    world.files = FileReading { _ in nil }
    let missing = try CredentialChain.testing(world: world)
    let error = await #expect(throws: CredentialError.self) { try await missing.credential() }
    #expect(error?.description.contains("/token is not there") == true)
  }
}
