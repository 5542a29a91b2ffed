/// A proposition about a policy that can be true or false, and what to say where it is false.
///
/// One rule is one file in `Rules`. Its examples are run by the tests, and `docs/lint-rules.md` is made from it.
package protocol LintRule: Sendable {
  /// Kebab-case; stable, because pipelines filter by it.
  var code: String { get }
  var severity: LintSeverity { get }
  /// One line that says what is wrong when the rule fires, and why that matters.
  var documentation: String { get }
  /// Policy texts in which the rule fires.
  var triggering: [String] { get }
  /// Policy texts in which it does not, close to the others.
  var nonTriggering: [String] { get }

  /// What is wrong, in source order; empty when the proposition holds.
  func findings(in subject: LintSubject) -> [LintFinding]
}

/// How bad what a rule found is.
package enum LintSeverity: String, Hashable, Sendable, CaseIterable {
  /// AWS rejects the policy.
  case error
  /// AWS accepts it, but it does nothing or leaves a hole.
  case warning
  /// Worth knowing.
  case note
}

/// What a rule found at one place.
package struct LintFinding: Hashable, Sendable {
  package var position: SourcePosition
  /// A clause; text from the policy stands in quotes and is shortened.
  package var message: String
  /// What to write instead, as a clause; nil when there is no one answer.
  package var suggestion: String?

  package init(at position: SourcePosition, _ message: String, suggestion: String? = nil) {
    self.position = position
    self.message = message
    self.suggestion = suggestion
  }
}

/// A finding with the rule that made it.
package struct LintDiagnostic: Hashable, Sendable {
  package var severity: LintSeverity
  package var code: String
  package var message: String
  package var position: SourcePosition
  package var suggestion: String?

  package init(
    severity: LintSeverity, code: String, message: String, position: SourcePosition, suggestion: String?
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.position = position
    self.suggestion = suggestion
  }
}
