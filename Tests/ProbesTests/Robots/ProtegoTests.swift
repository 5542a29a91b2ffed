import Foundation
import Probes
import TestSupport
import Testing

/// Compares with Protego, Scrapy's parser, on files written for it and on random ones.
///
/// Protego differs on purpose in places, all of them lenient readings that RFC 9309 does not have; `differences` lists
/// them, each with both answers, so that a version that changes one is noticed.
@Suite struct ProtegoTests {
  struct Case: Codable, Sendable {
    var text: String
    var agent: String
    var paths: [String]
  }

  struct Difference: Sendable, CustomTestStringConvertible {
    var why: String
    var text: String
    var path = "/a"
    /// What we say; Protego says the opposite.
    var ours: Bool

    var testDescription: String { why }
  }

  static let differences = [
    Difference(
      why: "a misspelt disallow is no record of the RFC", text: "User-agent: *\nDissallow: /", ours: true),
    Difference(why: "so is a misspelt user-agent", text: "Useragent: *\nDisallow: /", ours: true),
    Difference(why: "a record has a colon", text: "User-agent: *\nDisallow /", ours: true),
    Difference(
      why: "other records do not end a list of user agents",
      text: "User-agent: Amazonbot\nCrawl-delay: 1\nUser-agent: x\nDisallow: /", ours: false),
    Difference(
      why: "a product token is the whole token and not its beginning",
      text: "User-agent: Amazon\nDisallow: /",
      ours: true),
    Difference(
      why: "a version follows the product token", text: "User-agent: Amazonbot/0.1\nDisallow: /", ours: false),
    Difference(
      why: "an allowed index.html opens no other path",
      text: "User-agent: *\nDisallow: /\nAllow: /index.html",
      path: "/", ours: false),
    Difference(
      why: "a dollar at the end is the end and no dollar", text: "User-agent: *\nDisallow: /a$", path: "/a$b",
      ours: true),
    Difference(
      why: "reserved characters are not the same when coded", text: "User-agent: *\nDisallow: /a%3Fb",
      path: "/a?b",
      ours: true),
    Difference(
      why: "lines end with CR and LF alone", text: "User-agent: *\u{0B}Disallow: /", ours: true),
    Difference(
      why: "a byte order mark is none of the file", text: "\u{FEFF}User-agent: *\nDisallow: /", ours: false),
    Difference(
      why: "an address instead of a path matches no path", text: "User-agent: *\nDisallow: https://b",
      path: "/https://b",
      ours: true),
  ]

  @Test(.enabled(if: Protego.python != nil, "Protego is not importable"), arguments: differences)
  func `a known difference is one`(_ row: Difference) throws {
    let text = RobotsText(parsing: Array(row.text.utf8))
    #expect(text.allows(row.path, for: "Amazonbot") == row.ours)
    let theirs = try Protego.answers([Case(text: row.text, agent: "Amazonbot", paths: [row.path])])
    #expect(theirs == [[!row.ours]])
  }

  @Test(.enabled(if: Protego.python != nil, "Protego is not importable"))
  func `the table of cases is Protego's too, but for the known differences`() throws {
    let known = [
      "other records do not end a list of user agents", "a version after the token",
      "a shorter token is another", "a line without a colon is none", "a byte order mark",
      "coded reserved characters stay coded", "a dollar in the middle is a dollar",
    ]
    let rows = RobotsTextTests.cases
    let theirs = try Protego.answers(rows.map { Case(text: $0.text, agent: "Amazonbot", paths: [$0.path]) })
    for (row, answer) in zip(rows, theirs) where answer != [row.allows] {
      #expect(known.contains(row.name), "\(row.name): Protego says \(answer)")
    }
  }

  /// Files of the grammar that both read alike: proper names of fields, whole tokens, unreserved characters.
  @Test(.enabled(if: Protego.python != nil, "Protego is not importable"))
  func `random files are read alike`() throws {
    var random = SeededNumbers(seed: 9309)
    let parts = ["/", "/a", "/b", "*", "a", "b", ".gif", "/c/", "-", "_"]
    func path() -> String {
      "/"
        + (0..<Int.random(in: 0...4, using: &random)).map { _ in
          parts.filter { $0 != "*" }.randomElement(using: &random) ?? "a"
        }
        .joined()
    }
    func pattern() -> String {
      let middle = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        parts.randomElement(using: &random) ?? "a"
      }.joined()
      return "/" + middle
    }
    let cases = (0..<400).map { _ -> Case in
      var lines: [String] = []
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        for _ in 0..<Int.random(in: 1...2, using: &random) {
          lines.append(
            "User-agent: "
              + (["*", "Amazonbot", "amazonbot", "ClaudeBot", "Googlebot"].randomElement(using: &random)
                ?? "*"))
        }
        for _ in 0..<Int.random(in: 1...4, using: &random) {
          let field = Bool.random(using: &random) ? "Allow" : "Disallow"
          lines.append("\(field): \(Int.random(in: 0..<8, using: &random) == 0 ? "" : pattern())")
        }
        if Bool.random(using: &random) {
          lines.append(["", "# a", "Sitemap: https://x/s"].randomElement(using: &random) ?? "")
        }
      }
      return Case(
        text: lines.joined(separator: Bool.random(using: &random) ? "\n" : "\r\n"),
        agent: Bool.random(using: &random) ? "Amazonbot" : "ClaudeBot",
        paths: (0..<12).map { _ in path() } + ["/", "/robots.txt"])
    }
    let theirs = try Protego.answers(cases)
    var closed = 0
    for (row, answers) in zip(cases, theirs) {
      let text = RobotsText(parsing: Array(row.text.utf8))
      let ours = row.paths.map { text.allows($0, for: row.agent) }
      #expect(ours == answers, "\(row)")
      closed += ours.count { !$0 }
    }
    // Both answers occur often, or nothing was compared.
    #expect(closed > 500 && closed < 5000)
  }
}

/// Protego in a Python process.
enum Protego {
  /// The first Python that can import it.
  static let python: String? = {
    let chosen = ProcessInfo.processInfo.environment["OPTOUT_AUDIT_TEST_PYTHON"]
    let candidates = [chosen, ".build/venv/bin/python", "python3"].compactMap { $0 }
    return candidates.first { (try? run($0, ["-c", "import protego"], input: Data())) != nil }
  }()

  static func answers(_ cases: [ProtegoTests.Case]) throws -> [[Bool]] {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/protego_answers.py").standardizedFileURL.path()
    let output = try run(python ?? "python3", [script], input: JSONEncoder().encode(cases))
    return try JSONDecoder().decode([[Bool]].self, from: output)
  }

  private struct Failed: Error {
    var status: Int32
  }

  private static func run(_ command: String, _ arguments: [String], input: Data) throws -> Data {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "input")
    try input.write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [command] + arguments
    let stdout = Pipe()
    // A file, because both sides would wait for each other when more than a pipe holds is written.
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = stdout
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = stdout.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failed(status: process.terminationStatus) }
    return output
  }
}
