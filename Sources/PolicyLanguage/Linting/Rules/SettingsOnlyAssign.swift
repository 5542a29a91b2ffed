/// In a setting this policy type knows no operator but `@@assign` and the child control.
struct SettingsOnlyAssign: LintRule {
  let code = "operator-not-allowed"
  let severity = LintSeverity.error
  let documentation = "A setting uses an operator other than `@@assign`, so AWS rejects it"
  let triggering = [
    LintExamples.setting(#""@@append":["optOut"]"#), LintExamples.setting(#""@@remove":["optOut"]"#),
    LintExamples.setting(#""@@enforced_for":["lex"]"#), LintExamples.setting(#""@@Assign":"optOut""#),
  ]
  let nonTriggering = [LintExamples.hardened]

  func findings(in subject: LintSubject) -> [LintFinding] {
    subject.settings.flatMap { $0.member.value.members ?? [] }.filter {
      PolicyKey.isOperator($0.key) && $0.key != PolicyKey.assign && $0.key != PolicyKey.childControl
    }.map {
      LintFinding(
        at: $0.position,
        "the operator \(Excerpt.quoted($0.key)) is not allowed in a setting of this policy type; only \"@@assign\" is",
        suggestion: NearestKey.suggestion(for: $0.key, among: [PolicyKey.assign, PolicyKey.childControl]))
    }
  }
}
