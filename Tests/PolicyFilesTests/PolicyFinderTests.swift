import PolicyFiles
import PolicyLanguage
import TestSupport
import Testing

@Suite struct PolicyFinderTests {
  static func found(_ text: String, name: String = "") throws -> [FoundPolicy] {
    try PolicyFinder.policies(in: Array(text.utf8), name: name)
  }

  static func quoted(_ text: String) -> String { JSONText.quoted(text) }

  @Test(arguments: [
    #"{"services":{}}"#, "{}", #"{"tags":{}}"#, #"{"Services":{"lex":1}}"#, #"{"@@assign":1}"#,
  ])
  func `a policy is the file itself`(text: String) throws {
    #expect(try Self.found(text) == [FoundPolicy(name: nil, content: .file(text))])
  }

  // MARK: - AWS CLI

  static let summary = #""PolicySummary": {"Id": "p-abcdefgh12", "Type": "AISERVICES_OPT_OUT_POLICY"}"#

  @Test func `an answer of describe-policy has the policy in a string`() throws {
    let text = """
      {"Policy": {\(Self.summary),
        "Content": \(Self.quoted(SamplePolicies.hardened))}}
      """
    let expected = FoundPolicy(
      name: "p-abcdefgh12", content: .text(SamplePolicies.hardened, at: SourcePosition(line: 2, column: 14)))
    #expect(try Self.found(text) == [expected])
    #expect(try Self.found("[\(text)]").count == 1)
  }

