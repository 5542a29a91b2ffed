/// The outermost key is `services`
/// (<https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html>).
struct PolicyHasServices: LintRule {
  let code = "services-missing"
  let severity = LintSeverity.error
  let documentation = "The document has no `services`, so AWS rejects it"
  let triggering = ["{}", #"{"@@operators_allowed_for_child_policies":["@@none"]}"#]
  let nonTriggering = [#"{"services":{}}"#, #"{"service":{}}"#]

  func findings(in subject: LintSubject) -> [LintFinding] {
    guard let members = subject.root.members, subject.services == nil,
      members.allSatisfy({ PolicyKey.isOperator($0.key) })
    else { return [] }
    return [
      LintFinding(
        at: subject.root.position, "the document has no \"services\"",
        suggestion: "put the service keys under \"services\"")
    ]
  }
}
