import OrganizationSimulator
import Testing

/// Which `optout-audit.yaml` is read, and the exceptions in it.
@Suite struct ConfigurationTests {
  private func run(
    _ arguments: [String], store: String, environment: [String: String] = [:], in scratch: Scratch
  ) async throws -> CommandLineRun {
    try await CommandLineRun.run(
      arguments + ["--db", store, "--as-of", "2026-09-30"], environment: environment, in: scratch.url)
  }

  private static func exception(expires: String, service: String = "rekognition") -> String {
    """
    accepted-exceptions:
      - service: \(service)
        node: ou-d3m0-datavision
        reason: the pilot
        approver: Priya Nair
        expires: \(expires)
    """
  }

  @Test func `the option comes before the environment, and that before the folder`() async throws {
    let store = try await SharedFixtures.demo().store
    let scratch = try Scratch()
    for name in ["optout-audit.yaml", "named.yaml", "environment.yaml"] { try scratch.write("", to: name) }
    let environment = ["OPTOUT_AUDIT_CONFIG": "environment.yaml"]
    for (arguments, environment, expected) in [
      (["--config", "named.yaml"], environment, "configuration: named.yaml"),
      ([], environment, "configuration: environment.yaml"),
      ([], ["OPTOUT_AUDIT_CONFIG": ""], "configuration: optout-audit.yaml"),
      ([], [:], "configuration: optout-audit.yaml"),
    ] {
      let run = try await run(["status"] + arguments, store: store, environment: environment, in: scratch)
      #expect(run.text.contains(expected), "\(run.text)\(run.errors)")
    }
    let elsewhere = try await run(["status"], store: store, in: try Scratch())
    #expect(!elsewhere.text.contains("configuration:"))
  }

  @Test func `a configuration that is missing or wrong stops the run`() async throws {
    let store = try await SharedFixtures.demo().store
    let scratch = try Scratch()
    try await run(["status", "--config", "none.yaml"], store: store, in: scratch)
      .expectFailure(naming: "none.yaml", "--config")
    try await run(
      ["status"], store: store, environment: ["OPTOUT_AUDIT_CONFIG": "none.yaml"], in: scratch
    ).expectFailure(naming: "none.yaml", "OPTOUT_AUDIT_CONFIG")
    try scratch.write("site: []", to: "optout-audit.yaml")
    try await run(["status"], store: store, in: scratch)
      .expectFailure(
        naming: "optout-audit.yaml", "line 1: site: the key is not known; did you mean \"sites\"?")
    try scratch.write("site: []\nage: 1", to: "optout-audit.yaml")
    let two = try await run(["status"], store: store, in: scratch)
    #expect(two.status == 2)
    #expect(two.errorLines.count == 3, "\(two.errors)")
  }

  @Test func `accepted exceptions are shown and change no verdict`() async throws {
    let store = try await SharedFixtures.demo().store
    let scratch = try Scratch()
    try scratch.write(Self.exception(expires: "2026-09-30"), to: "optout-audit.yaml")
    let plain = try await run(["status"], store: store, in: scratch)
    #expect(plain.status == 1)
    #expect(plain.text.contains("PARTIAL"))
    #expect(plain.text.contains("\"rekognition\" opted in, accepted until 2026-09-30"))
    let accepted = try await run(["status", "--accept-exceptions", "--json"], store: store, in: scratch)
    #expect(accepted.status == 0)
    let answer = try accepted.json()
    #expect(answer.string("verdict") == "partial")
    let exception = try #require(answer.objects("acceptedExceptions").first)
    #expect(exception.bool("expired") == false)
    #expect(exception.strings("accounts") == ["111111111305"])
    let until = answer.objects("accounts").compactMap { $0.string("acceptedUntil") }
    #expect(until == ["2026-09-30"])
    // Accepting an opt-in accepts no missing lock.
    let locked = try await run(
      ["status", "--accept-exceptions", "--require-lock"], store: store, in: scratch)
    #expect(locked.status == 1)
  }

  @Test(arguments: [("2026-09-29", "rekognition"), ("2026-12-31", "lex")])
  func `expired exceptions and those of others accept nothing`(expires: String, service: String)
    async throws
  {
    let store = try await SharedFixtures.demo().store
    let scratch = try Scratch()
    try scratch.write(Self.exception(expires: expires, service: service), to: "optout-audit.yaml")
    let run = try await run(["status", "--accept-exceptions"], store: store, in: scratch)
    #expect(run.status == 1)
    #expect(run.text.contains(service == "lex" ? "no account" : "EXPIRED"))
    #expect(!run.text.contains("opted in, accepted until"))
  }

  @Test func `an opted-out organization needs no exception`() async throws {
    let (store, _) = try await TestStore.collecting(SampleOrganizations.locked)
    #expect(try await store.run("status", "--accept-exceptions").status == 0)
  }
}
