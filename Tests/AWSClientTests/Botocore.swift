import Foundation

/// botocore in a Python process.
enum Botocore {
  /// The first Python that can import botocore.
  static let python: String? = {
    let chosen = ProcessInfo.processInfo.environment["OPTOUT_AUDIT_TEST_PYTHON"]
    let candidates = [chosen, ".build/venv/bin/python", "python3"].compactMap { $0 }
    return candidates.first { (try? run($0, ["-c", "import botocore.auth"], input: Data())) != nil }
  }()

  static let isMissing: String =
    "botocore is not importable by OPTOUT_AUDIT_TEST_PYTHON, .build/venv/bin/python or python3"

  /// What a script of the fixtures prints for `input`.
  static func output(of script: String, input: Any) throws -> Data {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/\(script)")
    let data = try JSONSerialization.data(withJSONObject: input)
    return try run(python ?? "python3", [path.path()], input: data)
  }

  private struct Failed: Error {
    var status: Int32
    var output: String
  }

  private static func run(_ command: String, _ arguments: [String], input: Data) throws -> Data {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [command] + arguments
    let (stdin, stdout) = (Pipe(), Pipe())
    process.standardInput = stdin
    process.standardOutput = stdout
    try process.run()
    stdin.fileHandleForWriting.write(input)
    try stdin.fileHandleForWriting.close()
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failed(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self))
    }
    return output
  }
}
