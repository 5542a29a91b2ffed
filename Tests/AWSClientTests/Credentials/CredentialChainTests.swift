import Foundation
import Testing

@testable import AWSClient

@Suite struct CredentialChainTests {
  /// A situation of files and environment, and the access key that is found in it.
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var profile: String?
    var environment: [String: String] = [:]
    var credentials = ""
    var config = ""
    var key: String
    var token: String?
  }

  private static let environmentKeys = ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "s"]

  private static func keys(_ id: String, _ more: String = "") -> String {
    "aws_access_key_id = \(id)\naws_secret_access_key = s\n\(more)\n"
  }

  private func chain(
    _ profile: String? = nil, _ environment: [String: String] = [:], credentials: String = "",
    config: String = ""
  ) throws -> CredentialChain {
    let files = ["/elsewhere/credentials": "[default]\n" + Self.keys("ELSEWHERE")]
    return try CredentialChain.testing(
      profile, credentials: credentials, config: config, world: .testing(environment, files: files))
  }

  private func failure(of chain: CredentialChain) async -> CredentialError? {
    await #expect(throws: CredentialError.self) { try await chain.credential() }
  }

  static let rows = [
    Row(testDescription: "environment", environment: environmentKeys, key: "ENV"),
    Row(
      testDescription: "environment with the old token name",
      environment: environmentKeys.merging(["AWS_SECURITY_TOKEN": "old"]) { $1 }, key: "ENV", token: "old"),
    Row(
      testDescription: "environment before files", environment: environmentKeys,
      credentials: "[default]\n" + keys("CRED"), key: "ENV"),
    Row(
      testDescription: "environment before the profile of AWS_PROFILE",
      environment: environmentKeys.merging(["AWS_PROFILE": "p"]) { $1 },
      credentials: "[p]\n" + keys("CRED"), key: "ENV"),
    Row(
      testDescription: "an explicit profile before the environment", profile: "p",
      environment: environmentKeys, credentials: "[p]\n" + keys("CRED", "aws_session_token = t"),
      key: "CRED", token: "t"),
    Row(
      testDescription: "the credentials file before the config file",
      credentials: "[default]\n" + keys("CRED"), config: "[default]\n" + keys("CONF"), key: "CRED"),
    Row(
      testDescription: "the config file when the credentials file has other settings only",
      credentials: "[p]\nregion = a\n", config: "[profile p]\n" + keys("CONF"), key: "CONF"),
    Row(
      testDescription: "a quoted profile name", profile: "my one",
      config: "[profile \"my one\"]\n" + keys("Q"),
      key: "Q"),
    Row(
      testDescription: "[profile default] wins over [default]",
      config: "[profile default]\n" + keys("PREFIXED") + "[default]\n" + keys("BARE"), key: "PREFIXED"),
    Row(
      testDescription: "AWS_DEFAULT_PROFILE before AWS_PROFILE",
      environment: ["AWS_DEFAULT_PROFILE": "d", "AWS_PROFILE": "p"],
      credentials: "[d]\n" + keys("D") + "[p]\n" + keys("P"), key: "D"),
    Row(
      testDescription: "AWS_SHARED_CREDENTIALS_FILE",
      environment: ["AWS_SHARED_CREDENTIALS_FILE": "/elsewhere/credentials"], key: "ELSEWHERE"),
    Row(
      testDescription: "static keys before credential_process",
      credentials: "[default]\n" + keys("CRED"), config: "[default]\ncredential_process = x\n", key: "CRED"),
    Row(
      testDescription: "a secret alone in the environment is not looked at",
      environment: ["AWS_SECRET_ACCESS_KEY": "s"], credentials: "[default]\n" + keys("CRED"), key: "CRED"),
  ]

  @Test(arguments: rows)
  func `the first place that holds keys decides`(row: Row) async throws {
    var row = row
    if row.testDescription.contains("other settings only") { row.profile = "p" }
    let found = try await chain(
      row.profile, row.environment, credentials: row.credentials, config: row.config
    )
    .credential()
    #expect(found.accessKeyID == row.key)
    #expect(found.sessionToken == row.token)
  }

  @Test func `an unknown profile names the profiles that exist and the files`() async throws {
    let chain = try chain(
      "audit", credentials: "[prod]\n", config: "[default]\n[sso-session x]\n[profile dev]\n")
    let error = await failure(of: chain)
    #expect(
      error?.description == """
        profile "audit" (--profile) is not in /home/a/.aws/config or /home/a/.aws/credentials \
        (profiles there: default, dev, prod)
        """)
  }

  @Test func `without any credentials every place is listed with its reason`() async throws {
    let chain = try chain()
    let error = await failure(of: chain)
    guard case .noCredentials(let tried)? = error else {
      Issue.record("expected the list of places")
      return
    }
    #expect(
      tried.map(\.source) == [
        "environment variables", "role of profile \"default\"", "web identity", "SSO",
        "credentials file /home/a/.aws/credentials", "aws login session", "credential process",
        "config file /home/a/.aws/config", "container credentials", "instance metadata",
      ])
    #expect(tried.first?.reason == "AWS_ACCESS_KEY_ID is not set")
    #expect(tried.allSatisfy { !$0.reason.isEmpty })
    #expect(error?.headline.hasPrefix("no AWS credentials found; set AWS_ACCESS_KEY_ID") == true)
    #expect(error?.details.count == 10)
    #expect(error?.details.last?.contains("does not answer") == true)
  }

  @Test func `an access key without its secret ends the search`() async throws {
    let environment = ["AWS_ACCESS_KEY_ID": "ENV"]
    let chain = try chain(nil, environment, credentials: "[default]\n" + Self.keys("CRED"))
    #expect(
      await failure(of: chain)
        == .incomplete(source: "environment variables", missing: "AWS_SECRET_ACCESS_KEY"))
  }

  @Test func `a key with a line break is refused without being shown`() async throws {
    let chain = try chain(nil, ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "hunter2\n"])
    let error = await failure(of: chain)
    #expect(
      error == .malformedKey(source: "environment variables", setting: "AWS_SECRET_ACCESS_KEY"))
    #expect(error?.description.contains("hunter2") == false)
  }

  @Test func `a file that cannot be read is named`() {
    #expect(throws: CredentialError.unreadableFile(path: "/home/a/.aws/credentials")) {
      try SharedConfiguration(
        environment: ["HOME": "/home/a"], files: FileReading { _ in throw CancellationError() })
    }
  }

  @Test func `keys of the environment that say when they end do end`() async throws {
    let environment = Self.environmentKeys.merging(["AWS_CREDENTIAL_EXPIRATION": "2024-01-02T03:04:04+00:00"])
    { $1 }
    let chain = try chain(nil, environment)
    let error = await #expect(throws: CredentialError.self) { try await chain.expiring() }
    #expect(
      error?.description
        == "the keys from environment variables ended at 2024-01-02T03:04:04Z; sign in again")
  }

  @Test func `keys are renewed where they were found, and not further down`() async throws {
    let first = ScriptedSource([
      .success(.found(.ending("FIRST", after: 60))), .success(.nothing(reason: "gone")),
    ])
    let second = ScriptedSource([.success(.found(.ending("SECOND", after: nil)))])
    let found = try await FirstFound(sources: [first, second]) { .noCredentials($0) }.find()
    let time = VirtualTime()
    let credentials = try ExpiringCredentials(
      source: found.source, first: found.credential, timing: time.movingTiming())
    time.advance(.seconds(61))
    let error = await #expect(throws: CredentialError.self) { try await credentials.credential() }
    #expect(error?.description.contains("gives no more keys (gone)") == true)
    #expect(second.looks == 0)
  }
}
