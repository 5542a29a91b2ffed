import Foundation
import OrganizationSimulator
import Testing

/// The commands that need neither store nor AWS.
@Suite struct KnowledgeTests {
  @Test func `services are dated data`() async throws {
    let run = try await CommandLineRun.run(["services", "--json"])
    #expect(run.status == 0)
    let answer = try run.json()
    #expect(answer.string("catalogueDate")?.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil)
    let keys = answer.objects("services").compactMap { $0.string("key") }
    #expect(keys.contains("rekognition"))
    #expect(Set(keys).count == keys.count)
    let early = try await CommandLineRun.run(["services", "--json", "--at", "2021-01-01"]).json()
    #expect(early.objects("services").count < keys.count)
    let text = try await CommandLineRun.run(["services"]).text
    for key in keys { #expect(text.contains(key)) }
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 80 || $0.contains("https://") })
  }

  @Test func `the IAM policy allows what a collect asks, and only to read`() async throws {
    let run = try await CommandLineRun.run(["iam-policy"])
    let policy = try run.json()
    #expect(policy.string("Version") == "2012-10-17")
    let statement = try #require(policy.objects("Statement").first)
    #expect(statement.string("Effect") == "Allow")
    let actions = try #require(statement.strings("Action"))
    let reading = /organizations:(Describe|List)[A-Za-z]+|cloudtrail:LookupEvents/
    #expect(actions.allSatisfy { $0.wholeMatch(of: reading) != nil })
    try await LiveRun.with(SampleOrganizations.mixed) { live in
      let run = try await live.collect("--scps")
      #expect(run.status == 0, "\(run.errors)")
      let asked = live.simulator.statistics.requests.keys.filter { $0 != "GetCallerIdentity" }
      let needed = asked.map { $0 == "LookupEvents" ? "cloudtrail:LookupEvents" : "organizations:\($0)" }
      #expect(Set(needed).subtracting(actions).isEmpty)
    }
  }

  @Test func `the export script is a shell script that only reads`() async throws {
    let run = try await CommandLineRun.run(["export-script"])
    #expect(run.text.hasPrefix("#!/bin/sh\n"))
    let scratch = try Scratch()
    try scratch.write(run.text, to: "export.sh")
    let shell = URL(fileURLWithPath: "/bin/sh")
    let parsed = try await CommandLineRun.run(["-n", "export.sh"], in: scratch.url, executable: shell)
    #expect(parsed.status == 0, "\(parsed.errors)")
    for line in run.text.split(separator: "\n") where line.contains("ask ") && !line.hasPrefix("#") {
      #expect(!line.contains(/\b(create|delete|attach|detach|update|put|enable|disable|move)-/), "\(line)")
    }
  }

  /// A stand-in for the AWS CLI, which answers from a folder.
  private static let fakeCLI = """
    #!/bin/sh
    shift
    name=$1
    shift
    id=
    while [ $# -gt 0 ]; do
      case $1 in --parent-id | --policy-id | --target-id | --account-id) id=/$2 ;; esac
      shift
    done
    if [ -f "$ANSWERS/$name$id.json" ]; then cat "$ANSWERS/$name$id.json"; exit 0; fi
    if [ -f "$ANSWERS/$name$id.error.txt" ]; then cat "$ANSWERS/$name$id.error.txt" >&2; exit 254; fi
    echo "An error occurred (AccessDeniedException) when calling the $name operation: no" >&2
    exit 254
    """

  @Test func `what the export script writes can be collected`() async throws {
    let scratch = try Scratch()
    try SimulatedOrganization(tree: SampleOrganizations.mixed).writeExport(to: scratch["answers"])
    try scratch.write(Self.fakeCLI, to: "bin/aws")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: scratch.path("bin/aws"))
    try scratch.write(try await CommandLineRun.run(["export-script"]).text, to: "export.sh")
    let script = try await CommandLineRun.run(
      ["export.sh", "export"],
      environment: ["PATH": scratch.path("bin") + ":/usr/bin:/bin", "ANSWERS": scratch.path("answers")],
      in: scratch.url, executable: URL(fileURLWithPath: "/bin/sh"))
    #expect(script.status == 0, "\(script.errors)")
    let run = try await CommandLineRun.run(
      ["collect", "--from", "export", "--db", "s.sqlite", "--json"], in: scratch.url)
    let answer = try run.json()
    #expect(answer.object("snapshot")?.int("accounts") == 4)
    #expect(answer.object("effectivePolicies")?.int("reported") == 4)
    // The stand-in knows nothing of trusted services; everything else was there.
    #expect(answer.objects("mismatches").isEmpty)
    let unknown = answer.objects("unknown").compactMap { $0.string("subject") }
    #expect(unknown.allSatisfy { $0.contains("Service") || $0 == "LookupEvents" }, "\(unknown)")
  }
}
