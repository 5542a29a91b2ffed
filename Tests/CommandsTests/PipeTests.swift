import Foundation
import Testing

/// Nobody writes to the pipes here, so that whoever opened one and waited would wait for ever.
@Suite(.timeLimit(.minutes(2))) struct PipeTests {
  static let readers: [[String]] = [
    ["check", "--config", "waiting"], ["check", "--checklist", "./waiting"],
    ["checklists", "validate", "waiting"],
    ["attest", "load", "waiting"], ["services", "--file", "waiting"], ["lint", "waiting"],
    ["verify", "waiting"],
    ["verify", "--tsa-ca", "waiting"], ["verify", "folder"],
    ["report", "--output", "out", "--logo", "waiting"],
    ["report", "--output", "out", "--templates", "folder"], ["compare", "--prowler", "waiting"],
    ["remediate", "--robots", "waiting"], ["simulate", "--attach", "./waiting@Root"],
    ["events", "import", "waiting"], ["events", "import", "folder"], ["collect", "--from", "folder"],
    ["pack", "--period", "2026-Q3", "--output", "out", "--sign-key", "waiting", "--sign-cert", "waiting"],
  ]

  @Test(arguments: readers)
  func `a named pipe in place of a file is one line at once`(arguments: [String]) async throws {
    let store = try await SharedFixtures.twoOrganizations()
    let scratch = try Scratch()
    #expect(mkfifo(scratch.path("waiting"), 0o600) == 0)
    try scratch.write("{}", to: "folder/other.json")
    for name in ["manifest.json", "describe-organization.json", "report.html.mustache", "log.json"] {
      #expect(mkfifo(scratch.path("folder/\(name)"), 0o600) == 0)
    }
    let copy = scratch.path("store.sqlite")
    try FileManager.default.copyItem(atPath: store.path, toPath: copy)
    var options: [String] = []
    if !["checklists", "services", "lint", "collect"].contains(arguments[0]), arguments.count > 1 {
      options = ["--db", copy]
      if arguments[0] != "verify" || arguments[1].hasPrefix("-") {
        options += ["--organization", "o-lockedorg01"]
      }
    }
    if arguments[0] == "collect" { options = ["--db", scratch.path("new.sqlite")] }
    let run = try await CommandLineRun.run(arguments + options, in: scratch.url)
    #expect(run.signal == nil)
    #expect(run.status == 2 || run.status == 1, "\(run.errors)")
    let said = run.errors + run.text
    #expect(said.contains(/no (regular )?file|pipe/), "\(said)")
    #expect(
      said.contains("waiting") || said.contains("folder") || said.contains("describe-organization"), "\(said)"
    )
  }

  @Test(arguments: [
    "AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CA_BUNDLE",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  ])
  func `a named pipe among the files of signing in is one line at once`(variable: String) async throws {
    let scratch = try Scratch()
    #expect(mkfifo(scratch.path("waiting"), 0o600) == 0)
    var environment = [
      "HOME": scratch.url.path, "AWS_EC2_METADATA_DISABLED": "true", variable: scratch.path("waiting"),
      "AWS_REGION": "us-east-1",
    ]
    switch variable {
    case "AWS_WEB_IDENTITY_TOKEN_FILE":
      environment["AWS_ROLE_ARN"] = "arn:aws:iam::123456789012:role/Auditor"
    case "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE":
      environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = "http://127.0.0.1:9/keys"
    case "AWS_CA_BUNDLE":
      environment["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE"
      environment["AWS_SECRET_ACCESS_KEY"] = "fixture"
    default: break
    }
    let run = try await CommandLineRun.run(
      ["collect", "--db", "new.sqlite", "--endpoint-url", "https://127.0.0.1:9"], environment: environment,
      in: scratch.url)
    #expect(run.status == 2)
    #expect(run.errorLines.count == 1, "\(run.errors)")
    #expect(run.errors.contains(/no (regular )?file|pipe/) && run.errors.contains("waiting"), "\(run.errors)")
  }
}
