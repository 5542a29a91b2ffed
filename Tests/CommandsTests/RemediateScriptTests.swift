import Foundation
import Testing

/// The script of `remediate --as cli`, run by the AWS CLI against moto.
@Suite struct RemediateScriptTests {
  private static let scenarios = ["none", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "many"]

  /// One way from a state to everybody opted out for good.
  private struct Walk {
    var server: MotoServer
    var aws: CommandLineInterface
    let store: TestStore
    let scratch: Scratch

    init(server: MotoServer, aws: CommandLineInterface) throws {
      self.server = server
      self.aws = aws
      store = try TestStore()
      scratch = try Scratch()
    }

    var environment: [String: String] {
      [
        "HOME": scratch.url.path, "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "fixture",
        "AWS_ENDPOINT_URL": server.endpoint, "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_PAGER": "", "PYTHONDONTWRITEBYTECODE": "1",
        "PATH": aws.folder + ":/usr/bin:/bin",
      ]
    }

    func collect() async throws {
      let run = try await CommandLineRun.run(
        ["collect", "--endpoint-url", server.endpoint, "--db", store.path, "--rate-share", "1", "--json"],
        environment: environment)
      // moto has no DescribeEffectivePolicy, so every snapshot is incomplete.
      #expect(run.status == 1, "\(run.errors)")
    }

    func script(_ arguments: String...) async throws -> CommandLineRun {
      try await CommandLineRun.run(
        [scratch.path("fix/opt-out.sh")] + arguments, environment: environment, in: scratch.url,
        executable: URL(fileURLWithPath: "/bin/bash"))
    }
  }

  @Test func `from every state the script opts every account out for good, once`() async throws {
    guard let python = try await MotoServer.python() else { return }
    try await MotoServer.with(python) { server in
      try await CommandLineInterface.with(server) { aws in
        for scenario in Self.scenarios { try await walk(scenario, server, aws, names: nil) }
        try await walk("k", server, aws, names: "hostile")
      }
    }
  }

  private func walk(_ scenario: String, _ server: MotoServer, _ aws: CommandLineInterface, names: String?)
    async throws
  {
    let walk = try Walk(server: server, aws: aws)
    let comment = Comment(rawValue: "scenario \(scenario) \(names ?? "")")
    let built = try await aws.scenario(scenario, names: names)
    try await walk.collect()
    let remediate = try await walk.store.run(
      "remediate", "--as", "cli", "--output", walk.scratch.path("fix"), "--json")
    #expect(remediate.status == 0, "\(comment): \(remediate.errors)")
    let plan = try remediate.json()
    #expect(plan.object("after")?.string("verdict") == "optedOut", comment)

    let shown = try await walk.script()
    #expect(shown.status == 0, "\(comment): \(shown.errors)")
    #expect(try await aws.policies() == built, "\(comment): without --apply nothing changes")
    #expect(
      shown.text.contains("Nothing to change.") == plan.objects("steps").isEmpty, "\(comment): \(shown.text)")

    let applied = try await walk.script("--apply")
    #expect(applied.status == 0, "\(comment): \(applied.errors)")
    let after = try await aws.policies()

    try await walk.collect()
    let status = try await walk.store.run("status", "--json", "--require-lock")
    #expect(status.status == 0, "\(comment): \(status.text)")
    let accounts = try status.json().objects("accounts")
    #expect(accounts.count == 6, comment)
    for account in accounts {
      #expect(account.string("verdict") == "optedOut", comment)
      #expect(account.string("lock") == "locked", comment)
      #expect(account.string("evidence") == "computed", comment)
    }

    let again = try await walk.script("--apply")
    #expect(again.status == 0, "\(comment): \(again.errors)")
    #expect(again.text == "Nothing to change.\n", "\(comment): \(again.text)")
    #expect(try await aws.policies() == after, "\(comment): a second run changes nothing")
    #expect(try FileManager.default.contentsOfDirectory(atPath: walk.scratch.url.path) == ["fix"], comment)
  }
}
