/// Under a service stands `opt_out_policy`, under that `@@assign`, and beside either the child control.
struct KeysAreOfTheGrammar: LintRule {
  let code = "unknown-key"
  let severity = LintSeverity.error
  let documentation = "A key under a service or a setting is not one of the grammar, so AWS rejects it"
  let triggering = [
    #"{"services":{"lex":{"opt_out_policies":{}}}}"#, #"{"services":{"lex":{"note":"x"}}}"#,
    LintExamples.setting(#""assign":"optOut""#),
  ]
  let nonTriggering = [LintExamples.hardened]

  func findings(in subject: LintSubject) -> [LintFinding] {
    let underServices = subject.statements.flatMap { statement in
      unknown(in: statement.value, besides: PolicyKey.setting, under: Excerpt.quoted(statement.key))
    }
    let underSettings = subject.settings.flatMap {
      unknown(in: $0.member.value, besides: PolicyKey.assign, under: "\"opt_out_policy\"")
    }
    return underServices + underSettings
  }

  private func unknown(in node: JSONNode, besides expected: String, under place: String) -> [LintFinding] {
    (node.members ?? []).filter { $0.key != expected && !PolicyKey.isOperator($0.key) }.map {
      LintFinding(
        at: $0.position, "\(Excerpt.quoted($0.key)) is not a key that may stand under \(place)",
        suggestion: NearestKey.suggestion(for: $0.key, among: [expected, PolicyKey.childControl]))
    }
  }
}
