import Foundation
import Testing

/// The built binary, run as a user runs it: a process of its own, with an environment that holds nothing but what the
/// test gives.
struct CommandLineRun: Sendable {
  var status: Int32
  /// The number of the signal that ended it; nil when it ended by itself.
  var signal: Int32?
  var output: Data
  var errors: String

  var text: String { String(decoding: output, as: UTF8.self) }

  /// The lines on standard error, without empty ones.
  var errorLines: [String] { errors.split(separator: "\n").map(String.init) }

  /// The result that `--json` prints.
  func json(sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONObject {
    try JSONObject(parsing: output)
  }
}

extension CommandLineRun {
  /// The executable, which is built beside the test bundle.
  static let binary: URL = {
    let bundle = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }
    let executable = URL(fileURLWithPath: CommandLine.arguments[0])
    let folder = (bundle ?? executable).deletingLastPathComponent()
    return folder.appendingPathComponent("optout-audit")
  }()

  /// Runs `optout-audit` to its end.
  ///
  /// - Parameters:
  ///   - environment: the whole environment.
  ///   - folder: the working folder.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: URL? = nil,
    executable: URL = binary
  ) async throws -> CommandLineRun {
    try await CommandLineProcess(arguments, environment: environment, in: folder, executable: executable)
      .finished()
  }
}
