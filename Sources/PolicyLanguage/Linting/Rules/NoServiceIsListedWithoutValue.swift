/// A listed service has a value. A key without one is an empty place that a child can fill, even when `services` is locked,
/// because a lock on a container does not freeze what is inside it.
struct NoServiceIsListedWithoutValue: LintRule {
  let code = "service-without-value"
  let severity = LintSeverity.warning
  let documentation =
    "A service is listed without a value, which a policy further down could set even where `services` is locked"
  let triggering = [
    #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}},"lex":{}}}"#,
    #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}},"lex":{"opt_out_policy":{}}}}"#,
  ]
  let nonTriggering = [
    LintExamples.values(["default": "optOut", "lex": "optOut"]), #"{"services":{"default":{}}}"#,
    #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}},"#
      + #""lex":{"@@operators_allowed_for_child_policies":["@@none"]}}}"#,
  ]

  func findings(in subject: LintSubject) -> [LintFinding] {
    guard !subject.valued.isEmpty else { return [] }
    return (subject.policy?.services.statements ?? []).filter {
      $0.setting?.assignment == nil && !isClosed($0)
    }.map {
      LintFinding(
        at: $0.position,
        "\(Excerpt.quoted($0.service)) is listed without a value, so it does nothing here and a policy further down "
          + "could set it, for instance to optIn",
        suggestion: "set a value or remove the key")
    }
  }

  /// Whether no child can put a value there.
  private func isClosed(_ statement: Statement) -> Bool {
    if let setting = statement.setting {
      return setting.childControl.map { !$0.allowed.allowsNewKeys } ?? false
    }
    return statement.childControl.map { !$0.allowed.allowsNewKeys } ?? false
  }
}
