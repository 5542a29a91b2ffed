package import Checklist
package import OrganizationModel

/// A page of evidence that can be pasted into a Well-Architected review, as Markdown.
package struct ReviewPage: Sendable {
  package var checklist: ChecklistResult
  /// The snapshot's id.
  package var snapshot: String
  package var header: SnapshotHeader
  package var reportDate: Timestamp
  /// The nodes of the workload as they were given; nil for the whole organization.
  package var scope: String?

  package init(
    checklist: ChecklistResult, snapshot: String, header: SnapshotHeader, reportDate: Timestamp,
    scope: String?
  ) {
    self.checklist = checklist
    self.snapshot = snapshot
    self.header = header
    self.reportDate = reportDate
    self.scope = scope
  }

  package var markdown: String {
    let score = checklist.score
    var lines = [
      "# \(text(checklist.title))", "", text(checklist.source) + ".", "",
      "- Organization: \(text(header.organization.rawValue))",
      "- Accounts: \(scope.map { "those of \(text($0))" } ?? "the whole organization")",
      "- Observed: \(header.observedAt), snapshot \(snapshot)", "- Judged on: \(reportDate.day)",
    ]
    if let asserted = header.source.assertedByOperator {
      lines.append("- Asserted by the operator: \(text(asserted))")
    }
    lines.append(
      "- Score: \(score.percent.map { "\($0) %" } ?? "no item counts") (\(score.passed) passed, \(score.failed) failed, "
        + "\(score.notAssessed) not assessed, \(score.notApplicable) not applicable)")
    if let about = checklist.about { lines += ["", text(about)] }
    for item in checklist.items { lines += section(item) }
    for helps in [true, false] {
      let questions = checklist.reviewQuestions.filter { $0.helps == helps }
      guard !questions.isEmpty else { continue }
      lines += ["", "## \(helps ? "Also helps to answer" : "Does not answer")", ""]
      lines += questions.map { "- **\(text($0.question))** \(text($0.why))" }
    }
    lines += ["", "Supporting evidence, not a certificate."]
    return lines.joined(separator: "\n") + "\n"
  }

  private func section(_ item: ItemResult) -> [String] {
    let status = Status(item.outcome)
    var lines = [
      "", "## \(status.tone.sign) \(text(item.title)): \(status.word)", "", text(item.question), "",
    ]
    if let reason = item.outcome.reason { lines.append("- Reason: \(text(reason))") }
    lines += item.evidence.map { "- Evidence: \(text($0))" }
    lines += ["- Proves when passed: \(text(item.proves))", "- Does not prove: \(text(item.doesNotProve))"]
    return lines
  }

  private func text(_ text: String) -> String { MarkdownText.escape(text) }
}
