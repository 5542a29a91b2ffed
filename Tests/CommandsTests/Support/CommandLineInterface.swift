import Foundation
import Testing

/// The AWS CLI, kept warm by `Tests/Fixtures/moto/cli_server.py`, on a moto server.
struct CommandLineInterface {
  private let scratch: Scratch
  private let endpoint: String

  /// The folder to put on `PATH`: it holds `aws`.
  var folder: String { scratch.url.path }

  /// Starts it, and ends it by its process id when `body` is done.
  static func with<Value>(
    _ server: MotoServer, _ body: (CommandLineInterface) async throws -> Value
  ) async throws -> Value {
    let interface = CommandLineInterface(scratch: try Scratch(), endpoint: server.endpoint)
    let process = try CommandLineProcess(
      ["-u", MotoServer.fixture("cli_server.py"), interface.folder], environment: interface.environment,
      executable: URL(fileURLWithPath: server.python))
    do {
      try await process.waitForError(matching: /ready/)
      let value = try await body(interface)
      kill(process.identifier, SIGTERM)
      _ = try await process.finished()
      return value
    } catch {
      kill(process.identifier, SIGTERM)
      _ = try await process.finished()
      throw error
    }
  }

  private var environment: [String: String] {
    [
      "HOME": folder, "PATH": "/usr/bin:/bin", "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
      "AWS_SECRET_ACCESS_KEY": "fixture", "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "us-east-1",
      "AWS_DEFAULT_REGION": "us-east-1", "AWS_PAGER": "", "PYTHONDONTWRITEBYTECODE": "1",
    ]
  }

  /// Puts the server into a state of `Tests/Fixtures/moto/build_scenario.py`, and gives its policies as JSON.
  func scenario(_ name: String, names: String? = nil) async throws -> String {
    try await fixture([endpoint, name] + (names.map { ["--names", $0] } ?? []))
  }

  /// The policies with their texts and targets, as JSON.
  func policies() async throws -> String { try await fixture([endpoint, "--dump"]) }

  private func fixture(_ words: [String]) async throws -> String {
    let run = try await CommandLineRun.run(
      ["fixture"] + words, environment: environment, executable: scratch["aws"])
    try #require(run.status == 0, "\(run.errors)")
    return run.text
  }
}
