/// On `services` and on a service stands no operator but the child control.
struct OperatorsStandInSettings: LintRule {
  let code = "misplaced-operator"
  let severity = LintSeverity.error
  let documentation = "An operator stands on `services` or on a service, where AWS rejects it"
  let triggering = [
    #"{"services":{"@@assign":{}}}"#, #"{"services":{"lex":{"@@assign":"optOut"}}}"#,
    #"{"services":{"lex":{"@@remove":[]}}}"#,
    #"{"services":{"@@operators_allowed_for_child_policy":["@@none"]}}"#,
  ]
  let nonTriggering = [
    LintExamples.hardened, #"{"services":{"lex":{"@@operators_allowed_for_child_policies":["@@none"]}}}"#,
  ]

  func findings(in subject: LintSubject) -> [LintFinding] {
    let onServices = misplaced(in: subject.services?.value, on: "\"services\"")
    return onServices
      + subject.statements.flatMap { misplaced(in: $0.value, on: Excerpt.quoted($0.key)) }
  }

  private func misplaced(in node: JSONNode?, on place: String) -> [LintFinding] {
    (node?.members ?? []).filter { PolicyKey.isOperator($0.key) && $0.key != PolicyKey.childControl }.map {
      let nearest = NearestKey.suggestion(for: $0.key, among: [PolicyKey.childControl])
      return LintFinding(
        at: $0.position, "the operator \(Excerpt.quoted($0.key)) is not allowed on \(place)",
        suggestion: nearest
          ?? ($0.key == PolicyKey.assign ? "put \"@@assign\" inside \"opt_out_policy\"" : nil))
    }
  }
}
