/// `default` is not optIn: services that are opted out one by one leave out those that AWS adds later.
struct DefaultIsNotOptIn: LintRule {
  let code = "default-opt-in"
  let severity = LintSeverity.warning
  let documentation =
    "`default` is optIn, so every service that is not listed is opted in, future ones too, even where single services are optOut"
  let triggering = [
    LintExamples.values(["default": "optIn", "lex": "optOut"]), LintExamples.values(["default": "optIn"]),
  ]
  let nonTriggering = [LintExamples.values(["default": "optOut", "lex": "optIn"])]

  func findings(in subject: LintSubject) -> [LintFinding] {
    guard let statement = subject.valued.first(where: { $0.statement.service == EffectivePolicy.defaultKey }),
      statement.value == .optIn, let assignment = statement.statement.setting?.assignment
    else { return [] }
    let optedOut = subject.valued.filter { $0.value == .optOut }.map(\.statement.service)
    return [
      LintFinding(
        at: assignment.position,
        optedOut.isEmpty
          ? "\"default\" is optIn, which opts in every service that is not listed, and those that AWS adds later"
          : "\"default\" is optIn while \(Excerpt.list(optedOut)) is opted out alone; every other service is opted in, "
            + "and those that AWS adds later",
        suggestion: "set \"default\" to \"optOut\"")
    ]
  }
}
