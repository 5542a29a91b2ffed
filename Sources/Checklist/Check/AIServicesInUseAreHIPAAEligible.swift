import OrganizationModel

/// Every AI service in use has a confirmed row as eligible in AWS's list:
/// <https://aws.amazon.com/compliance/hipaa-eligible-services-reference/>.
struct AIServicesInUseAreHIPAAEligible: Check {
  var kind: AssessmentKind { .usageAndAttestation }

  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    let inUse = ServicesInUse(evidence)
    guard inUse.isKnown else {
      return Assessment(
        .notAssessed(reason: "the services in use are not known"), evidence: inUse.sentences)
    }
    let wrong = inUse.services.filter { $0.eligibility.status == .notEligible }
    let unclear = inUse.services.filter { $0.eligibility.status == .unknown }
    if !wrong.isEmpty, inUse.staleness == nil || wrong.contains(where: \.isDeclared) {
      return Assessment(
        .failed(reason: "not HIPAA eligible: \(wrong.map(\.naming).joined(separator: ", "))"),
        evidence: inUse.sentences)
    }
    if let reason = inUse.staleness {
      return Assessment(.notAssessed(reason: reason), evidence: inUse.sentences)
    }
    guard unclear.isEmpty else {
      return Assessment(
        .notAssessed(reason: "eligibility unknown: \(unclear.map(\.naming).joined(separator: ", "))"),
        evidence: inUse.sentences)
    }
    return Assessment(.passed, evidence: inUse.sentences)
  }
}
