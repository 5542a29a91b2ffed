import PolicyLanguage
import TestSupport
import Testing

@Suite struct LintRuleReferenceTests {
  @Test func `the page of lint rules is made from the rules`() {
    expectGolden(LintRuleReference.markdown, "docs/lint-rules.md")
  }
}
