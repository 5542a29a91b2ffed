import OrganizationModel

/// Answers checklists: each item's check is run on the evidence, and the outcome stands beside the item's words.
package enum ChecklistScorer {
  /// One result for each catalogue, in the order given.
  package static func results(
    catalogues: [ChecklistCatalogue], evidence: ChecklistEvidence
  ) -> [ChecklistResult] {
    catalogues.map { catalogue in
      ChecklistResult(
        id: catalogue.id, title: catalogue.title,
        source: "\(catalogue.source.text), \(catalogue.source.edition)",
        items: catalogue.items.map { result(of: $0, evidence: evidence) })
    }
  }

  private static func result(of item: ChecklistItem, evidence: ChecklistEvidence) -> ItemResult {
    let assessment = assess(item, evidence: evidence)
    return ItemResult(
      id: item.id, title: item.title, question: item.question, outcome: assessment.outcome,
      evidence: assessment.evidence, proves: item.proves, doesNotProve: item.doesNotProve,
      references: item.references.map {
        Reference(framework: $0.framework, edition: $0.edition, section: $0.section, url: $0.url)
      },
      remediation: item.remediation)
  }

  private static func assess(_ item: ChecklistItem, evidence: ChecklistEvidence) -> Assessment {
    guard let check = Checks.named(item.check) else {
      return Assessment(
        .notAssessed(reason: "this version has no check named \(item.check)"), evidence: [])
    }
    let assessment = check.assess(evidence)
    // The management account is always there, so a list without an active account is not a true picture, and what
    // holds for every account of it holds for none.
    if assessment.outcome == .passed, evidence.activeAccounts.isEmpty {
      return Assessment(
        .notAssessed(reason: "the snapshot has no active account"), evidence: assessment.evidence)
    }
    return assessment
  }
}
