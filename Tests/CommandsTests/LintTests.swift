import Foundation
import Testing

@Suite struct LintTests {
  static let hardened = """
    {"services":{"@@operators_allowed_for_child_policies":["@@none"],"default":{\
    "@@operators_allowed_for_child_policies":["@@none"],"opt_out_policy":{\
    "@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optOut"}}}}
    """
  static let wrong = "{\"services\":\n  {\"LEX\": {}}}\n"
  static let open = #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#
  static let redundant = hardened.replacing(
    "\"default\":", with: "\"lex\":{\"opt_out_policy\":{\"@@assign\":\"optOut\"}},\"default\":",
    maxReplacements: 1)

  /// Files of a test, and a run of `lint` beside them.
  struct Folder {
    let scratch: Scratch

    init(_ files: KeyValuePairs<String, String>) throws {
      scratch = try Scratch()
      for (name, text) in files { try scratch.write(text, to: name) }
    }

    func lint(_ arguments: String...) async throws -> CommandLineRun {
      try await CommandLineRun.run(["lint"] + arguments, in: scratch.url)
    }
  }

  @Test func `a policy without a fault gives nothing and status 0`() async throws {
    let run = try await Folder(["p.json": Self.hardened]).lint("p.json")
    #expect(run.status == 0)
    #expect(run.text.isEmpty && run.errors.isEmpty)
  }

  @Test func `services of one's own are known to lint and to services`() async throws {
    let policy = Self.hardened.replacing(
      "\"default\":", with: "\"newservice\":{\"opt_out_policy\":{\"@@assign\":\"optOut\"}},\"default\":",
      maxReplacements: 1)
    let own = #"{"services": [{"key": "newservice", "name": "A newer service", "listedBy": "2027-01-31"}]}"#
    let folder = try Folder(["p.json": policy, "own.json": own, "wrong.json": "{}"])
    #expect(try await folder.lint("p.json").text.contains("newservice"))
    let known = try await folder.lint("p.json", "--services", "own.json", "--json")
    #expect(!known.text.contains("not a service key"))
    #expect(!known.text.contains("unknown-service"))
    let services = try await CommandLineRun.run(["services", "--file", "own.json"], in: folder.scratch.url)
    #expect(services.text.contains("A newer service"))
    for refused in ["wrong.json", "missing.json"] {
      let run = try await CommandLineRun.run(["services", "--file", refused], in: folder.scratch.url)
      #expect(run.status == 2)
      #expect(run.errors.contains(refused))
      #expect(run.text.isEmpty)
    }
  }

