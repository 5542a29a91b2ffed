import OrganizationModel
import ProwlerComparison
import Timeline

/// How `compare` is shown.
enum CompareOutput {
  static func text(
    _ comparisons: [ProwlerComparison], _ subject: AuditSubject, _ context: CommandContext
  ) -> String {
    let ours = "\(words(of: subject.posture.verdict)), \(subject.posture.lock.word)"
    guard !comparisons.isEmpty else {
      return """
        \(context.styled("No finding of Prowler to compare with.", .doubtful))
        The file has none of the check \(ProwlerFinding.check): Prowler writes none
        where it may not list the policies. Snapshot \(subject.observation.sealed.id) says: \(ours).
        """
    }
    return comparisons.map { comparison in
      let head =
        comparison.agrees
        ? context.styled("Prowler and the snapshot agree.", .good)
        : context.styled("Prowler and the snapshot disagree.", .bad)
      var lines = [
        head,
        "  Prowler   \(TerminalText.safe(comparison.finding.status))  \(TerminalText.safe(comparison.finding.resource))",
        "  Snapshot  \(ours) (\(subject.observation.sealed.id))",
      ]
      if !comparison.explanations.isEmpty { lines.append("  Why") }
      for explanation in comparison.explanations {
        lines.append(
          TerminalText.wrapped("  - " + TerminalText.safe(explanation), to: context.columns, indent: 4))
      }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n\n")
  }

  static func json(_ comparisons: [ProwlerComparison], _ subject: AuditSubject) -> JSONValue {
    .object([
      ("snapshot", .string(subject.observation.sealed.id)),
      ("verdict", .string(subject.posture.verdict.rawValue)),
      ("lock", .string(subject.posture.lock.word)),
      (
        "findings",
        .array(
          comparisons.map { comparison in
            .object([
              ("status", .string(comparison.finding.status)),
              ("resource", .string(comparison.finding.resource)),
              ("statusExtended", .string(comparison.finding.explanation)),
              ("agrees", .bool(comparison.agrees)), ("explanations", .strings(comparison.explanations)),
            ])
          })
      ),
    ])
  }

  private static func words(of verdict: Verdict) -> String {
    switch verdict {
    case .optedOut: "opted out"
    case .partial: "partly opted out"
    case .notOptedOut: "not opted out"
    case .unknown: "unknown"
    }
  }
}
