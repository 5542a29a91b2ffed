import PolicyLanguage
import Testing

@Suite struct LintRuleTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var rule: any LintRule
    var text: String
    var testDescription: String { "\(rule.code): \(text.prefix(80))" }
  }

  static let triggering = LintRules.all.flatMap { rule in
    rule.triggering.map { Example(rule: rule, text: $0) }
  }
  static let nonTriggering = LintRules.all.flatMap { rule in
    rule.nonTriggering.map { Example(rule: rule, text: $0) }
  }

  @Test(arguments: triggering)
  func `a rule fires on its examples`(example: Example) {
    let found = Linter().diagnostics(for: example.text).filter { $0.code == example.rule.code }
    #expect(!found.isEmpty)
    #expect(found.allSatisfy { $0.severity == example.rule.severity })
  }

  @Test(arguments: nonTriggering)
  func `a rule is silent on the other examples`(example: Example) {
    #expect(Linter().diagnostics(for: example.text).filter { $0.code == example.rule.code }.isEmpty)
  }

  @Test func `every rule has examples of both kinds and one line of documentation`() {
    for rule in LintRules.all {
      #expect(!rule.triggering.isEmpty && !rule.nonTriggering.isEmpty, "\(rule.code)")
      #expect(!rule.documentation.isEmpty && !rule.documentation.contains("\n"), "\(rule.code)")
      #expect(!rule.documentation.hasSuffix("."), "\(rule.code)")
      #expect(rule.code.wholeMatch(of: /[a-z]+(-[a-z]+)*/) != nil, "\(rule.code)")
    }
    #expect(Set(LintRules.all.map(\.code)).count == LintRules.all.count)
  }

  @Test func `every message is one line that does not end with a period`() {
    for example in Self.triggering {
      for diagnostic in Linter().diagnostics(for: example.text) {
        for clause in [diagnostic.message, diagnostic.suggestion ?? "x"] {
          #expect(!clause.isEmpty && !clause.hasSuffix("."), "\(clause)")
        }
      }
    }
  }
}