  @Test func `an error is one line in the compiler's form`() async throws {
    let run = try await Folder(["p.json": Self.wrong]).lint("p.json")
    #expect(run.status == 1)
    #expect(
      run.text == "p.json:2:4: error: \"LEX\" is not a service key; keys are case-sensitive; write \"lex\" "
        + "[wrong-case-service]\n")
    #expect(run.errors.isEmpty)
  }

  @Test func `a warning is a finding and a note is not`() async throws {
    let folder = try Folder([
      "open.json": Self.open, "spaces.json": Self.hardened + String(repeating: "\n", count: 300),
    ])
    let warned = try await folder.lint("open.json")
    #expect(warned.status == 1)
    #expect(warned.text.contains(": warning: ") && warned.text.contains("[missing-lock]"))
    let noted = try await folder.lint("spaces.json")
    #expect(noted.status == 0)
    #expect(noted.text.contains(": note: ") && noted.text.contains("[white-space]"))
  }

  @Test func `JSON has the keys of the contract`() async throws {
    let folder = try Folder(["p.json": Self.wrong, "good.json": Self.hardened])
    let run = try await folder.lint("p.json", "good.json", "none.json", "--json")
    #expect(run.status == 2)
    let files = try run.json().objects("files")
    #expect(files.map { $0.string("path") } == ["p.json", "good.json", "none.json"])
    let diagnostic = try #require(files[0].objects("diagnostics").first)
    for key in ["severity", "code", "message", "suggestion"] {
      #expect(diagnostic.kinds[key] == "string", "\(key)")
    }
    #expect(diagnostic.string("severity") == "error")
    #expect(diagnostic.string("code") == "wrong-case-service")
    #expect(diagnostic.int("line") == 2 && diagnostic.int("column") == 4)
    #expect(diagnostic.string("suggestion") == "write \"lex\"")
    #expect(files[1].kinds["diagnostics"] == "array" && files[1].objects("diagnostics").isEmpty)
    #expect(files[2].objects("problems").count == 1)
    #expect(run.errorLines.count == 1 && run.errors.hasPrefix("none.json: error: "))
  }

  @Test func `a suggestion that there is not is null`() async throws {
    let folder = try Folder(["p.json": #"{"services":{"default":{"opt_out_policy":{"@@assign":1}}}}"#])
    let diagnostic = try await folder.lint("p.json", "--json").json().objects("files")[0].objects(
      "diagnostics")[0]
    #expect(diagnostic.isNull("suggestion"))
  }

  @Test func `SARIF has every result with its rule and its place`() async throws {
    let folder = try Folder(["a b/é.json": Self.wrong, "open.json": Self.open])
    let run = try await folder.lint("a b/é.json", "open.json", "--sarif")
    #expect(run.status == 1)
    let log = try run.json()
    #expect(log.string("version") == "2.1.0")
    #expect(log.string("$schema")?.contains("sarif-2.1.0") == true)
    let sarif = try #require(log.objects("runs").first)
    let driver = try #require(sarif.object("tool")?.object("driver"))
    #expect(driver.string("name") == "optout-audit")
    #expect(driver.string("version")?.isEmpty == false)
    let rules = driver.objects("rules")
    let results = sarif.objects("results")
    #expect(results.count == 2)
    for result in results {
      let index = try #require(result.int("ruleIndex"))
      #expect(rules[index].string("id") == result.string("ruleId"))
      #expect(["error", "warning", "note"].contains(result.string("level")))
      #expect(result.object("message")?.string("text")?.isEmpty == false)
    }
    let place = try #require(results[0].objects("locations").first?.object("physicalLocation"))
    #expect(place.object("artifactLocation")?.string("uri") == "a%20b/%C3%A9.json")
    #expect(place.object("region")?.int("startLine") == 2)
    #expect(place.object("region")?.int("startColumn") == 4)
    #expect(sarif.objects("invocations").first?.bool("executionSuccessful") == true)
  }

  @Test func `SARIF of a file that cannot be judged is no success`() async throws {
    let run = try await Folder(["p.json": "{"]).lint("p.json", "--sarif")
    #expect(run.status == 2)
    let invocation = try #require(try run.json().objects("runs").first?.objects("invocations").first)
    #expect(invocation.bool("executionSuccessful") == false)
    #expect(invocation.objects("toolExecutionNotifications").count == 1)
  }

  @Test(
    arguments: [
      ("not JSON", Data("{services}".utf8), ":1:2: error: "), ("empty", Data(), ": error: "),
      ("cut off", Data("{\"services\":\n{".utf8), ":2:2: error: "),
      ("deeply nested", Data(String(repeating: "[", count: 200_000).utf8), ":1:65: error: "),
      ("a byte-order mark", Data([0xEF, 0xBB, 0xBF] + Array("{}".utf8)), ":1:1: error: "),
      ("UTF-16", Data([0xFF, 0xFE, 0x7B, 0, 0x7D, 0]), ":1:1: error: "),
      ("no policy", Data("{\"hello\": \"world\"}".utf8), ":1:1: error: "),
      ("words", Data("words".utf8), ":1:1: error: "),
      ("bytes", Data([0xFF, 0x80, 0x7F]), ":1:1: error: "),
    ])
  func `bad input is one line, and other files are judged`(name: String, bytes: Data, place: String)
    async throws
  {
    let folder = try Folder(["p.json": Self.wrong])
    try bytes.write(to: folder.scratch["bad"])
    let run = try await folder.lint("bad", "p.json")
    #expect(run.status == 2, "\(name)")
    #expect(run.signal == nil, "\(name)")
    #expect(run.errorLines.count == 1, "\(name): \(run.errors)")
    #expect(run.errors.hasPrefix("bad\(place)"), "\(name): \(run.errors)")
    #expect(run.text.contains("p.json:2:4: error: "), "\(name)")
  }

  @Test func `a folder, a missing file and a huge one are one line each`() async throws {
    let folder = try Folder(["folder/p.json": Self.hardened, "large.json": ""])
    let handle = try FileHandle(forWritingTo: folder.scratch["large.json"])
    try handle.truncate(atOffset: 100_000_000)
    try handle.close()
    let run = try await folder.lint("folder", "none", "large.json", "folder/p.json")
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.errorLines.map { String($0.prefix { $0 != ":" }) } == ["folder", "none", "large.json"])
    #expect(run.errors.contains("10 MB"))
  }

  @Test func `a hyphen is standard input`() async throws {
    let folder = try Folder(["p.json": Self.wrong])
    let shell = URL(fileURLWithPath: "/bin/sh")
    let run = try await CommandLineRun.run(
      ["-c", "\"$0\" lint - < p.json", CommandLineRun.binary.path], in: folder.scratch.url, executable: shell)
    #expect(run.status == 1)
    #expect(run.text.hasPrefix("-:2:4: error: "))
  }

  @Test func `templates, plans and answers are searched`() async throws {
    let folder = try Folder([
      "template.yaml": """
      Resources:
        OptOut:
          Type: AWS::Organizations::Policy
          Properties:
            TargetIds: [!Ref Root]
            Type: AISERVICES_OPT_OUT_POLICY
            Content: {services: {LEX: {}}}
      """,
      "plan.json": """
      {"planned_values": {"root_module": {"resources": [{"address": "a.b", "type": "aws_organizations_policy",
       "values": {"type": "AISERVICES_OPT_OUT_POLICY", "content": "{\\"services\\":{\\"LEX\\":{}}}"}}]}}}
      """,
      "answer.json": """
      {"Policy": {"PolicySummary": {"Id": "p-abcdefgh12", "Type": "AISERVICES_OPT_OUT_POLICY"},
       "Content": "{\\"services\\":{\\"LEX\\":{}}}"}}
      """,
    ])
    let run = try await folder.lint("template.yaml", "plan.json", "answer.json")
    #expect(run.status == 1)
    let lines = run.text.split(separator: "\n").map(String.init)
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("template.yaml:7:28: error: "))
    #expect(
      lines[1].hasPrefix("plan.json:2:61: error: ") && lines[1].contains("(1:14 in the text of \"a.b\")"))
    #expect(lines[2].hasPrefix("answer.json:2:13: error: "))
    #expect(lines.allSatisfy { $0.hasSuffix("[wrong-case-service]") })
  }

  @Test func `what a file holds cannot move the cursor`() async throws {
    let key = "\\u001b[2J\\u202e\\u0007x"
    let folder = try Folder([
      "p.json": "{\"services\":{\"\(key)\":{\"\(key)\":1}},\"\(key)\":2}",
      "e\u{1B}[31m.json": "{",
      "plan.json": "{\"Policy\":{\"Content\":\"{}\",\"PolicySummary\":{\"Id\":\"\(key)\"}}}",
    ])
    for arguments in [
      ["p.json", "e\u{1B}[31m.json", "plan.json"], ["--json", "p.json"], ["--sarif", "e\u{1B}[31m.json"],
    ] {
      let run = try await CommandLineRun.run(["lint"] + arguments, in: folder.scratch.url)
      run.expectHarmlessText()
    }
  }

  @Test(arguments: [[], ["p.json", "--json", "--sarif"], ["-", "-"], ["p.json", "--nonsense"]])
  func `wrong usage is status 64`(arguments: [String]) async throws {
    let run = try await CommandLineRun.run(["lint"] + arguments)
    run.expectUsageError()
  }
}
