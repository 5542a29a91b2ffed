import Foundation
import Testing

/// A `moto_server` on a free port, which plays AWS Organizations.
struct MotoServer {
  let python: String
  let endpoint: String
  private static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// An interpreter that has moto: `OPTOUT_AUDIT_TEST_PYTHON`, else that of `.build/venv`, else `python3`.
  ///
  /// Nil, with an issue recorded, when there is none; without an issue when `OPTOUT_AUDIT_SKIP_MOTO=1`.
  static func python(sourceLocation: SourceLocation = #_sourceLocation) async throws -> String? {
    let environment = ProcessInfo.processInfo.environment
    if environment["OPTOUT_AUDIT_SKIP_MOTO"] == "1" { return nil }
    let candidates =
      [
        environment["OPTOUT_AUDIT_TEST_PYTHON"],
        package.appendingPathComponent(".build/venv/bin/python").path,
      ].compactMap(\.self).filter { FileManager.default.isExecutableFile(atPath: $0) } + pythonsOnPath
    for candidate in candidates {
      let run = try await CommandLineRun.run(
        ["-c", "import moto.server, boto3"], environment: pythonEnvironment,
        executable: URL(fileURLWithPath: candidate))
      if run.status == 0 { return candidate }
    }
    Issue.record(
      """
      no Python interpreter has moto[server] and boto3 (tried: \(candidates.joined(separator: ", "))); \
      run scripts/test, which makes .build/venv, or set OPTOUT_AUDIT_TEST_PYTHON, or skip with OPTOUT_AUDIT_SKIP_MOTO=1
      """, sourceLocation: sourceLocation)
    return nil
  }

  /// Starts a server, and ends it by its process id when `body` is done.
  static func with<Value>(_ python: String, _ body: (MotoServer) async throws -> Value) async throws -> Value
  {
    // Port 0 lets the system choose; the server says which on standard error.
    let process = try CommandLineProcess(
      ["-u", "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"], environment: pythonEnvironment,
      executable: URL(fileURLWithPath: python))
    do {
      let value = try await body(MotoServer(python: python, endpoint: try await endpoint(of: process)))
      try await end(process)
      return value
    } catch {
      try await end(process)
      throw error
    }
  }

  private static func end(_ process: CommandLineProcess) async throws {
    kill(process.identifier, SIGTERM)
    _ = try await process.finished()
  }

  /// Builds the organization of `Tests/Fixtures/moto`, and gives what the script says it made.
  func build() async throws -> JSONObject {
    try JSONObject(parsing: Data(try await run("build_organization.py", [endpoint]).utf8))
  }

  /// What a script of `Tests/Fixtures/moto` prints.
  func run(_ script: String, _ arguments: [String]) async throws -> String {
    let run = try await CommandLineRun.run(
      [Self.fixture(script)] + arguments, environment: Self.pythonEnvironment,
      executable: URL(fileURLWithPath: python))
    try #require(run.status == 0, "\(run.errors)")
    return run.text
  }

  /// The path of a script of `Tests/Fixtures/moto`.
  static func fixture(_ name: String) -> String {
    package.appendingPathComponent("Tests/Fixtures/moto/\(name)").path
  }

  /// The path of a script of `Tests/Python`.
  static func pythonTest(_ name: String) -> String {
    package.appendingPathComponent("Tests/Python/\(name)").path
  }

  private static var pythonsOnPath: [String] {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/python3" }
      .filter { FileManager.default.isExecutableFile(atPath: $0) }
  }

  private static let pythonEnvironment = [
    "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
    "HOME": FileManager.default.temporaryDirectory.path, "PYTHONDONTWRITEBYTECODE": "1",
    "AWS_EC2_METADATA_DISABLED": "true",
  ]

  private static func endpoint(of process: CommandLineProcess) async throws -> String {
    let log = try await process.waitForError(matching: /http:\/\/127\.0\.0\.1:[0-9]+/)
    return log
  }
}
