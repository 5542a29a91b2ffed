/// No key stands twice in an object; AWS rejects that.
struct KeysAreUnique: LintRule {
  let code = "duplicate-key"
  let severity = LintSeverity.error
  let documentation = "A key stands twice in one object, which AWS rejects"
  let triggering = [
    #"{"services":{"lex":{},"lex":{}}}"#, #"{"services":{},"services":{}}"#,
    LintExamples.setting(#""@@assign":"optOut","@@assign":"optOut""#),
  ]
  let nonTriggering = [#"{"services":{"lex":{"opt_out_policy":{}},"polly":{"opt_out_policy":{}}}}"#]

  func findings(in subject: LintSubject) -> [LintFinding] {
    var findings: [LintFinding] = []
    collect(in: subject.root, into: &findings)
    return findings
  }

  private func collect(in node: JSONNode, into findings: inout [LintFinding]) {
    switch node.value {
    case .object(let members):
      // Bytes, because AWS does not take two spellings of one character for the same.
      var seen: [[UInt8]: SourcePosition] = [:]
      for member in members {
        let key = Array(member.key.utf8)
        if let first = seen[key] {
          findings.append(
            LintFinding(
              at: member.position, "the key \(Excerpt.quoted(member.key)) stands twice, first at \(first)",
              suggestion: "remove one"))
        } else {
          seen[key] = member.position
        }
        collect(in: member.value, into: &findings)
      }
    case .array(let elements):
      for element in elements { collect(in: element, into: &findings) }
    case .string, .number, .boolean, .null:
      break
    }
  }
}
