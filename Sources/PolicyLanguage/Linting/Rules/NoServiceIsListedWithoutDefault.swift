/// Services are opted out beside a `default`, not instead of it.
struct NoServiceIsListedWithoutDefault: LintRule {
  let code = "service-without-default"
  let severity = LintSeverity.warning
  let documentation =
    "Services are opted out one by one and `default` is not, so an account is never wholly opted out by this policy"
  let triggering = [LintExamples.values(["lex": "optOut", "polly": "optOut"])]
  let nonTriggering = [
    LintExamples.values(["default": "optOut", "lex": "optOut"]), LintExamples.values(["default": "optIn"]),
    LintExamples.values(["lex": "optIn"]),
  ]

  func findings(in subject: LintSubject) -> [LintFinding] {
    let listed = subject.valued.filter { $0.value == .optOut }.map(\.statement)
    guard subject.defaultValue == nil, let first = listed.first else { return [] }
    let names = Excerpt.list(listed.map(\.service))
    return [
      LintFinding(
        at: first.position,
        "\(names) \(listed.count == 1 ? "is" : "are") opted out without a \"default\"; "
          + "an account with this policy alone is opted out in part")
    ]
  }
}
