/// A policy has at most 2,500 characters, white space included when it is sent by the API or the CLI
/// (<https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>).
struct PolicyFitsTheLimit: LintRule {
  let code = "too-long"
  let severity = LintSeverity.error
  let documentation = "The policy has more than 2,500 characters, counted as the API and the CLI store it"
  let triggering = [LintExamples.hardened + String(repeating: " ", count: 2_500)]
  let nonTriggering = [
    LintExamples.hardened,
    LintExamples.hardened
      + String(repeating: " ", count: 2_500 - LintExamples.hardened.unicodeScalars.count),
  ]

  func findings(in subject: LintSubject) -> [LintFinding] {
    guard subject.syntaxError == nil else { return [] }
    let characters = subject.text?.unicodeScalars.count ?? PolicySize.compact(subject.root)
    guard characters > PolicySize.limit else { return [] }
    return [finding(characters: characters, text: subject.text, at: subject.root.position)]
  }

  func finding(characters: Int, text: String?, at position: SourcePosition) -> LintFinding {
    guard let text else {
      return LintFinding(
        at: position,
        "the policy has \(characters) characters without white space, and AWS takes \(PolicySize.limit)")
    }
    let compact = characters - PolicySize.whiteSpace(in: text)
    let fits = compact <= PolicySize.limit
    return LintFinding(
      at: position,
      "the policy has \(characters) characters as the API and the CLI store it, and AWS takes \(PolicySize.limit); "
        + "the console drops white space and would count \(compact)",
      suggestion: fits ? "remove white space before it is sent" : nil)
  }
}
