package import PolicyLanguage

/// What the linter says about the policies of one file.
package struct LintedFile: Hashable, Sendable {
  /// As the user wrote it; `-` is standard input.
  package var path: String
  /// How many policies were judged.
  package var policies: Int
  /// In source order.
  package var diagnostics: [Diagnostic]
  /// Why the file, or a policy in it, could not be judged.
  package var problems: [Problem]

  package struct Diagnostic: Hashable, Sendable {
    /// Its position is one of the file. Where the policy stands in a string, the message also says the place in that.
    package var finding: LintDiagnostic
    /// The name of the policy inside the file.
    package var policy: String?
    /// The place inside the string that the policy stands in.
    package var positionInString: SourcePosition?
  }

  package struct Problem: Hashable, Sendable {
    package var position: SourcePosition?
    package var message: String
  }

  /// Judges the file at `path`.
  package static func linting(_ path: String, with linter: Linter) -> LintedFile {
    do {
      return LintedFile(path: path, bytes: try InputFile.bytes(at: path), linter: linter)
    } catch {
      return LintedFile(path: path, failure: error)
    }
  }

  /// Judges bytes that were read from `path`.
  package init(path: String, bytes: [UInt8], linter: Linter) {
    do {
      let found = try PolicyFinder.policies(in: bytes, name: path)
      self.init(path: path, policies: 0, diagnostics: [], problems: [])
      for policy in found { judge(policy, with: linter) }
    } catch {
      self.init(path: path, failure: error)
    }
  }

  private init(path: String, policies: Int, diagnostics: [Diagnostic], problems: [Problem]) {
    self.path = path
    self.policies = policies
    self.diagnostics = diagnostics
    self.problems = problems
  }

  private init(path: String, failure: PolicyFileError) {
    self.init(
      path: path, policies: 0, diagnostics: [],
      problems: [Problem(position: failure.position, message: failure.description)])
  }

  private mutating func judge(_ policy: FoundPolicy, with linter: Linter) {
    switch policy.content {
    case .file(let text):
      add(linter.diagnostics(for: text), of: policy)
    case .object(let node):
      add(linter.diagnostics(for: node), of: policy)
    case .text(let text, let position):
      let called = policy.name.map { " of \(Excerpt.quoted($0))" } ?? ""
      policies += 1
      diagnostics += linter.diagnostics(for: text).map { finding in
        var moved = finding
        moved.position = position
        moved.message += " (\(finding.position) in the text\(called))"
        return Diagnostic(finding: moved, policy: policy.name, positionInString: finding.position)
      }
    case .unresolved(let reason, let position):
      let called = policy.name.map { " \(Excerpt.quoted($0))" } ?? ""
      problems.append(
        Problem(position: position, message: "the policy\(called) cannot be judged: \(reason)"))
    }
  }

  private mutating func add(_ findings: [LintDiagnostic], of policy: FoundPolicy) {
    policies += 1
    diagnostics += findings.map { Diagnostic(finding: $0, policy: policy.name, positionInString: nil) }
  }
}
