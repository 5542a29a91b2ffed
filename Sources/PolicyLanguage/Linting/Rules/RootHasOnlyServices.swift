/// Beside `services` stands nothing but operators, which AWS accepts there without effect.
struct RootHasOnlyServices: LintRule {
  let code = "unknown-root-key"
  let severity = LintSeverity.error
  let documentation = "A key other than `services` stands at the document's root, so AWS rejects it"
  let triggering = [
    #"{"service":{}}"#, #"{"services":{},"Version":"2012-10-17"}"#, #"{"Services":{}}"#,
    #"{"services":{},"@@enforced_for":[]}"#,
  ]
  let nonTriggering = [#"{"services":{}}"#, #"{"services":{},"@@assign":{}}"#]

  func findings(in subject: LintSubject) -> [LintFinding] {
    (subject.root.members ?? []).filter {
      $0.key != PolicyKey.services && !OperatorsStandInsideServices.accepted.contains($0.key)
    }.map {
      LintFinding(
        at: $0.position,
        "\(Excerpt.quoted($0.key)) is not a key of an AI services opt-out policy; the outermost key is \"services\"",
        suggestion: subject.services == nil
          ? NearestKey.suggestion(for: $0.key, among: [PolicyKey.services]) : nil)
    }
  }
}
