/// At the document's root an operator does nothing: AWS accepts it, and locks nothing by it.
struct OperatorsStandInsideServices: LintRule {
  let code = "operator-at-root"
  let severity = LintSeverity.warning
  let documentation = "An operator stands beside `services`, where AWS accepts it but it does nothing"
  let triggering = [
    #"{"@@operators_allowed_for_child_policies":["@@none"],"services":{}}"#,
    #"{"@@assign":{},"services":{}}"#,
  ]
  let nonTriggering = [LintExamples.hardened]

  /// What AWS accepts at the root.
  static let accepted = [PolicyKey.childControl, PolicyKey.assign, "@@append", "@@remove"]

  func findings(in subject: LintSubject) -> [LintFinding] {
    Self.stray(in: subject).map {
      let isLock = $0.key == PolicyKey.childControl
      return LintFinding(
        at: $0.position,
        "\"\($0.key)\" beside \"services\" does nothing"
          + (isLock ? "; it locks no service and no value" : ""),
        suggestion: isLock ? "move it into \"services\"" : "remove it")
    }
  }

  static func stray(in subject: LintSubject) -> [JSONMember] {
    (subject.root.members ?? []).filter { accepted.contains($0.key) }
  }
}
