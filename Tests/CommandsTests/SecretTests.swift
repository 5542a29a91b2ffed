import Foundation
import OrganizationSimulator
import TestSupport
import Testing

/// Secrets that are planted in every place that signing in reads show nowhere else.
@Suite struct SecretTests {
  private static let access = "AKIAPLANTEDPLANTED99"
  private static let secrets = [
    "planted/secret+access0key", "planted-session-token", "planted-sso-token", "planted-refresh-token",
    "planted-client-secret", "planted-container-token", "planted-web-identity", access,
  ]

  /// A way to sign in: variables and files below the home folder; `$URL` stands for the server.
  struct Way: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var variables: [String: String] = [:]
    var files: [String: String] = [:]
  }

  private static let keys = """
    aws_access_key_id = \(access)
    aws_secret_access_key = planted/secret+access0key
    aws_session_token = planted-session-token

    """
  private static let sso = """
    [default]
    sso_account_id = 222222222222
    sso_role_name = Audit
    sso_start_url = https://x.awsapps.com/start
    sso_region = eu-west-1

    """
  /// Named for SHA-1 of the start URL.
  private static let ssoFile = ".aws/sso/cache/3947de8b16688092197fa616c34e01335f21d256.json"
  private static let role = "role_arn = arn:aws:iam::111111111111:role/Auditor\nsource_profile = base\n"

  static let ways = [
    Way(
      testDescription: "the environment",
      variables: [
        "AWS_ACCESS_KEY_ID": access, "AWS_SECRET_ACCESS_KEY": "planted/secret+access0key",
        "AWS_SESSION_TOKEN": "planted-session-token",
      ]),
    Way(testDescription: "the credentials file", files: [".aws/credentials": "[default]\n\(keys)"]),
    Way(
      testDescription: "a role",
      files: [".aws/config": "[default]\n\(role)", ".aws/credentials": "[base]\n\(keys)"]),
    Way(
      testDescription: "a line that is no setting",
      files: [".aws/credentials": "[default]\naws_secret_access_key planted/secret+access0key\n"]),
    Way(
      testDescription: "IAM Identity Center",
      files: [
        ".aws/config": sso,
        ssoFile: #"{"accessToken":"planted-sso-token","expiresAt":"2099-01-01T00:00:00Z"}"#,
      ]),
    Way(
      testDescription: "a token of IAM Identity Center that is renewed",
      files: [
        ".aws/config": sso.replacing(
          "sso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n",
          with:
            "sso_session = my sso\n[sso-session my sso]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n"
        ),
        ".aws/sso/cache/b3902c2d49b36c95af74dedb0f77c5828749e230.json":
          #"{"accessToken":"planted-sso-token","expiresAt":"2020-01-01T00:00:00Z","refreshToken":"planted-refresh-token","clientId":"c","clientSecret":"planted-client-secret","registrationExpiresAt":"2099-01-01T00:00:00Z","startUrl":"https://x.awsapps.com/start","region":"eu-west-1"}"#,
      ]),
    Way(
      testDescription: "a container",
      variables: [
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": "$URL/container",
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "planted-container-token",
      ]),
    Way(
      testDescription: "web identity",
      variables: [
        "AWS_WEB_IDENTITY_TOKEN_FILE": "$HOME/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/Web",
      ], files: ["token": "planted-web-identity"]),
    Way(
      testDescription: "a program that says its keys where it should not",
      files: [
        ".aws/config": "[default]\ncredential_process = python3 $HOME/keys.py\n",
        "keys.py": """
        import json, sys
        print(json.dumps({"Version": 1, "AccessKeyId": "\(access)", "SecretAccessKey": "planted/secret+access0key"}))
        print("SecretAccessKey planted/secret+access0key aws_secret_access_key=planted-client-secret", file=sys.stderr)
        sys.exit(1)
        """,
      ]),
    Way(
      testDescription: "a program that prints no JSON",
      files: [
        ".aws/config": "[default]\ncredential_process = echo \(access) planted/secret+access0key\n"
      ]),
  ]

  @Test(arguments: ways)
  func `a server that repeats all it was sent gets no secret shown`(way: Way) async throws {
    let server = try LocalServer { request in
      let said = (request.head + " " + String(decoding: request.body, as: UTF8.self))
        .replacing("\r\n", with: " ").replacing("\\", with: " ").replacing("\"", with: "'")
      return .answer(
        #"{"__type":"AccessDeniedException","Message":"\#(said)","message":"\#(said)","error":"invalid_grant","error_description":"\#(said)"}"#,
        status: "403 Forbidden", headers: ["Content-Type: application/json", "x-amzn-RequestId: 1"])
    }
    defer { server.stop() }
    let home = try Scratch()
    let url = "http://127.0.0.1:\(server.port)"
    func filled(_ text: String) -> String {
      text.replacing("$URL", with: url).replacing("$HOME", with: home.url.path)
    }
    for (path, text) in way.files { try home.write(filled(text), to: path) }
    var environment = way.variables.mapValues(filled)
    environment.merge([
      "HOME": home.url.path, "PATH": "/usr/bin:/bin", "AWS_ENDPOINT_URL": url,
      "AWS_EC2_METADATA_DISABLED": "true", "AWS_MAX_ATTEMPTS": "1",
      // There is no such switch; whoever tries one gets no more than without.
      "LOG_LEVEL": "trace", "DEBUG": "1", "AWS_DEBUG": "true",
    ]) { own, _ in own }
    let places = try Scratch()
    for arguments in [["doctor"], ["doctor", "--json"], ["collect", "--db", places.path("store.sqlite")]] {
      let run = try await CommandLineRun.run(arguments, environment: environment, in: places.url)
      #expect(!run.errors.isEmpty || !run.text.isEmpty)
      var texts = ["stdout": run.output, "stderr": Data(run.errors.utf8)]
      texts.merge(try files(below: places.url)) { first, _ in first }
      for (name, data) in texts {
        for secret in Self.secrets {
          #expect(
            data.range(of: Data(secret.utf8)) == nil, "\(secret) in \(name) of \(arguments): \(run.errors)")
        }
      }
    }
  }

  /// Everything that reads a store which was made with secrets at hand, with the secrets still at hand.
  @Test func `no command shows what it was given to sign in`() async throws {
    try await LiveRun.with(SampleOrganizations.mixed) { live in
      #expect(try await live.collect("--json").status == 0)
      let store = ["--db", live.store.path]
      for arguments in [
        ["status"], ["status", "--json"], ["explain", "444444444444"], ["check"], ["snapshots"], ["history"],
        ["verify"], ["remediate"], ["troubleshoot"], ["guide"], ["events", "list"], ["attest", "list"],
        ["anchor"], ["retention"], ["backup", "copy.sqlite"], ["remediate", "--output", "fix"],
        ["report", "--output", "report"], ["pack", "--output", "pack", "--archive", "pack.zip"],
      ] {
        let run = try await CommandLineRun.run(
          arguments + store, environment: live.environment, in: live.store.scratch.url)
        #expect(run.signal == nil && run.status < 2, "\(arguments): \(run.errors)")
        try live.expectNoSecret(in: run)
      }
      let copy = try FileManager.default.attributesOfItem(atPath: live.store.scratch.path("copy.sqlite"))
      #expect(copy[.posixPermissions] as? Int == 0o600)
    }
  }

  @Test func `arguments and child processes of a run hold no secret`() async throws {
    let (asked, signal) = AsyncStream.makeStream(of: Void.self)
    var behaviour = SimulatorBehaviour()
    behaviour.faults = [FaultRule("DescribeEffectivePolicy", .neverAnswer)]
    behaviour.onRequest = { request, _ in
      if request.operation == "DescribeEffectivePolicy" { signal.yield() }
    }
    try await LiveRun.with(behaviour: behaviour) { live in
      let process = try CommandLineProcess(live.arguments([]), environment: live.environment)
      for await _ in asked { break }
      let folder = "/proc/\(process.identifier)"
      let words = try Data(contentsOf: URL(fileURLWithPath: folder + "/cmdline"))
      #expect(String(decoding: words, as: UTF8.self).contains("collect"))
      for task in try FileManager.default.contentsOfDirectory(atPath: folder + "/task") {
        let children = FileManager.default.contents(atPath: "\(folder)/task/\(task)/children")
        #expect(children?.isEmpty != false)
      }
      for secret in [LiveRun.secretAccessKey, LiveRun.sessionToken, LiveRun.accessKeyID] {
        #expect(words.range(of: Data(secret.utf8)) == nil)
      }
      kill(process.identifier, SIGTERM)
      try live.expectNoSecret(in: try await process.finished())
    }
  }
}
