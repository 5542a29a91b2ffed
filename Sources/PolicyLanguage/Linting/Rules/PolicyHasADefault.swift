/// A policy that sets values sets `default`, which alone covers services that AWS adds later.
struct PolicyHasADefault: LintRule {
  let code = "no-default"
  let severity = LintSeverity.warning
  let documentation =
    "The policy sets no `default`, so services that it does not list, and future ones, are not covered"
  let triggering = [
    LintExamples.values(["lex": "optOut"]),
    #"{"services":{"default":{},"lex":{"opt_out_policy":{"@@assign":"optOut"}}}}"#,
  ]
  let nonTriggering = [LintExamples.values(["default": "optOut", "lex": "optIn"]), #"{"services":{}}"#]

  func findings(in subject: LintSubject) -> [LintFinding] {
    guard let services = subject.services, !subject.valued.isEmpty, subject.defaultValue == nil else {
      return []
    }
    return [
      LintFinding(
        at: services.position,
        "the policy sets no \"default\", so it covers neither the services that it does not list nor those that AWS adds later",
        suggestion: "add \"default\": {\"opt_out_policy\": {\"@@assign\": \"optOut\"}}")
    ]
  }
}
