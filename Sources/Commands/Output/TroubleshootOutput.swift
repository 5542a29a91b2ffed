import OrganizationModel
import Remediation
import Timeline

/// How `troubleshoot` shows what it found.
struct TroubleshootOutput {
  var answers: [TroubleshootingAnswer]
  var subject: AuditSubject

  var hasFindings: Bool { answers.contains { !$0.details.isEmpty } }

  var json: JSONValue {
    .object([
      ("organization", .string(subject.observation.sealed.header.organization.rawValue)),
      ("snapshot", .string(subject.observation.sealed.id)), ("checks", .array(answers.map(json))),
    ])
  }

  private func json(_ answer: TroubleshootingAnswer) -> JSONValue {
    var reason: String?
    if case .notKnown(let why) = answer.result { reason = why }
    return .object([
      ("id", .string(answer.check.id)), ("title", .string(answer.check.title)),
      ("result", .string(word(answer.result))), ("details", .strings(answer.details)),
      ("reason", .optional(reason)), ("advice", .string(answer.check.advice)),
      ("reference", .string(answer.check.reference)),
    ])
  }

  private func word(_ result: TroubleshootingResult) -> String {
    switch result {
    case .found: "found"
    case .notFound: "notFound"
    case .notKnown: "notKnown"
    }
  }

  func text(_ context: CommandContext) -> String {
    let found = answers.filter { !$0.details.isEmpty }
    var lines = [
      found.isEmpty
        ? context.styled("NOTHING FOUND", .good)
          + "  none of \(answers.count) troubles is seen in the snapshot"
        : context.styled("FOUND", .bad) + "  \(found.count) of \(answers.count) troubles", "",
      "  \(subject.summaryLine)",
    ]
    for answer in found {
      lines += ["", context.styled(answer.check.title, .bold) + " [\(answer.check.id)]"]
      lines += answer.details.map { "  \(TerminalText.safe($0))" }
      lines += ["  what to do: \(answer.check.advice)", "  \(answer.check.reference)"]
    }
    let unknown = answers.compactMap { answer -> String? in
      guard case .notKnown(let reason) = answer.result else { return nil }
      let advice = answer.check.id == "behaviour-changed" ? "; if so: \(answer.check.advice)" : ""
      return "  \(answer.check.title): \(TerminalText.safe(reason))\(advice)"
    }
    if !unknown.isEmpty { lines += ["", "Not known"] + unknown }
    let absent = answers.filter { $0.result == .notFound }.map { "  \($0.check.title)" }
    if !absent.isEmpty { lines += ["", "Not found"] + absent }
    return lines.map { TerminalText.wrapped($0, to: context.columns, indent: 4) }.joined(separator: "\n")
  }
}
