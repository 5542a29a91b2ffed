import Checklist
import OrganizationModel
import Timeline

/// How `check` shows its results.
enum CheckOutput {
  // MARK: - JSON

  static func json(
    _ results: [ChecklistResult], _ run: ChecklistRun, _ subject: AuditSubject
  ) -> JSONValue {
    let period = run.evidence.period
    let sealed = subject.observation.sealed
    return .object([
      ("organization", .string(sealed.header.organization.rawValue)), ("snapshot", .string(sealed.id)),
      ("asOf", .string(run.evidence.reportDate.day)),
      (
        "period",
        .object([
          ("from", .optional(period?.earliest?.description)), ("to", .optional(period?.latest?.description)),
        ])
      ), ("formula", .string(Score.formula)),
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
      ("kind", .string(item.kind.rawValue)), ("automatic", .bool(item.kind.isAutomatic)),
      ("assessedBy", .string(item.assessedBy)), ("passesWhen", .string(item.passesWhen)),
      ("outcome", .string(item.outcome.word)), ("reason", .optional(item.outcome.reason)),
      ("acceptedUntil", .optional(item.acceptance?.until.day)),
      ("evidence", .strings(item.evidence)), ("awsStates", .array(item.awsStates.map(json))),
      ("attestations", .array(item.attestations.map(json))), ("proves", .string(item.proves)),
      ("doesNotProve", .string(item.doesNotProve)),
      ("references", .array(item.references.map(json))),
      ("remediation", .string(item.remediation)),
    ])
  }

  static func json(_ reference: Reference) -> JSONValue {
    .object([
      ("framework", .string(reference.framework)), ("edition", .optional(reference.edition)),
      ("section", .optional(reference.section)), ("url", .optional(reference.url)),
    ])
  }

  static func json(_ statement: AWSStatement) -> JSONValue {
    .object([
      ("statement", .string(statement.statement)), ("page", .string(statement.page)),
      ("url", .string(statement.url)), ("date", .string(statement.date)), ("observable", .bool(false)),
    ])
  }

  private static func json(_ considered: ConsideredAttestation) -> JSONValue {
    let attestation = considered.recorded.attestation
    return .object([
      ("id", .string(considered.recorded.id)), ("state", .string(considered.state.word)),
      ("outcome", .string(attestation.outcome.rawValue)), ("by", .string(attestation.attestedBy)),
      ("effective", .string(attestation.effective.day)), ("expires", .string(attestation.expires.day)),
      ("scope", .optional(attestation.scope)), ("statement", .string(attestation.statement)),
    ])
  }

  // MARK: - Text

  static func text(
    _ results: [ChecklistResult], _ run: ChecklistRun, _ subject: AuditSubject,
    verdict: CheckVerdictOptions, configuration: LoadedConfiguration, _ context: CommandContext
  ) -> String {
    var lines = [
      verdictLine(results, verdict, context), "", "  \(subject.summaryLine)",
      "  judged on \(run.evidence.reportDate.day), period \(words(run.evidence.period))",
    ]
    if let line = configuration.line { lines.append("  \(line)") }
    lines = lines.map { TerminalText.wrapped($0, to: context.columns, indent: 4) }
    for result in results {
      lines += ["", heading(of: result, context)]
      for item in result.items { lines += text(of: item, context) }
    }
    let formula = "score = \(Score.formula), rounded down"
    lines += ["", TerminalText.wrapped(formula, to: context.columns, indent: 4)]
    return lines.joined(separator: "\n")
  }

  private static func words(_ period: Moment?) -> String {
    let from = period?.earliest.map { "from \($0.day)" }
    return [from ?? "from the first snapshot", period?.latest.map { "to \($0.day)" } ?? "on"].joined(
      separator: " ")
  }

  /// Whether all is well, and what is not, as the exit status says it.
  private static func verdictLine(
    _ results: [ChecklistResult], _ verdict: CheckVerdictOptions, _ context: CommandContext
  ) -> String {
    let items = results.flatMap(\.items)
    func count(_ word: String, _ condition: (ItemResult) -> Bool) -> Int {
      items.count { $0.outcome.word == word && condition($0) }
    }
    let failed = count("failed") { _ in true }
    let accepted = count("failed") { $0.acceptance != nil }
    let unassessed = count("notAssessed") { $0.kind.isAutomatic }
    let open = count("notAssessed") { !$0.kind.isAutomatic }
    var parts = ["\(count("passed") { _ in true }) of \(items.count) items passed"]
    if failed > 0 { parts.append("\(failed) failed" + (accepted > 0 ? " (\(accepted) accepted)" : "")) }
    if unassessed > 0 { parts.append("\(unassessed) could not be assessed from evidence") }
    if open > 0 { parts.append("\(open) wait\(open == 1 ? "s" : "") for a person") }
    for result in verdict.tooLow(results) {
      parts.append("\(result.id) is below \(verdict.failUnder ?? 0) %")
    }
    let sentence = parts.joined(separator: "; ")
    if verdict.isFinding(results) {
      return
        "\(context.styled(TerminalText.padded(failed > accepted ? "FAILED" : "NOT MET", to: 11), .bad))  \(sentence)"
    }
    // Missing is not passed, also where it does not change the exit status.
    guard open + unassessed == 0 else {
      return "\(context.styled(TerminalText.padded("INCOMPLETE", to: 11), .doubtful))  \(sentence)"
    }
    return "\(context.styled(TerminalText.padded("PASSED", to: 11), .good))  \(sentence)"
  }

  private static func heading(of result: ChecklistResult, _ context: CommandContext) -> String {
    let score = result.score
    let counts = [
      ("passed", score.passed), ("failed", score.failed), ("not assessed", score.notAssessed),
      ("not applicable", score.notApplicable),
    ].map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    let title = "\(TerminalText.safe(result.title)) [\(TerminalText.safe(result.id))]"
    return context.styled(TerminalText.wrapped(title, to: context.columns, indent: 2), .bold)
      + "\n  \(score.percent.map { "\($0) %" } ?? "no item counts"): \(counts)"
  }

  private static func text(of item: ItemResult, _ context: CommandContext) -> [String] {
    let (word, style): (String, TextStyle) =
      switch item.outcome {
      case .passed: ("passed", .good)
      case .failed: ("FAILED", .bad)
      case .notAssessed: ("not assessed", .doubtful)
      case .notApplicable: ("not applicable", .dim)
      }
    let margin = String(repeating: " ", count: 18)
    let title = TerminalText.wrapped(margin + TerminalText.safe(item.title), to: context.columns, indent: 18)
    var lines = ["  \(context.styled(TerminalText.padded(word, to: 14), style))  \(title.dropFirst(18))"]
    if let reason = item.outcome.reason {
      let text = margin + TerminalText.safe("\(item.id): \(reason)")
      lines.append(TerminalText.wrapped(text, to: context.columns, indent: 18))
    }
    return lines
  }
}
