import Checklist

extension ChecklistSection: Templated {
  static var tags: Tags<ChecklistSection> {
    var tags = Tags<ChecklistSection>()
    tags.text("id") { $0.id }
    tags.text("title") { $0.title }
    tags.text("source") { $0.source }
    tags.text("about", optional: { $0.about })
    tags.text("percent") { $0.percent }
    tags.text("formula") { $0.formula }
    tags.text("calculation") { $0.calculation }
    tags.text("tone") { $0.tone.rawValue }
    tags.number("passed") { $0.score.passed }
    tags.number("failed") { $0.score.failed }
    tags.number("notAssessed") { $0.score.notAssessed }
    tags.number("notApplicable") { $0.score.notApplicable }
    tags.list("items") { $0.items }
    return tags
  }
}

extension ChecklistSection.Item: Templated {
  static var tags: Tags<ChecklistSection.Item> {
    var tags = Tags<ChecklistSection.Item>()
    tags.text("id") { $0.id }
    tags.text("title") { $0.title }
    tags.text("question") { $0.question }
    tags.object("outcome") { $0.outcome }
    tags.text("reason", optional: { $0.reason })
    tags.text("answeredBy") { $0.answeredBy }
    tags.text("assessedBy", optional: { $0.assessedBy.isEmpty ? nil : $0.assessedBy })
    tags.text("passesWhen", optional: { $0.passesWhen.isEmpty ? nil : $0.passesWhen })
    tags.text("attestedBy", optional: { $0.attestedBy })
    tags.flag("hasAttestations") { !$0.attestations.isEmpty }
    tags.list("attestations") { $0.attestations }
    tags.flag("hasAWSStates") { !$0.awsStates.isEmpty }
    tags.list("awsStates") { $0.awsStates }
    tags.flag("hasEvidence") { !$0.evidence.isEmpty }
    tags.texts("evidence") { $0.evidence }
    tags.text("proves") { $0.proves }
    tags.text("doesNotProve") { $0.doesNotProve }
    tags.flag("hasReferences") { !$0.references.isEmpty }
    tags.list("references") { $0.references }
    tags.text("remediation") { $0.remediation }
    tags.flag("needsAction") { $0.needsAction }
    tags.flag("isFailed") { $0.isFailed }
    return tags
  }
}

extension ChecklistSection.Link: Templated {
  static var tags: Tags<ChecklistSection.Link> {
    var tags = Tags<ChecklistSection.Link>()
    tags.text("text") { $0.text }
    tags.text("url", optional: { $0.url })
    return tags
  }
}

extension AttestationRow: Templated {
  static var tags: Tags<AttestationRow> {
    var tags = Tags<AttestationRow>()
    tags.text("id") { $0.id }
    tags.text("item") { $0.item }
    tags.text("title") { $0.title }
    tags.text("outcome") { $0.outcome }
    tags.text("by") { $0.by }
    tags.text("systemUser") { $0.systemUser }
    tags.text("recordedAt") { $0.recordedAt }
    tags.text("effective") { $0.effective }
    tags.text("expires") { $0.expires }
    tags.text("standing") { $0.standing }
    tags.flag("counts") { $0.counts }
    tags.text("statement") { $0.statement }
    tags.text("facts", optional: { $0.facts.isEmpty ? nil : Words.list($0.facts) })
    tags.text(
      "countersignedBy", optional: { $0.countersignedBy.isEmpty ? nil : Words.list($0.countersignedBy) }
    )
    tags.texts("files") { $0.files.map(\.words) }
    return tags
  }
}

extension ChecklistSection.Statement: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.text("statement") { $0.text }
    tags.text("page") { $0.page.text }
    tags.text("url", optional: { $0.page.url })
    tags.text("date") { $0.date }
    return tags
  }
}
