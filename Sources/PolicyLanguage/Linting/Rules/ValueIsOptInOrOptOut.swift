/// A value is exactly `optIn` or `optOut`.
struct ValueIsOptInOrOptOut: LintRule {
  let code = "invalid-value"
  let severity = LintSeverity.error
  let documentation = "A value is not exactly `optIn` or `optOut`, so AWS rejects it"
  let triggering = [
    LintExamples.setting(#""@@assign":"optout""#), LintExamples.setting(#""@@assign":"optOut ""#),
    LintExamples.setting(#""@@assign":true"#), LintExamples.setting(#""@@assign":["optOut"]"#),
  ]
  let nonTriggering = [
    LintExamples.setting(#""@@assign":"optOut""#), LintExamples.setting(#""@@assign":"optIn""#),
  ]

  func findings(in subject: LintSubject) -> [LintFinding] {
    subject.settings.flatMap { $0.member.value.members ?? [] }.filter { $0.key == PolicyKey.assign }
      .compactMap { finding(for: $0.value) }
  }

  private func finding(for node: JSONNode) -> LintFinding? {
    guard let text = node.string else {
      return LintFinding(
        at: node.position,
        "the value is \(node.kindName) where the string \"optOut\" or \"optIn\" is expected")
    }
    guard OptOutValue(rawValue: text) == nil else { return nil }
    return LintFinding(
      at: node.position,
      "\(Excerpt.quoted(text)) is not a value; it must be exactly \"optOut\" or \"optIn\"",
      suggestion: suggestion(for: text))
  }

  private func suggestion(for text: String) -> String? {
    let letters = String(text.filter { !$0.isWhitespace && $0 != "_" && $0 != "-" })
    return NearestKey.suggestion(for: letters, among: OptOutValue.allCases.map(\.rawValue))
  }
}
