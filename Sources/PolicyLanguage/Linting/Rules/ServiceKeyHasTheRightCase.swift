/// Service keys are lower case, and AWS does not fold them.
struct ServiceKeyHasTheRightCase: LintRule {
  let code = "wrong-case-service"
  let severity = LintSeverity.error
  let documentation = "A service key is known but written with another case, so AWS rejects it"
  let triggering = [#"{"services":{"Default":{}}}"#, #"{"services":{"LEX":{}}}"#]
  let nonTriggering = [#"{"services":{"default":{},"lex":{}}}"#]

  func findings(in subject: LintSubject) -> [LintFinding] {
    subject.statements.compactMap { member in
      guard let right = Self.rightKey(for: member.key, in: subject.catalogue) else { return nil }
      return LintFinding(
        at: member.position, "\(Excerpt.quoted(member.key)) is not a service key; keys are case-sensitive",
        suggestion: "write \"\(right)\"")
    }
  }

  /// The known key that differs from `key` by case alone.
  static func rightKey(for key: String, in catalogue: ServiceCatalogue) -> String? {
    let folded = key.lowercased()
    guard folded != key, catalogue.contains(folded) else { return nil }
    return folded
  }
}
