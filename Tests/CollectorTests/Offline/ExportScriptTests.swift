import Collector
import Foundation
import OrganizationModel
import OrganizationSimulator
import Testing

/// The script, run by `sh` with a stand-in for the AWS CLI that asks the simulator.
@Suite struct ExportScriptTests {
  /// Asks over plain HTTP, joins pages, turns times into ISO 8601 and prints as the AWS CLI does.
  private static let standIn = #"""
    #!/usr/bin/env python3
    import datetime, json, os, sys, urllib.error, urllib.request

    arguments = sys.argv[1:]
    service = arguments.pop(0)
    operation = "".join(word.capitalize() for word in arguments.pop(0).split("-")).replace("Aws", "AWS")
    if service == "sts":
        assert operation == "GetCallerIdentity" and arguments[-2:] == ["--output", "text"], arguments
        print("111111111111")
        sys.exit()
    prefix = {"organizations": "AWSOrganizationsV20161128",
              "cloudtrail": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"}[service]
    fields = {}
    while arguments:
        name = arguments.pop(0)[2:]
        value = arguments.pop(0)
        if name == "output":
            assert value == "json"
        elif name == "profile":
            assert value == "audit profile"
        elif name == "region":
            assert service == "cloudtrail" and value == "us-east-1"
        elif name == "lookup-attributes":
            fields["LookupAttributes"] = [dict(pair.split("=") for pair in value.split(","))]
        elif name.endswith("-time"):
            fields[name.replace("-t", "T").capitalize().replace("time", "Time")] = (
                datetime.datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp())
        else:
            fields["".join(word.capitalize() for word in name.split("-"))] = value

    def ask(fields):
        request = urllib.request.Request(os.environ["SIMULATOR"], json.dumps(fields).encode(), {
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": prefix + "." + operation,
            "X-Amz-Date": "20260101T000000Z",
            "Authorization": "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/" + service
            + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + "0" * 64})
        return json.load(urllib.request.urlopen(request))

    def shown(value):
        if isinstance(value, dict):
            return {key: time(item) if key.endswith(("Timestamp", "Date", "DateEnabled", "EventTime")) else shown(item)
                    for key, item in value.items()}
        return [shown(item) for item in value] if isinstance(value, list) else value

    def time(seconds):
        return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc).isoformat()

