/// A policy sets at least one value; AWS also accepts one that sets none.
struct PolicySetsAValue: LintRule {
  let code = "no-value"
  let severity = LintSeverity.warning
  let documentation = "The policy sets no value at all, so it opts nothing out"
  let triggering = [
    #"{"services":{}}"#, #"{"services":{"default":{}}}"#, #"{"services":{"default":{"opt_out_policy":{}}}}"#,
    #"{"services":{"@@operators_allowed_for_child_policies":["@@none"]}}"#,
  ]
  let nonTriggering = [LintExamples.values(["default": "optOut"]), LintExamples.values(["lex": "optIn"])]

  func findings(in subject: LintSubject) -> [LintFinding] {
    guard let services = subject.services, subject.valued.isEmpty else { return [] }
    return [
      LintFinding(
        at: services.position, "the policy sets no value, so AWS accepts it and it opts nothing out",
        suggestion: "add \"default\": {\"opt_out_policy\": {\"@@assign\": \"optOut\"}}")
    ]
  }
}
