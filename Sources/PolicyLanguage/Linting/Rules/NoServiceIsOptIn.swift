/// No single service is opted in.
struct NoServiceIsOptIn: LintRule {
  let code = "opt-in-exception"
  let severity = LintSeverity.warning
  let documentation = "A single service is opted in, so AWS may use its content to improve its services"
  let triggering = [LintExamples.values(["default": "optOut", "rekognition": "optIn"])]
  let nonTriggering = [LintExamples.values(["default": "optOut", "rekognition": "optOut"])]

  func findings(in subject: LintSubject) -> [LintFinding] {
    subject.valued.filter { $0.value == .optIn && $0.statement.service != EffectivePolicy.defaultKey }
      .compactMap { valued in
        valued.statement.setting?.assignment.map {
          LintFinding(
            at: $0.position,
            "\(Excerpt.quoted(valued.statement.service)) is opted in, so AWS may use its content to improve its services"
          )
        }
      }
  }
}
