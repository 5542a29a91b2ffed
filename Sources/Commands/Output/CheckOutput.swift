import Checklist
import OrganizationModel

/// How `check` shows its results.
enum CheckOutput {
  static func json(_ results: [ChecklistResult]) -> JSONValue {
    .object([
      ("formula", .string(Score.formula)),
      (
        "checklists",
        .array(
          results.map { result in
            .object([
              ("id", .string(result.id)), ("title", .string(result.title)),
              ("source", .string(result.source)),
              ("score", json(result.score)), ("items", .array(result.items.map(json))),
            ])
          })
      ),
    ])
  }

  private static func json(_ score: Score) -> JSONValue {
    .object([
      ("passed", .number(score.passed)), ("failed", .number(score.failed)),
      ("notAssessed", .number(score.notAssessed)), ("notApplicable", .number(score.notApplicable)),
      ("percent", score.percent.map { .number($0) } ?? .null),
    ])
  }

  private static func json(_ item: ItemResult) -> JSONValue {
    .object([
      ("id", .string(item.id)), ("title", .string(item.title)), ("question", .string(item.question)),
      ("outcome", .string(item.outcome.word)), ("reason", .optional(item.outcome.reason)),
      ("evidence", .strings(item.evidence)), ("proves", .string(item.proves)),
      ("doesNotProve", .string(item.doesNotProve)),
      (
        "references",
        .array(
          item.references.map {
            .object([
              ("framework", .string($0.framework)), ("edition", .optional($0.edition)),
              ("section", .optional($0.section)), ("url", .optional($0.url)),
            ])
          })
      ),
      ("remediation", .string(item.remediation)),
    ])
  }

  static func text(
    _ results: [ChecklistResult], _ subject: AuditSubject, _ date: Timestamp, _ context: CommandContext
  ) -> String {
    var lines = ["\(subject.summaryLine), judged on \(date.day)"]
    for result in results {
      let score = result.score
      lines += [
        "",
        context.styled("\(result.title): \(score.percent.map { "\($0) %" } ?? "no item counts")", .bold),
        "  \(score.passed) passed, \(score.failed) failed, \(score.notAssessed) not assessed, "
          + "\(score.notApplicable) not applicable",
        "",
      ]
      for item in result.items { lines += text(of: item, context) }
    }
    lines += ["", "score = \(Score.formula)"]
    return lines.joined(separator: "\n")
  }

  private static func text(of item: ItemResult, _ context: CommandContext) -> [String] {
    let (word, style): (String, TextStyle) =
      switch item.outcome {
      case .passed: ("passed", .good)
      case .failed: ("FAILED", .bad)
      case .notAssessed: ("not assessed", .doubtful)
      case .notApplicable: ("not applicable", .dim)
      }
    var lines = ["  \(context.styled(TerminalText.padded(word, to: 14), style))  \(item.title)"]
    if let reason = item.outcome.reason {
      let text = String(repeating: " ", count: 18) + TerminalText.safe(reason)
      lines.append(TerminalText.wrapped(text, to: context.columns, indent: 18))
    }
    return lines
  }
}
