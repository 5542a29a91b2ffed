import Foundation
import OrganizationSimulator
import Testing

/// What `remediate` writes, read by the tools that such files are for.
@Suite struct RemediateFormsTests {
  /// The second key is one that AWS would refuse, and an export may still hold.
  private static let optIn =
    #"{"services":{"comprehend":{"opt_out_policy":{"@@assign":"optIn"}},"x'; touch owned; $(touch owned) ${file(\"/a\")}":{"opt_out_policy":{"@@assign":"optIn"}}}}"#

  /// Names that try to break out of each format.
  private static func hostile() throws -> SimulatedOrganization {
    var organization = try SimulatedOrganization(
      tree: """
        o-hostileorg1 management=111111111111
        r-ef56 Root enabled=AISERVICES_OPT_OUT_POLICY policies=p-openhostile
          111111111111 A
          ou-ef56-hostile01 Unit policies=p-optinhostile
            222222222222 B
          ou-ef56-hostile02 Other
            333333333333 C
        policy p-openhostile One {"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}
        policy p-optinhostile Two \(optIn)
        """)
    let breaking =
      "'; touch owned; \" ${file(\"/etc/passwd\")} %{ if true } $(touch owned) `touch owned` \"\"\" \\ #{x} *}"
    try organization.rename("r-ef56", to: HostileNames.lines + breaking)
    try organization.rename("ou-ef56-hostile01", to: HostileNames.rightToLeft + breaking)
    try organization.rename("ou-ef56-hostile02", to: breaking + HostileNames.escape)
    try organization.rename("p-openhostile", to: breaking)
    try organization.rename("p-optinhostile", to: HostileNames.quotes)
    return organization
  }

  @Test func `every form is what its readers take`() async throws {
    guard let python = try await MotoServer.python() else { return }
    let scratch = try Scratch()
    var folders: [String] = []
    let all = try await Self.formNames()
    let hostile = try await TestStore.collecting(Self.hostile()).store
    let plain = try await TestStore.collecting(SampleOrganizations.mixed).store
    try await write("plain", all, from: plain.path, [], into: scratch, &folders, handlers: true)
    try await write("hostile", all, from: hostile.path, [], into: scratch, &folders)
    try await write(
      "exception", ["terraform", "cli", "policy"], from: hostile.path, ["--except", "lex=ou-ef56-hostile01"],
      into: scratch, &folders)
    try await write("new", all, from: nil, ["--new"], into: scratch, &folders)
    // Terraform may own the organization of the demo, of which everything that is switched on was read.
    try await write(
      "managed", ["terraform"], from: try await SharedFixtures.demo().store, ["--manage-organization"],
      into: scratch, &folders,
      managed: """
        {"types": ["AISERVICES_OPT_OUT_POLICY", "SERVICE_CONTROL_POLICY"], "services": ["access-analyzer.amazonaws.com",
        "cloudtrail.amazonaws.com", "config.amazonaws.com", "sso.amazonaws.com"]}
        """)
    try await MotoServer.with(python) { server in
      let run = try await CommandLineRun.run(
        [MotoServer.pythonTest("check_forms.py"), server.endpoint] + folders,
        environment: [
          "HOME": scratch.url.path, "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
          "PYTHONDONTWRITEBYTECODE": "1",
        ], in: scratch.url, executable: URL(fileURLWithPath: server.python))
      #expect(run.status == 0, "\(run.text)\(run.errors)")
    }
    #expect(!scratch.exists("owned"))
  }

  private static func formNames() async throws -> [String] {
    let help = try await CommandLineRun.run(["remediate", "--help"]).text
    let list = try #require(help.firstMatch(of: /separated by commas: ([a-z,\s-]+)\./)).1
    return list.split { $0 == "," || $0.isWhitespace }.map(String.init)
  }

  private func write(
    _ name: String, _ forms: [String], from store: String?, _ options: [String], into scratch: Scratch,
    _ folders: inout [String], handlers: Bool = false, managed: String = "null"
  ) async throws {
    let folder = scratch.path(name)
    let run = try await CommandLineRun.run(
      ["remediate", "--as", forms.joined(separator: ","), "--output", folder, "--json"] + options
        + (store.map { ["--db", $0] } ?? []))
    #expect(run.status == 0, "\(name): \(run.errors) \(run.text)")
    let plan = try run.json()
    #expect(plan.strings("problems") == [], "\(name)")
    try Data(try expectation(of: plan, all: forms.count > 10, handlers: handlers, managed: managed).utf8)
      .write(
        to: scratch["\(name)/expected.json"])
    folders.append(folder)
  }

  /// What the files must say, from the plan: the root's policy on the root, and each placement on its node.
  private func expectation(of plan: JSONObject, all: Bool, handlers: Bool, managed: String) throws -> String {
    let owned = plan.objects("policies")
    #expect(!owned.isEmpty)
    let policies = owned.map { policy in
      let targets = (policy.strings("nodes") ?? []).map { "\"\($0)\"" }.joined(separator: ",")
      return "{\"content\": \(policy.string("content") ?? ""), \"targets\": [\(targets)]}"
    }
    let root = owned[0].strings("nodes")?.first.map { "\"\($0)\"" } ?? "null"
    return """
      {"root": \(root), "all": \(all), "handlers": \(handlers), "managed": \(managed), "policies": [\(policies.joined(separator: ","))]}
      """
  }
}
