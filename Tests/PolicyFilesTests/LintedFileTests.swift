import Foundation
import PolicyFiles
import PolicyLanguage
import TestSupport
import Testing

@Suite struct LintedFileTests {
  static func lint(_ text: String) -> LintedFile {
    LintedFile(path: "file", bytes: Array(text.utf8), linter: Linter())
  }

  @Test func `a policy's diagnostics have the positions of the file`() {
    let file = Self.lint("{\"services\":\n {\"LEX\": {}}}")
    #expect(file.policies == 1 && file.problems.isEmpty)
    #expect(file.diagnostics.map(\.finding.position) == [SourcePosition(line: 2, column: 3)])
    #expect(file.diagnostics.map(\.positionInString) == [nil])
  }

  @Test func `an object in a template has the positions of the template`() {
    let file = Self.lint(PolicyFinderTests.template)
    #expect(file.policies == 2)
    let first = file.diagnostics[0]
    #expect(first.finding.code == "invalid-value" && first.policy == "OptOut")
    #expect(first.finding.position == SourcePosition(line: 21, column: 27))
  }

  @Test func `a policy in a string is placed by the string, and inside it`() throws {
    let file = Self.lint(PolicyFinderTests.template)
    let last = try #require(file.diagnostics.last)
    #expect(last.finding.code == "wrong-case-service" && last.policy == "AsText")
    #expect(last.finding.position == SourcePosition(line: 29, column: 16))
    #expect(last.positionInString == SourcePosition(line: 1, column: 15))
    #expect(last.finding.message.hasSuffix("(1:15 in the text of \"AsText\")"))
  }

  @Test func `a string that is no JSON is a policy that AWS rejects`() {
    let file = Self.lint(#"{"Content": "{'services':{}}", "Type": "AISERVICES_OPT_OUT_POLICY"}"#)
    #expect(file.diagnostics.map(\.finding.code) == ["not-json"])
    #expect(file.problems.isEmpty)
  }

  @Test func `what cannot be judged is a problem, and the rest is judged`() {
    let file = Self.lint(
      """
      Resources:
        Later: {Type: "AWS::Organizations::Policy", Properties: {Type: AISERVICES_OPT_OUT_POLICY, Content: !Ref X}}
        Present: {Type: "AWS::Organizations::Policy", Properties: {Type: AISERVICES_OPT_OUT_POLICY, Content: {}}}
      """)
    #expect(file.policies == 1)
    #expect(file.diagnostics.map(\.finding.code) == ["services-missing"])
    #expect(file.problems.map(\.position?.line) == [2])
    #expect(file.problems[0].message.contains("\"Later\""))
  }

  @Test func `files that cannot be read say why`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func problem(_ name: String) -> String? {
      LintedFile.linting(folder.path + "/" + name, with: Linter()).problems.first?.message
    }
    #expect(problem("") == PolicyFileError.directory.description)
    #expect(problem("none.json") == PolicyFileError.missing.description)
    let large = folder.appendingPathComponent("large.json")
    try Data().write(to: large)
    let handle = try FileHandle(forWritingTo: large)
    try handle.truncate(atOffset: 100_000_000)
    try handle.close()
    #expect(problem("large.json") == PolicyFileError.tooLarge(limit: InputFile.maxBytes).description)
    try Data(SamplePolicies.hardened.utf8).write(to: folder.appendingPathComponent("good.json"))
    let good = LintedFile.linting(folder.path + "/good.json", with: Linter())
    #expect(good.policies == 1 && good.diagnostics.isEmpty && good.problems.isEmpty)
  }

  /// Template, plan and answer with changed bytes are answered, with policies or with a reason.
  @Test func `broken templates are answered`() {
    let seeds = [
      PolicyFinderTests.template, "[\(PolicyFinderTests.resource("a"))]",
      "{\"planned_values\":{\"root_module\":{\"resources\":[\(PolicyFinderTests.resource("a"))]}}}",
      "{\"Policy\": {\(PolicyFinderTests.summary), \"Content\": \(JSONText.quoted(SamplePolicies.hardened))}}",
    ].map { Array($0.utf8) }
    for seed in seeds {
      for index in stride(from: 0, to: seed.count, by: 3) {
        for byte in [0x00, 0x0A, 0x22, 0x26, 0x2A, 0x5B, 0x7B, 0xFF] as [UInt8] {
          var changed = seed
          changed[index] = byte
          let file = LintedFile(path: "x", bytes: changed, linter: Linter())
          #expect(file.policies > 0 || !file.problems.isEmpty)
        }
      }
    }
  }
}
