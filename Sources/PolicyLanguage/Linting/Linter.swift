/// Judges policies: what AWS rejects, what it accepts without effect, and what leaves a hole.
///
/// Input is a policy's text or its JSON, output a list of diagnostics in source order. What a rule finds is never thrown:
/// a policy that is wrong is an answer.
package struct Linter: Sendable {
  /// A text longer than this is only measured: it is forty times what AWS takes.
  package static let characterLimit = 100_000

  private let catalogue: ServiceCatalogue
  private let rules: [any LintRule]

  package init(catalogue: ServiceCatalogue = .builtIn, rules: [any LintRule] = LintRules.all) {
    self.catalogue = catalogue
    self.rules = rules
  }

  /// Judges the text of a policy, as it would be stored.
  package func diagnostics(for text: String) -> [LintDiagnostic] {
    if text.unicodeScalars.count > Self.characterLimit {
      let start = JSONNode(.null, at: SourcePosition(line: 1, column: 1))
      let rule = PolicyFitsTheLimit()
      return [
        diagnostic(rule.finding(characters: text.unicodeScalars.count, text: text, at: start.position), rule)
      ]
    }
    return diagnostics(for: LintSubject(text: text, catalogue: catalogue))
  }

  /// Judges a policy that is written as an object inside a larger file; positions are those of `root`.
  package func diagnostics(for root: JSONNode) -> [LintDiagnostic] {
    diagnostics(for: LintSubject(root: root, catalogue: catalogue))
  }

  private func diagnostics(for subject: LintSubject) -> [LintDiagnostic] {
    var result: [LintDiagnostic] = []
    for rule in rules where rule.severity == .error || subject.isWhollyRead {
      result += rule.findings(in: subject).map { diagnostic($0, rule) }
    }
    let order = Dictionary(uniqueKeysWithValues: LintSeverity.allCases.enumerated().map { ($1, $0) })
    return result.enumerated().sorted { left, right in
      (left.element.position, order[left.element.severity] ?? 0, left.offset)
        < (right.element.position, order[right.element.severity] ?? 0, right.offset)
    }.map(\.element)
  }

  private func diagnostic(_ finding: LintFinding, _ rule: any LintRule) -> LintDiagnostic {
    LintDiagnostic(
      severity: rule.severity, code: rule.code, message: finding.message, position: finding.position,
      suggestion: finding.suggestion)
  }
}
