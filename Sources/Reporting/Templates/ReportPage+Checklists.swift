import Checklist

extension ChecklistSection: Templated {
  static var tags: Tags<ChecklistSection> {
    Tags()
      .text("id") { $0.id }
      .text("title") { $0.title }
      .text("source") { $0.source }
      .text("about", optional: { $0.about })
      .text("percent") { $0.percent }
      .text("formula") { $0.formula }
      .text("calculation") { $0.calculation }
      .text("tone") { $0.tone.rawValue }
      .number("passed") { $0.score.passed }
      .number("failed") { $0.score.failed }
      .number("notAssessed") { $0.score.notAssessed }
      .number("notApplicable") { $0.score.notApplicable }
      .list("items") { $0.items }
  }
}

extension ChecklistSection.Item: Templated {
  static var tags: Tags<ChecklistSection.Item> {
    Tags()
      .text("id") { $0.id }
      .text("title") { $0.title }
      .text("question") { $0.question }
      .object("outcome") { $0.outcome }
      .text("reason", optional: { $0.reason })
      .text("answeredBy") { $0.answeredBy }
      .text("assessedBy", optional: { $0.assessedBy.isEmpty ? nil : $0.assessedBy })
      .text("passesWhen", optional: { $0.passesWhen.isEmpty ? nil : $0.passesWhen })
      .text("attestedBy", optional: { $0.attestedBy })
      .flag("hasAttestations") { !$0.attestations.isEmpty }
      .list("attestations") { $0.attestations }
      .flag("hasAWSStates") { !$0.awsStates.isEmpty }
      .list("awsStates") { $0.awsStates }
      .flag("hasEvidence") { !$0.evidence.isEmpty }
      .texts("evidence") { $0.evidence }
      .text("proves") { $0.proves }
      .text("doesNotProve") { $0.doesNotProve }
      .flag("hasReferences") { !$0.references.isEmpty }
      .list("references") { $0.references }
      .text("remediation") { $0.remediation }
      .flag("needsAction") { $0.needsAction }
      .flag("isFailed") { $0.isFailed }
  }
}

extension ChecklistSection.Link: Templated {
  static var tags: Tags<ChecklistSection.Link> {
    Tags()
      .text("text") { $0.text }
      .text("url", optional: { $0.url })
  }
}

extension AttestationRow: Templated {
  static var tags: Tags<AttestationRow> {
    Tags()
      .text("id") { $0.id }
      .text("item") { $0.item }
      .text("title") { $0.title }
      .text("outcome") { $0.outcome }
      .text("by") { $0.by }
      .text("systemUser") { $0.systemUser }
      .text("recordedAt") { $0.recordedAt }
      .text("effective") { $0.effective }
      .text("expires") { $0.expires }
      .text("standing") { $0.standing }
      .flag("counts") { $0.counts }
      .text("statement") { $0.statement }
      .text("facts", optional: { $0.facts.isEmpty ? nil : Words.list($0.facts) })
      .text(
        "countersignedBy", optional: { $0.countersignedBy.isEmpty ? nil : Words.list($0.countersignedBy) }
      )
      .texts("files") { $0.files.map(\.words) }
  }
}

extension ChecklistSection.Statement: Templated {
  static var tags: Tags<Self> {
    Tags()
      .text("statement") { $0.text }
      .text("page") { $0.page.text }
      .text("url", optional: { $0.page.url })
      .text("date") { $0.date }
  }
}
