/// White space takes little of the 2,500 characters, which the API and the CLI count with it.
struct TextIsCompact: LintRule {
  let code = "white-space"
  let severity = LintSeverity.note
  let documentation =
    "White space takes a tenth or more of the 2,500 characters; the API and the CLI count it, the console drops it"
  let triggering = [LintExamples.hardened + String(repeating: " ", count: 250)]
  let nonTriggering = [LintExamples.hardened, LintExamples.hardened + "\n"]

  func findings(in subject: LintSubject) -> [LintFinding] {
    guard let text = subject.text else { return [] }
    let white = PolicySize.whiteSpace(in: text)
    guard white >= PolicySize.limit / 10 else { return [] }
    return [
      LintFinding(
        at: subject.root.position,
        "\(white) of the policy's \(text.unicodeScalars.count) characters are white space, which the API and the CLI count "
          + "towards \(PolicySize.limit)")
    ]
  }
}
