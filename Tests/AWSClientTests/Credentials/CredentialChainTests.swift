import AWSClient
import Foundation
import Testing

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
    try CredentialChain(
      profile: profile, environment: environment.merging(["HOME": "/home/a"]) { old, _ in old },
      files: FileReading { path in
        switch path {
        case "/home/a/.aws/credentials": credentials
        case "/home/a/.aws/config": config
        case "/elsewhere/credentials": "[default]\n" + Self.keys("ELSEWHERE")
        default: nil
        }
      })
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
  func `the first place that holds keys decides`(row: Row) throws {
    var row = row
    if row.testDescription.contains("other settings only") { row.profile = "p" }
    let found = try chain(row.profile, row.environment, credentials: row.credentials, config: row.config)
      .credential()
    #expect(found.accessKeyID == row.key)
    #expect(found.sessionToken == row.token)
  }

  @Test(arguments: [
    ("role_arn = a\nsource_profile = b", "role_arn with source_profile"),
    ("role_arn = a\ncredential_source = Environment", "role_arn with credential_source"),
    ("role_arn = a\nweb_identity_token_file = /t", "role_arn with web_identity_token_file"),
    ("sso_session = s\nsso_account_id = 1", "sso_session"),
    ("sso_start_url = https://a", "sso_start_url"),
    ("login_session = arn", "login_session"),
    ("credential_process = p", "credential_process"),
  ])
  func `a profile that signs in otherwise is told how to export keys`(settings: String, setting: String)
    throws
  {
    let chain = try chain("audit", config: "[profile audit]\n\(settings)\n")
    let error = #expect(throws: CredentialError.self) { try chain.credential() }
    #expect(error == .unsupportedSignIn(setting: setting, profile: "audit"))
    #expect(
      error?.description.contains("aws configure export-credentials --profile audit --format env") == true)
  }

  @Test func `a role goes before static keys of the same profile`() throws {
    let config = "[profile audit]\nrole_arn = a\nsource_profile = audit\n"
    let chain = try chain("audit", credentials: "[audit]\n" + Self.keys("CRED"), config: config)
    #expect(throws: CredentialError.self) { try chain.credential() }
  }

  @Test func `an unknown profile names the profiles that exist and the files`() throws {
    let chain = try chain(
      "audit", credentials: "[prod]\n", config: "[default]\n[sso-session x]\n[profile dev]\n")
    let error = #expect(throws: CredentialError.self) { try chain.credential() }
    #expect(
      error?.description == """
        profile "audit" (--profile) is not in /home/a/.aws/config or /home/a/.aws/credentials \
        (profiles there: default, dev, prod)
        """)
  }

  @Test func `without any credentials every place is listed with its reason`() throws {
    let chain = try chain()
    let error = #expect(throws: CredentialError.self) { try chain.credential() }
    guard case .noCredentials(let tried)? = error else {
      Issue.record("expected the list of places")
      return
    }
    #expect(
      tried.map(\.source) == [
        "environment variables", "roles and single sign-on", "credentials file /home/a/.aws/credentials",
        "login session and credential process", "config file /home/a/.aws/config",
        "container and instance credentials",
      ])
    #expect(tried.first?.reason == "AWS_ACCESS_KEY_ID is not set")
    #expect(tried.allSatisfy { !$0.reason.isEmpty })
  }

  @Test func `an access key without its secret ends the search`() throws {
    let environment = ["AWS_ACCESS_KEY_ID": "ENV"]
    let chain = try chain(nil, environment, credentials: "[default]\n" + Self.keys("CRED"))
    #expect(
      throws: CredentialError.incomplete(source: "environment variables", missing: "AWS_SECRET_ACCESS_KEY")
    ) { try chain.credential() }
  }

  @Test func `a key with a line break is refused without being shown`() throws {
    let chain = try chain(nil, ["AWS_ACCESS_KEY_ID": "ENV", "AWS_SECRET_ACCESS_KEY": "hunter2\n"])
    let error = #expect(throws: CredentialError.self) { try chain.credential() }
    #expect(
      error == .malformedKey(source: "environment variables", setting: "AWS_SECRET_ACCESS_KEY"))
    #expect(error?.description.contains("hunter2") == false)
  }

  @Test func `a file that cannot be read is named`() {
    #expect(throws: CredentialError.unreadableFile(path: "/home/a/.aws/credentials")) {
      try CredentialChain(
        profile: nil, environment: ["HOME": "/home/a"],
        files: FileReading { _ in throw CancellationError() })
    }
  }
}
