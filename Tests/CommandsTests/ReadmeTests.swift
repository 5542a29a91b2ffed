import Foundation
import Testing

@Suite struct ReadmeTests {
  @Test func `every subcommand and option is in the README`() async throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("README.md")
    let readme = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    let commands = try await HelpText.subcommands()
    #expect(commands.contains("collect"))
    var missing = commands.filter { !readme.contains("`\($0)") && !readme.contains("optout-audit \($0)") }
    for command in commands {
      for option in try await HelpText.options(of: command) where !readme.contains(option) {
        missing.append("\(command) \(option)")
      }
    }
    #expect(missing.isEmpty, "not in README.md: \(missing.joined(separator: ", "))")
  }
}
