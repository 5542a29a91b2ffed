import Foundation
import Parallelism
import Testing

@testable import AWSClient

/// SSO and `aws login`, whose tokens lie in files of the AWS CLI.
@Suite struct TokenCacheTests {
  private static let config = """
    [profile s]
    sso_session = corp
    sso_account_id = 222222222222
    sso_role_name = Audit & Read
    [sso-session corp]
    sso_start_url = https://x.awsapps.com/start
    sso_region = eu-central-1
    [profile l]
    login_session = arn:aws:iam::1:user/me
    """
  private static let ssoFile = "/home/a/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json"

  private static func sso(endingAt time: String, refresh: Bool = true) -> String {
    let more =
      #","refreshToken":"oldRefreshToken","clientId":"id","clientSecret":"hunter2secret","registrationExpiresAt":"2024-02-01T00:00:00Z","other":"kept""#
    return #"{"accessToken":"oldAccessToken","expiresAt":"\#(time)"\#(refresh ? more : "")}"#
  }

  private static let keys =
    #"{"roleCredentials":{"accessKeyId":"SSOKEY","secretAccessKey":"s","sessionToken":"t","expiration":1704168245123}}"#

  private func credential(
    _ profile: String = "s", files: [String: String], transport: ScriptedTransport,
    replaceFile: @escaping @Sendable (String, String) throws -> Void = { _, _ in }
  ) async throws -> Credential {
    try await CredentialChain.testing(
      profile, config: Self.config,
      world: .testing(files: files, replaceFile: replaceFile, transport: transport)
    ).credential()
  }

