import Foundation

/// TLS servers with certificates of every kind: `Tests/Fixtures/tls/server.py`.
struct TLSServer {
  let scratch: Scratch
  private let ports: JSONObject

  /// The certificate of the authority that signed all but one of them, in PEM.
  var authority: String { scratch.path("ca.pem") }

  /// - Parameter certificate: `good`, `expired`, `early`, `elsewhere` (for another host) or `unknown` (of another
  ///   authority).
  func url(_ certificate: String) -> String { "https://127.0.0.1:\(ports.int(certificate) ?? 0)" }

  /// The servers that requests reached, which is after the certificate was accepted.
  func asked() throws -> [String] {
    try String(contentsOf: scratch["requests"], encoding: .utf8).split(separator: "\n").map(String.init)
  }

  /// Starts the servers, and ends them by their process id when `body` is done.
  static func with<Value>(_ body: (TLSServer) async throws -> Value) async throws -> Value {
    let scratch = try Scratch()
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Fixtures/tls/server.py").path
    let process = try CommandLineProcess(
      [script, scratch.url.path],
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"],
      executable: URL(fileURLWithPath: "/usr/bin/python3"))
    do {
      let ready = try await process.waitForError(matching: /\{[^}]*\}/)
      let value = try await body(
        TLSServer(scratch: scratch, ports: JSONObject(parsing: Data(ready.utf8))))
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
