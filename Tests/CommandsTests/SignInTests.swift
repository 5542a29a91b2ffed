import Foundation
import OrganizationSimulator
import Testing

/// Signing in by files, programs and roles, with the whole tool.
@Suite struct SignInTests {
  private static let role = "arn:aws:iam::123456789012:role/Auditor"

  /// Runs the tool with a home folder of its own; no machine's metadata is asked.
  private func run(
    _ arguments: [String], in scratch: Scratch, _ environment: [String: String] = [:]
  ) async throws -> CommandLineRun {
    let base = [
      "HOME": scratch.url.path, "AWS_EC2_METADATA_DISABLED": "true", "PATH": "/usr/bin:/bin",
    ]
    return try await CommandLineRun.run(
      arguments, environment: environment.merging(base) { own, _ in own }, in: scratch.url)
  }

  @Test func `roles are assumed in moto, by option, by profile and one upon the other`() async throws {
    guard let python = try await MotoServer.python() else { return }
    try await MotoServer.with(python) { server in
      let built = try await server.build()
      let store = try TestStore()
      try store.scratch.write(
        """
        [profile base]
        aws_access_key_id = AKIAIOSFODNN7EXAMPLE
        aws_secret_access_key = fixture
        [profile role]
        role_arn = arn:aws:iam::123456789012:role/FromProfile
        source_profile = base
        role_session_name = by-profile
        """, to: ".aws/config")
      for (arguments, arn) in [
        (["--profile", "base", "--assume-role", Self.role, "--external-id", "x"], "Auditor/optout-audit"),
        (["--profile", "role"], "FromProfile/by-profile"),
        (["--profile", "role", "--assume-role", Self.role, "--role-session-name", "q3"], "Auditor/q3"),
      ] {
        let run = try await run(
          ["doctor", "--endpoint-url", server.endpoint, "--json"] + arguments, in: store.scratch)
        let answer = try run.json()
        #expect(
          answer.object("identity")?.string("arn") == "arn:aws:sts::123456789012:assumed-role/\(arn)",
          "\(run.errors)")
        #expect(answer.object("organization")?.string("standing") == "managementAccount")
        #expect(answer.object("credentials")?.string("expiresAt")?.hasPrefix("20") == true)
      }
      let collect = try await run(
        [
          "collect", "--profile", "base", "--assume-role", Self.role, "--endpoint-url", server.endpoint,
          "--db",
          store.path, "--json",
        ], in: store.scratch)
      #expect(collect.status == 1, "\(collect.errors)")
      #expect(
        try collect.json().object("snapshot")?.string("organization") == built.string("organization"))
    }
  }

  @Test func `a credential process signs in, and what it prints shows nowhere`() async throws {
    try await LiveRun.with { live in
      let json =
        #"{"Version":1,"AccessKeyId":"\#(LiveRun.accessKeyID)","SecretAccessKey":"\#(LiveRun.secretAccessKey)","SessionToken":"\#(LiveRun.sessionToken)"}"#
      let home = try Scratch()
      try home.write("[default]\ncredential_process = cat keys.json\n", to: ".aws/config")
      try home.write(json, to: "keys.json")
      let arguments = ["doctor", "--endpoint-url", live.simulator.endpointURL]
      let good = try await run(arguments, in: home)
      #expect(good.status == 0, "\(good.errors)")
      #expect(good.text.contains("credential process cat"))
      try live.expectNoSecret(in: good)
      try home.write("[default]\ncredential_process = sh -c 'cat keys.json >&2; exit 1'\n", to: ".aws/config")
      let bad = try await run(arguments, in: home)
      bad.expectFailure(naming: "credential process sh", "status 1")
      try live.expectNoSecret(in: bad)
    }
  }

  @Test func `what was tried is listed behind the answer`() async throws {
    let home = try Scratch()
    let run = try await run(["doctor"], in: home)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    let lines = run.errorLines
    #expect(lines.first?.hasPrefix("error: no AWS credentials found; set AWS_ACCESS_KEY_ID") == true)
    #expect(lines.count == 11)
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("  ") && $0.contains(": ") })
  }

  @Test func `an MFA code without a terminal is one clear error`() async throws {
    let home = try Scratch()
    try home.write(
      """
      [default]
      role_arn = \(Self.role)
      source_profile = base
      mfa_serial = arn:aws:iam::123456789012:mfa/me
      [profile base]
      aws_access_key_id = AKIAIOSFODNN7EXAMPLE
      aws_secret_access_key = fixture
      """, to: ".aws/config")
    try await run(["doctor"], in: home).expectFailure(
      naming: "MFA device arn:aws:iam::123456789012:mfa/me", "there is no terminal")
  }

  @Test func `in GovCloud there is nothing to audit, and nothing is asked`() async throws {
    let home = try Scratch()
    let keys = [
      "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "fixture",
      // Nobody listens here, so that a request would be told.
      "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
    ]
    for arguments in [["collect", "--db", home.path("store.sqlite")], ["doctor"]] {
      try await run(arguments + ["--region", "us-gov-east-1"], in: home, keys).expectFailure(
        naming: "GovCloud", "do not exist")
    }
    #expect(!home.exists("store.sqlite"))
  }

  @Test(arguments: [
    (["--assume-role", "Auditor"], "not the ARN of a role"),
    (["--assume-role", "arn:aws:iam::1:role/x"], "not the ARN of a role"),
    (["--external-id", "x"], "--assume-role"), (["--role-session-name", "x"], "--assume-role"),
    (["--assume-role", role, "--role-session-name", "a b"], "--role-session-name"),
  ])
  func `wrong usage of roles is told`(arguments: [String], words: String) async throws {
    try await run(["doctor"] + arguments, in: try Scratch()).expectUsageError(naming: words)
  }
}