  @Test func `a token that lasts is sent in its header to the session's Region`() async throws {
    let transport = ScriptedTransport { _, _ in .json(Self.keys) }
    let found = try await credential(
      files: [Self.ssoFile: Self.sso(endingAt: "2024-01-02T04:00:00Z")], transport: transport)
    #expect(found.accessKeyID == "SSOKEY")
    #expect(found.expiration == Date(timeIntervalSince1970: 1_704_168_245.123))
    let request = try #require(transport.requests.first)
    #expect(
      request.url.absoluteString
        == "https://portal.sso.eu-central-1.amazonaws.com/federation/credentials?role_name=Audit%20%26%20Read&account_id=222222222222"
    )
    #expect(request.header("x-amz-sso_bearer_token") == "oldAccessToken")
    #expect(request.signing == nil)
  }

  @Test(arguments: ["2024-01-02T03:18:04Z", "2024-01-01T00:00:00Z"])
  func `a token near its end or past it is renewed and kept`(end: String) async throws {
    let kept = Locked<[String: String]>([:])
    let transport = ScriptedTransport { _, request in
      request.url.path() == "/token"
        ? .json(#"{"accessToken":"newAccessToken","expiresIn":3600,"refreshToken":"newRefreshToken"}"#)
        : .json(Self.keys)
    }
    _ = try await credential(files: [Self.ssoFile: Self.sso(endingAt: end)], transport: transport) {
      path, text in
      kept.withLock { $0[path] = text }
    }
    let asked = try #require(transport.requests.first)
    #expect(asked.url.absoluteString == "https://oidc.eu-central-1.amazonaws.com/token")
    #expect(
      try JSONDecoder().decode([String: String].self, from: asked.body) == [
        "clientId": "id", "clientSecret": "hunter2secret", "grantType": "refresh_token",
        "refreshToken": "oldRefreshToken",
      ])
    #expect(transport.requests.last?.header("x-amz-sso_bearer_token") == "newAccessToken")
    let text = try #require(kept.withLock { $0[Self.ssoFile] })
    let fields = try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    #expect(fields["accessToken"] == "newAccessToken")
    #expect(fields["refreshToken"] == "newRefreshToken")
    #expect(fields["expiresAt"] == "2024-01-02T04:04:05Z")
    #expect(fields["other"] == "kept")
  }

  @Test func `a renewal that fails uses the token while it lasts, and asks to sign in afterwards`()
    async throws
  {
    let transport = ScriptedTransport { _, request in
      request.url.path() == "/token"
        ? .json(
          #"{"error":"invalid_grant"}"#, status: 400, headers: ["x-amzn-errortype": "InvalidGrantException"])
        : .json(Self.keys)
    }
    let lasting = [Self.ssoFile: Self.sso(endingAt: "2024-01-02T03:10:00Z")]
    #expect(try await credential(files: lasting, transport: transport).accessKeyID == "SSOKEY")
    for files in [
      [Self.ssoFile: Self.sso(endingAt: "2024-01-02T03:00:00Z")],
      [Self.ssoFile: Self.sso(endingAt: "2024-01-02T03:00:00Z", refresh: false)], [:],
    ] {
      let error = await #expect(throws: CredentialError.self) {
        try await credential(files: files, transport: transport)
      }
      #expect(error?.description.hasSuffix("run: aws sso login --profile s") == true)
      for secret in ["oldAccessToken", "oldRefreshToken", "hunter2secret"] {
        #expect(error?.description.contains(secret) == false)
      }
    }
  }

  @Test func `a token that the portal rejects asks to sign in`() async throws {
    let transport = ScriptedTransport { _, _ in
      .json(
        #"{"message":"no session oldAccessToken"}"#, status: 401,
        headers: ["x-amzn-errortype": "UnauthorizedException"])
    }
    let files = [Self.ssoFile: Self.sso(endingAt: "2024-01-02T04:00:00Z")]
    let error = await #expect(throws: CredentialError.self) {
      try await credential(files: files, transport: transport)
    }
    #expect(error?.description.contains("no longer accepted; run: aws sso login") == true)
    let denied = ScriptedTransport { _, _ in
      .json(#"{"message":"No access"}"#, status: 403, headers: ["x-amzn-errortype": "ForbiddenException"])
    }
    let other = await #expect(throws: CredentialError.self) {
      try await credential(files: files, transport: denied)
    }
    #expect(other?.description.contains("ForbiddenException") == true)
  }

  @Test func `a profile without all SSO settings says which are missing`() async throws {
    let chain = try CredentialChain.testing(
      "x", config: "[profile x]\nsso_account_id = 1\n", world: .testing())
    let error = await #expect(throws: CredentialError.self) { try await chain.credential() }
    #expect(error?.description.contains("sso_start_url, sso_region, sso_role_name") == true)
  }

  @Test func `a login session is read while it lasts`() async throws {
    let nothing = ScriptedTransport { _, _ in .json("{}") }
    func file(_ end: String) -> [String: String] {
      [
        Self.loginFile:
          #"{"accessToken":{"accessKeyId":"LOGIN","secretAccessKey":"s","sessionToken":"t","accountId":"1","expiresAt":"\#(end)"},"refreshToken":"r"}"#
      ]
    }
    let found = try await credential("l", files: file("2024-01-02T03:10:00Z"), transport: nothing)
    #expect(found.accessKeyID == "LOGIN")
    #expect(found.expiration == ISOTime.parse("2024-01-02T03:10:00Z"))
    for files in [file("2024-01-02T03:00:00Z"), [:], [Self.loginFile: "{}"]] {
      let error = await #expect(throws: CredentialError.self) {
        try await credential("l", files: files, transport: nothing)
      }
      #expect(error?.description.hasSuffix("run: aws login --profile l") == true)
    }
    #expect(nothing.requests.isEmpty)
  }

  private static let loginFile =
    "/home/a/.aws/login/cache/da19974a351c10e6ddab0fe8d7b1fb3a289211121e24f211c7eb19ed08e30e3a.json"

  @Test func `a replaced file is whole, and for its owner alone`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "private-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "token.json").path()
    try Data("old and longer".utf8).write(to: URL(filePath: path))
    chmod(path, 0o644)
    try PrivateFile.replace(path, with: "new")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["token.json"])
    #expect(throws: (any Error).self) { try PrivateFile.replace("/nowhere/token.json", with: "x") }
  }
}
