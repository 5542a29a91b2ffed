import Foundation
import Testing

/// A time stamp authority on a free port: `Tests/Fixtures/time-stamps/authority.py`.
struct TimeStampAuthority {
  let url: String
  let scratch: Scratch

  /// Certificates in PEM: of the authority's own root, and of one that has nothing to do with it.
  var root: String { scratch.path("ca.pem") }
  var otherRoot: String { scratch.path("other-ca.pem") }

  /// Starts an authority, and ends it by its process id when `body` is done.
  static func with<Value>(_ body: (TimeStampAuthority) async throws -> Value) async throws -> Value {
    let scratch = try Scratch()
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/time-stamps/authority.py").path
    let process = try CommandLineProcess(
      [script, scratch.url.path],
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
      executable: URL(fileURLWithPath: "/usr/bin/python3"))
    do {
      let url = try await process.waitForError(matching: /http:\/\/127\.0\.0\.1:[0-9]+/)
      let value = try await body(TimeStampAuthority(url: url, scratch: scratch))
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
}