    try:
        answer = ask(fields)
        while "NextToken" in answer:
            page = ask(dict(fields, NextToken=answer.pop("NextToken")))
            for key, value in page.items():
                answer[key] = answer[key] + value if isinstance(value, list) else value
    except urllib.error.HTTPError as error:
        body = json.load(error)
        print(f"\nAn error occurred ({body['__type'].split('#')[-1]}) when calling the {operation} operation: "
              + body.get("Message", body.get("message", "")), file=sys.stderr)
        sys.exit(254)
    print(json.dumps(shown(answer), indent=4))
    """#

  /// The exit status and what was written to stderr.
  private func run(
    _ arguments: [String], path: String? = nil, simulator: String = ""
  ) async throws -> (status: Int32, messages: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = arguments
    let system = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = ["PATH": path.map { "\($0):\(system)" } ?? system, "SIMULATOR": simulator]
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    let finished = AsyncStream<Void> { continuation in
      process.terminationHandler = { _ in continuation.finish() }
    }
    try process.run()
    let messages = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    for await _ in finished {}
    return (process.terminationStatus, messages)
  }

  /// A folder with the script and the stand-in.
  private func prepare() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(ExportScript.text, to: "export.sh")
    try folder.write(Self.standIn, to: "bin/aws")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.url.appendingPathComponent("bin/aws").path)
    return folder
  }

  @Test func `sh finds nothing wrong with the script`() async throws {
    let folder = try prepare()
    let result = try await run(["-n", folder.url.appendingPathComponent("export.sh").path])
    #expect(result.status == 0)
    #expect(result.messages.isEmpty)
  }

  @Test func `the folder that the script makes gives the live snapshot`() async throws {
    let folder = try prepare()
    let simulator = try await OrganizationSimulator.start(.sample())
    let export = folder.url.appendingPathComponent("an export")
    let result = try await run(
      [folder.url.appendingPathComponent("export.sh").path, export.path, "--profile", "audit profile"],
      path: folder.url.appendingPathComponent("bin").path, simulator: simulator.endpointURL)
    #expect(result.status == 0, "\(result.messages)")
    let live = try await Simulation.collector(
      from: simulator, options: CollectorOptions(toolVersion: "0.0.0-test")
    ).collect(from: .live(endpoint: nil, callerARN: nil))
    await simulator.stop()
    let offline = try await collect(exportIn: export)
    expect(offline, tellsTheSameAs: live)
    #expect(offline.isComplete)
    #expect(try ExportTimes(of: ExportFolder(export)) != nil)
    #expect(
      simulator.statistics.requests.keys.allSatisfy {
        $0.hasPrefix("List") || $0.hasPrefix("Describe")
          || ["GetCallerIdentity", "LookupEvents"].contains($0)
      })
    let mode = try FileManager.default.attributesOfItem(atPath: export.path)[.posixPermissions] as? Int
    #expect(mode == 0o700)
  }

  @Test func `the script asks for the events and says of which time`() async throws {
    let folder = try prepare()
    var organization = try SimulatedOrganization.sample()
    let policy = try #require(organization.policyIDs.first)
    let time = Date(timeIntervalSince1970: (Date().timeIntervalSince1970 - 86_400).rounded())
    try organization.update(policy, description: "Told", at: time)
    let simulator = try await OrganizationSimulator.start(organization)
    let export = folder.url.appendingPathComponent("export")
    let result = try await run(
      [folder.url.appendingPathComponent("export.sh").path, export.path],
      path: folder.url.appendingPathComponent("bin").path, simulator: simulator.endpointURL)
    await simulator.stop()
    #expect(result.status == 0, "\(result.messages)")
    let events = try #require(
      OfflineEvents(ExportFolder(export)).answer(for: try await collect(exportIn: export)))
    #expect(events.unread.isEmpty)
    #expect(events.events.map(\.name) == ["UpdatePolicy"])
    #expect(events.events.first?.time == Timestamp(time))
    let coverage = try #require(events.coverage.first)
    #expect(coverage.account == AccountID("111111111111"))
    let days = coverage.to.since(coverage.from) / .seconds(86_400)
    #expect((89...90).contains(days), "\(coverage)")
  }

  @Test func `events that are refused cover nothing, and the rest is whole`() async throws {
    let folder = try prepare()
    var behaviour = SimulatorBehaviour()
    behaviour.deniedOperations = ["LookupEvents"]
    let simulator = try await OrganizationSimulator.start(.sample(), behaviour: behaviour)
    let export = folder.url.appendingPathComponent("export")
    let result = try await run(
      [folder.url.appendingPathComponent("export.sh").path, export.path],
      path: folder.url.appendingPathComponent("bin").path, simulator: simulator.endpointURL)
    await simulator.stop()
    #expect(result.status == 0)
    #expect(simulator.statistics.requests["LookupEvents"] == 1)
    let snapshot = try await collect(exportIn: export)
    #expect(snapshot.unread.isEmpty)
    let events = try #require(OfflineEvents(ExportFolder(export)).answer(for: snapshot))
    #expect(events.coverage.isEmpty)
    #expect(events.unread.first?.subject == "LookupEvents")
    #expect(events.unread.first?.reason.contains("cloudtrail:LookupEvents") == true)
  }

  @Test func `a refusal is kept and the script goes on`() async throws {
    let folder = try prepare()
    var behaviour = SimulatorBehaviour()
    behaviour.deniedOperations = ["DescribePolicy"]
    let simulator = try await OrganizationSimulator.start(.sample(), behaviour: behaviour)
    let export = folder.url.appendingPathComponent("export")
    let result = try await run(
      [folder.url.appendingPathComponent("export.sh").path, export.path],
      path: folder.url.appendingPathComponent("bin").path, simulator: simulator.endpointURL)
    await simulator.stop()
    #expect(result.status == 0)
    #expect(result.messages.contains("AccessDeniedException"))
    let snapshot = try await collect(exportIn: export)
    #expect(snapshot.unread.count == 5)
    #expect(snapshot.unread.allSatisfy { $0.reason.contains("organizations:DescribePolicy") })
    #expect(snapshot.posture(of: "666666666666")?.evidence == .reported)
  }

  @Test func `a folder that exists is left alone`() async throws {
    let folder = try prepare()
    let result = try await run(
      [folder.url.appendingPathComponent("export.sh").path, folder.url.path],
      path: folder.url.appendingPathComponent("bin").path)
    #expect(result.status == 2)
    #expect(result.messages.contains("exists already"))
    #expect(try await run([folder.url.appendingPathComponent("export.sh").path]).status == 64)
  }
}
