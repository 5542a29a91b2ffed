/// A service with the same value as `default`, and no lock of its own, says nothing more than `default` says.
struct ServiceDiffersFromDefault: LintRule {
  let code = "redundant-key"
  let severity = LintSeverity.note
  let documentation =
    "A service has the same value as `default` and no lock of its own, so it could be left out"
  let triggering = [LintExamples.values(["default": "optOut", "lex": "optOut"])]
  let nonTriggering = [
    LintExamples.values(["default": "optOut", "lex": "optIn"]), LintExamples.values(["lex": "optOut"]),
    #"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}},"lex":{"opt_out_policy":"#
      + #"{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optOut"}}}}"#,
  ]

  func findings(in subject: LintSubject) -> [LintFinding] {
    guard let value = subject.defaultValue else { return [] }
    return subject.valued.filter {
      $0.value == value && $0.statement.service != EffectivePolicy.defaultKey
        && $0.statement.childControl == nil && $0.statement.setting?.childControl == nil
    }.map {
      LintFinding(
        at: $0.statement.position,
        "\(Excerpt.quoted($0.statement.service)) has the value of \"default\" and no lock of its own, so it could be left out"
      )
    }
  }
}