  @Test func `an input of create-policy has the policy in a string`() throws {
    let text = #"{"Content": "{\"services\":{}}", "Name": "Opt-out", "Type": "AISERVICES_OPT_OUT_POLICY"}"#
    let expected = FoundPolicy(
      name: "Opt-out", content: .text(#"{"services":{}}"#, at: SourcePosition(line: 1, column: 13)))
    #expect(try Self.found(text) == [expected])
  }

  @Test func `policies of other types are passed over in a list and refused alone`() throws {
    let other = #"{"Policy": {"PolicySummary": {"Type": "SERVICE_CONTROL_POLICY"}, "Content": "{}"}}"#
    #expect(
      throws: PolicyFileError.otherPolicyType("SERVICE_CONTROL_POLICY", SourcePosition(line: 1, column: 12))
    ) {
      try Self.found(other)
    }
    let list = "[\(other), {\"Policy\": {\(Self.summary), \"Content\": \"{}\"}}]"
    #expect(try Self.found(list).map(\.name) == ["p-abcdefgh12"])
  }

  @Test func `answers without a policy's text are refused with what to do`() {
    #expect(throws: PolicyFileError.listWithoutContents(SourcePosition(line: 1, column: 15))) {
      try Self.found(#"{"Policies": [{"Id": "p-1", "Type": "AISERVICES_OPT_OUT_POLICY"}]}"#)
    }
    #expect(throws: PolicyFileError.effectivePolicy(SourcePosition(line: 1, column: 1))) {
      try Self.found(#"{"EffectivePolicy": {"PolicyContent": "{\"services\":{}}"}}"#)
    }
  }

  @Test func `the CLI's YAML is read too`() throws {
    let text = """
      Policy:
        Content: '{"services":{}}'
        PolicySummary:
          Id: p-abcdefgh12
          Type: AISERVICES_OPT_OUT_POLICY
      """
    let expected = FoundPolicy(
      name: "p-abcdefgh12", content: .text(#"{"services":{}}"#, at: SourcePosition(line: 2, column: 12)))
    #expect(try Self.found(text) == [expected])
  }

  // MARK: - CloudFormation

  static let template = """
    AWSTemplateFormatVersion: "2010-09-09"
    Parameters:
      RootId: {Type: String}
    Resources:
      Bucket:
        Type: AWS::S3::Bucket
        Properties:
          BucketName: !Sub "logs-${AWS::AccountId}"
          Tags: !If [IsProduction, [{Key: a, Value: !GetAtt Other.Arn}], !Ref AWS::NoValue]
      OptOut:
        Type: AWS::Organizations::Policy
        DeletionPolicy: Retain
        Properties:
          Name: opt-out
          Type: AISERVICES_OPT_OUT_POLICY
          TargetIds: [!Ref RootId]
          Content:
            services:
              default:
                opt_out_policy:
                  "@@assign": optout
      Control:
        Type: AWS::Organizations::Policy
        Properties: {Name: scp, Type: SERVICE_CONTROL_POLICY, Content: {Version: "2012-10-17"}}
      AsText:
        Type: AWS::Organizations::Policy
        Properties:
          Type: AISERVICES_OPT_OUT_POLICY
          Content: |
            {"services": {"LEX": {}}}
    """

  @Test func `a YAML template is searched past its functions`() throws {
    let found = try Self.found(Self.template)
    #expect(found.map(\.name) == ["OptOut", "AsText"])
    guard case .object(let root) = found[0].content else {
      Issue.record("no object")
      return
    }
    let value = root["services"]?["default"]?["opt_out_policy"]?["@@assign"]
    #expect(value?.string == "optout")
    #expect(value?.position == SourcePosition(line: 21, column: 27))
    #expect(root.members?.first?.position == SourcePosition(line: 18, column: 9))
    #expect(
      found[1].content == .text("{\"services\": {\"LEX\": {}}}", at: SourcePosition(line: 29, column: 16)))
  }

  @Test func `a JSON template is searched`() throws {
    let text = """
      {"Resources": {"OptOut": {"Type": "AWS::Organizations::Policy", "Properties": {
        "Type": "AISERVICES_OPT_OUT_POLICY",
        "Content": {"services": {"lex": {}}}}}}}
      """
    guard case .object(let root)? = try Self.found(text).first?.content else {
      Issue.record("no object")
      return
    }
    #expect(root["services"]?.members?.first?.position == SourcePosition(line: 3, column: 28))
  }

  @Test(
    arguments: [
      ("!Sub '{\"services\": {\"${Key}\": {}}}'", "Fn::Sub"), ("!Ref PolicyText", "Ref"),
      ("!Join ['', [a, b]]", "Fn::Join"),
      ("{services: {default: {opt_out_policy: {'@@assign': !Ref Value}}}}", "Ref"),
      ("{Fn::Transform: {Name: AWS::Include}}", "Fn::Transform"),
    ])
  func `content that is made at deployment is not guessed`(content: String, function: String) throws {
    let text = """
      Resources:
        P: {Type: "AWS::Organizations::Policy", Properties: {Type: AISERVICES_OPT_OUT_POLICY, Content: \(content)}}
      """
    guard case .unresolved(let reason, let position)? = try Self.found(text).first?.content else {
      Issue.record("was guessed")
      return
    }
    #expect(reason.contains("\"\(function)\""))
    #expect(position.line == 2)
  }

  @Test func `a substitution without placeholders is text`() throws {
    let text = """
      Resources:
        P:
          Type: AWS::Organizations::Policy
          Properties: {Type: !Ref T, Content: !Sub '{"services":{"lex":{"opt_out_policy":{}}}}'}
        Q:
          Type: AWS::Organizations::Policy
          Properties: {Type: AISERVICES_OPT_OUT_POLICY, Content: !Sub '{"services":{}}'}
      """
    let found = try Self.found(text)
    #expect(found.map(\.name) == ["Q"])
    guard case .text(#"{"services":{}}"#, _)? = found.first?.content else {
      Issue.record("no text")
      return
    }
  }

  @Test func `the words of YAML 1.1 have their types`() throws {
    let text = """
      Resources:
        P:
          Type: AWS::Organizations::Policy
          Properties:
            Type: AISERVICES_OPT_OUT_POLICY
            Content: {a: yes, b: 'yes', c: 1, d: "1", e: ~, f: optOut, g: -, h: [1.5, off]}
      """
    guard case .object(let root)? = try Self.found(text).first?.content else {
      Issue.record("no object")
      return
    }
    #expect(
      root.members?.prefix(7).map(\.value.value) == [
        .boolean(true), .string("yes"), .number("1"), .string("1"), .null, .string("optOut"), .string("-"),
      ])
  }

  // MARK: - Terraform

  static func resource(_ address: String, type: String = "AISERVICES_OPT_OUT_POLICY") -> String {
    """
    {"address": "\(address)", "mode": "managed", "type": "aws_organizations_policy",
     "values": {"type": "\(type)", "content": "{\\"services\\":{}}"}}
    """
  }

  @Test func `a plan is searched through its modules`() throws {
    let text = """
      {"format_version": "1.2", "planned_values": {"root_module": {
        "resources": [\(Self.resource("aws_organizations_policy.a")), \(Self.resource("b", type: "TAG_POLICY"))],
        "child_modules": [{"child_modules": [{"resources": [\(Self.resource("module.x.c"))]}]}]}},
       "resource_changes": [
        {"address": "module.x.c", "type": "aws_organizations_policy",
         "change": {"actions": ["create"], "after": {"type": "AISERVICES_OPT_OUT_POLICY", "content": "{}"}}},
        {"address": "gone", "type": "aws_organizations_policy", "change": {"actions": ["delete"], "after": null}},
        {"address": "later", "type": "aws_organizations_policy",
         "change": {"after": {"type": "AISERVICES_OPT_OUT_POLICY"}, "after_unknown": {"content": true}}}]}
      """
    let found = try Self.found(text)
    #expect(found.map(\.name) == ["aws_organizations_policy.a", "module.x.c", "later"])
    #expect(found[0].content == .text(#"{"services":{}}"#, at: SourcePosition(line: 3, column: 61)))
    guard case .unresolved = found[2].content else {
      Issue.record("was guessed")
      return
    }
  }

  @Test func `a state is searched`() throws {
    let text = """
      {"format_version": "1.0", "terraform_version": "1.9.0",
       "values": {"root_module": {"resources": [\(Self.resource("a"))]}}}
      """
    #expect(try Self.found(text).map(\.name) == ["a"])
  }

  // MARK: - None

  @Test(
    arguments: [
      ("[]", "", 1, 1), ("\"text\"", "", 1, 1), ("12", "", 1, 1), ("{\"hello\": \"world\"}", "", 1, 1),
      ("{\"Version\": \"2012-10-17\", \"Statement\": []}", "", 1, 1), ("just words", "", 1, 1),
      ("\n{\"Resources\": {}}", "", 2, 15), ("{\"planned_values\": {}}", "", 1, 1),
      ("# comment only\n", "", 1, 1),
    ])
  func `a file without a policy is refused`(text: String, name: String, line: Int, column: Int) {
    do {
      _ = try Self.found(text, name: name)
      Issue.record("something was found")
    } catch {
      #expect((error as? PolicyFileError)?.position == SourcePosition(line: line, column: column))
      #expect("\(error)".contains("has no AI services opt-out policy in it"))
    }
  }

  @Test func `bytes that are no text are refused where they stop being text`() {
    func error(_ bytes: [UInt8], name: String = "") -> PolicyFileError? {
      do {
        _ = try PolicyFinder.policies(in: bytes, name: name)
        return nil
      } catch {
        return error
      }
    }
    let text = #"{"services":{}}"#
    #expect(error([]) == .syntax(.empty))
    #expect(error(Array(" \n".utf8)) == .syntax(.empty))
    #expect(error([0xEF, 0xBB, 0xBF] + Array(text.utf8)) == .syntax(.byteOrderMark))
    #expect(error([0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == .utf16)
    #expect(error(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) == .utf16)
    #expect(error(text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }) == .utf16)
    #expect(error(Array("a:\n b".utf8) + [0xFF]) == .syntax(.notUTF8(SourcePosition(line: 2, column: 3))))
    #expect(error(Array("// x".utf8), name: "p.json")?.position == SourcePosition(line: 1, column: 1))
    #expect(error(Array("a: b: c".utf8))?.position == SourcePosition(line: 1, column: 5))
    #expect(error(Array("resource \"x\" \"y\" {}".utf8), name: "main.tf") == .terraformSource)
    #expect(
      error(Array("services:\n  default: {}\n".utf8)) == .policyInYAML(SourcePosition(line: 1, column: 1)))
  }

  @Test func `nesting and aliases end at a limit`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: PolicyFileError.self) { try Self.found(deep) }
    #expect(throws: PolicyFileError.self) { try Self.found("a: " + deep) }
    #expect(throws: PolicyFileError.self) { try Self.found("a: " + String(repeating: "{a: ", count: 900)) }
    var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
      bomb += "a\(level): &a\(level) [\(aliases)]\n"
    }
    #expect(throws: PolicyFileError.self) { try Self.found(bomb) }
    for key in ["? *a9\n: 1\n", "*a9 : 1\n", "[*a9] : 1\n", "b: {[*a9]:1}\n", "b: {{x: *a9}: 1}\n"] {
      #expect(throws: PolicyFileError.self, "\(key)") { try Self.found(bomb + key) }
    }
  }

  @Test func `an alias as a value is followed`() throws {
    let text = """
      Content: &content {services: {}}
      Resources:
        P:
          Type: AWS::Organizations::Policy
          Properties: {Name: !Sub "a-${B}:c", Type: AISERVICES_OPT_OUT_POLICY, Content: *content }
      """
    guard case .object(let root)? = try Self.found(text).first?.content else {
      Issue.record("no object")
      return
    }
    #expect(root["services"]?.members?.isEmpty == true)
  }
}
