/// A listed service still has the name that its key was made for.
struct ServiceIsCurrent: LintRule {
  let code = "renamed-service"
  let severity = LintSeverity.note
  let documentation = "A service was renamed or became part of another; its key is still valid"
  let triggering = [
    LintExamples.values(["codewhisperer": "optOut"]), LintExamples.values(["quicksightq": "optOut"]),
  ]
  let nonTriggering = [LintExamples.values(["lex": "optOut"])]

  /// Keys whose note in the catalogue tells what became of the service.
  static let keys: Set = [
    "codewhisperer", "connectamd", "connectoptimization", "contactlens", "quicksightq", "securityhub",
  ]

  func findings(in subject: LintSubject) -> [LintFinding] {
    subject.statements.compactMap { member in
      guard Self.keys.contains(member.key),
        let service = subject.catalogue.services.first(where: { $0.key == member.key }),
        let note = service.note
      else { return nil }
      return LintFinding(at: member.position, "\"\(member.key)\" (\(service.name)): \(note)")
    }
  }
}
