import Foundation
import Testing

/// A command of a README's session with the output that stands below it; a line `...` stands for lines left out.
struct ReadmeCommand: Sendable, CustomTestStringConvertible {
  /// Lines that end in a backslash are joined.
  var command: String
  var output: [String]

  var testDescription: String { command }

  /// The commands of the README's blocks, one list for each block.
  static func blocks() throws -> [[ReadmeCommand]] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("README.md")
    let parts = try String(contentsOf: file, encoding: .utf8).split(
      separator: "```", omittingEmptySubsequences: false)
    return parts.indices.filter { !$0.isMultiple(of: 2) }.map { commands(in: parts[$0]) }
  }

  private static func commands(in block: Substring) -> [ReadmeCommand] {
    var commands: [ReadmeCommand] = []
    var continues = false
    for line in block.split(separator: "\n") {
      if line.hasPrefix("$ ") {
        commands.append(ReadmeCommand(command: String(line.dropFirst(2)), output: []))
      } else if commands.isEmpty {
        continue
      } else if continues {
        commands[commands.count - 1].command += "\n" + line
      } else {
        commands[commands.count - 1].output.append(String(line))
        continue
      }
      continues = line.hasSuffix("\\")
    }
    return commands
  }

  /// Expects that `text` is this command's output, wherever its lines are wrapped. `mask` replaces what is another each
  /// time, on both sides.
  func expect(
    _ text: String, mask: (String) -> String = { $0 }, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    func words(_ text: String) -> String {
      mask(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    }
    var rest = words(text)[...]
    var isAnchored = true
    for piece in output.split(omittingEmptySubsequences: false, whereSeparator: Self.isOmission) {
      let wanted = words(piece.joined(separator: "\n"))
      guard let range = wanted.isEmpty ? rest.startIndex..<rest.startIndex : rest.range(of: wanted),
        !isAnchored || range.lowerBound == rest.startIndex
      else {
        Issue.record("\(command)\nprints\n\(text)\nand not\n\(wanted)", sourceLocation: sourceLocation)
        return
      }
      rest = rest[range.upperBound...].drop { $0 == " " }
      isAnchored = false
    }
    #expect(
      rest.isEmpty || output.last.map(Self.isOmission) == true, "\(command) prints more: \(rest)",
      sourceLocation: sourceLocation)
  }

  private static func isOmission(_ line: String) -> Bool {
    line.trimmingCharacters(in: .whitespaces) == "..."
  }
}
