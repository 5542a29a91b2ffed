import Foundation
import Testing

/// The product starts one kind of program, and never through a shell.
@Suite struct NoShellTests {
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")

  /// Ways to a shell, and to a program at all.
  private static let shells = [
    #"\bpopen\s*\("#, #"(^|[^\w.])system\s*\("#, #"/bin/(ba|da|z|k)?sh"#, #"\bwordexp\s*\("#,
  ]
  private static let programs = [
    #"\bProcess\s*\("#, #"\bposix_spawnp?\s*\("#, #"\bexecv[pe]*\s*\("#, #"\bfork\s*\("#,
  ]

  /// Lines that match one of the patterns, without comments, by file.
  private func hits(_ patterns: [String]) throws -> [String: [String]] {
    let expressions = try patterns.map { try Regex($0) }
    var hits: [String: [String]] = [:]
    for case let path as String in FileManager.default.enumerator(atPath: Self.sources.path) ?? .init() {
      guard [".swift", ".h"].contains(where: path.hasSuffix) else { continue }
      let text = try String(contentsOf: Self.sources.appendingPathComponent(path), encoding: .utf8)
      for line in text.split(separator: "\n") where !line.drop(while: \.isWhitespace).hasPrefix("//") {
        guard expressions.contains(where: { line.firstMatch(of: $0) != nil }) else { continue }
        hits[path, default: []].append(String(line))
      }
    }
    return hits
  }

  @Test func `nothing reaches for a shell`() throws {
    // Scripts that are printed for people to run begin with the shell they are for; two values are called `system`.
    let lines = try hits(Self.shells).flatMap { path, lines in lines.map { "\(path): \($0)" } }
      .filter { !$0.contains("#!/bin/sh") && !$0.contains("func system(") }
    #expect(lines.isEmpty)
  }

  @Test func `one file starts programs`() throws {
    #expect(try hits(Self.programs).keys.sorted() == ["AWSClient/Credentials/Subprocess.swift"])
  }

  @Test(arguments: [
    ("popen(command)", true), ("system(\"ls\")", true), ("  x = system (a)", true), ("/bin/sh -c", true),
    ("CommandContext.system()", false), (".system()", false), ("fileSystem(x)", false),
  ])
  func `what is looked for is found`(line: String, isShell: Bool) throws {
    #expect(try Self.shells.contains { try line.firstMatch(of: Regex($0)) != nil } == isShell)
  }
}
