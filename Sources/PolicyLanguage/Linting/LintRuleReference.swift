/// The page that documents the rules, made from them.
package enum LintRuleReference {
  /// The content of `docs/lint-rules.md`.
  package static var markdown: String {
    var lines = [
      "# Lint rules", "",
      "What `optout-audit lint` finds. This page is made from the rules; `UPDATE_GOLDEN=1 ./scripts/test --filter",
      "LintRuleReferenceTests` rewrites it.", "",
      "An *error* is what AWS rejects. A *warning* is what AWS accepts although it does nothing or leaves a hole. A *note* is",
      "worth knowing, and alone it leaves the exit status at 0.", "",
      "Warnings and notes are given for a policy in which AWS would read every part; while something in it is rejected, they",
      "would mostly repeat the error.",
    ]
    for severity in LintSeverity.allCases {
      let rules = LintRules.all.filter { $0.severity == severity }
      lines += ["", "## \(severity.heading)", "", "| code | fires when |", "|---|---|"]
      lines += rules.map { "| [`\($0.code)`](#\($0.code)) | \($0.documentation) |" }
    }
    for rule in LintRules.all {
      lines += [
        "", "### \(rule.code)", "", "\(rule.severity.rawValue.capitalizedFirst): \(rule.documentation).",
      ]
      lines += block("Fires", rule.triggering) + block("Does not fire", rule.nonTriggering)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The first two examples that fit on a page.
  private static func block(_ title: String, _ examples: [String]) -> [String] {
    let shown = examples.filter { $0.utf8.count <= 600 && !$0.isEmpty }.prefix(2)
    guard !shown.isEmpty else { return [] }
    return ["", "\(title):"] + shown.flatMap { ["", "```json", $0, "```"] }
  }
}

extension LintSeverity {
  fileprivate var heading: String {
    switch self {
    case .error: "Errors"
    case .warning: "Warnings"
    case .note: "Notes"
    }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
