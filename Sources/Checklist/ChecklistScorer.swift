import OrganizationModel
import Parallelism
import Timeline

/// Answers checklists: each item's check is run on the evidence, people's statements are set beside it, and the outcome
/// stands beside the item's words.
package enum ChecklistScorer {
  /// One result for each catalogue, in the order given.
  package static func results(
    catalogues: [ChecklistCatalogue], evidence: ChecklistEvidence
  ) -> [ChecklistResult] {
    let cover = ExceptionCover(
      posture: evidence.observation.posture, exceptions: evidence.configuration.acceptedExceptions,
      date: evidence.reportDate)
    return catalogues.map { catalogue in
      ChecklistResult(
        id: catalogue.id, title: catalogue.title,
        source: "\(catalogue.source.text), \(catalogue.source.edition)", about: catalogue.about,
        reviewQuestions: catalogue.reviewQuestions ?? [],
        items: catalogue.items.concurrentMap { result(of: $0, evidence: evidence, cover: cover) })
    }
  }

  private static func result(
    of item: ChecklistItem, evidence: ChecklistEvidence, cover: ExceptionCover
  ) -> ItemResult {
    let assessor = ItemAssessor(item: item, evidence: evidence)
    let assessment = assessor.assessment
    var outcome = assessment.outcome
    var acceptance: Acceptance?
    if case .failed(let reason) = outcome {
      acceptance = Acceptance(of: assessment.failingAccounts, in: cover)
      if let acceptance {
        outcome = .failed(
          reason:
            "failed, \(acceptance.words) (by \(acceptance.approvers.joined(separator: ", "))): \(reason)")
      }
    }
    return ItemResult(
      id: item.id, title: item.title, question: item.question, kind: item.kind,
      assessedBy: item.assessedByText, passesWhen: item.passesWhen, outcome: outcome, acceptance: acceptance,
      evidence: assessment.evidence, attestations: assessor.attested.considered,
      awsStates: item.awsStates ?? [], proves: item.proves, doesNotProve: item.doesNotProve,
      references: item.references.map {
        Reference(framework: $0.framework, edition: $0.edition, section: $0.section, url: $0.url)
      },
      remediation: item.remediation)
  }
}
