import OrganizationModel

/// Brings together what the evidence, people and the configuration say about one item.
struct ItemAssessor {
  var item: ChecklistItem
  var evidence: ChecklistEvidence
  /// Empty for automatic items, about which no person has a say.
  let attested: AttestedAnswer

  init(item: ChecklistItem, evidence: ChecklistEvidence) {
    self.item = item
    self.evidence = evidence
    attested = AttestedAnswer(
      item: item, attestations: item.attestation == nil ? [] : evidence.attestations,
      on: evidence.reportDate)
  }

  var assessment: Assessment {
    var assessment = decision
    assessment.evidence += attested.considered.map(\.sentence)
    assessment.evidence += longTerms
    for fact in item.beside ?? [] {
      assessment.evidence += FactSource(rawValue: fact)?.sentences(evidence) ?? []
    }
    return assessment
  }

  private var decision: Assessment {
    if !item.kind.isAutomatic, let waiver = evidence.configuration.notApplicable[item.id] {
      return Assessment(
        .notApplicable(reason: "\(waiver.person) says in the configuration: \(waiver.reason)"), evidence: [])
    }
    guard let name = item.check else { return Assessment(statement, evidence: []) }
    guard let check = Checks.named(name) else {
      return Assessment(.notAssessed(reason: "this version has no check named \(name)"), evidence: [])
    }
    let found = check.assess(evidence)
    switch check.kind {
    case .snapshot, .timeline: return automatic(found)
    case .probe: return probed(found, check)
    case .usageAndAttestation, .attestation: return both(found)
    }
  }

  private var statement: Outcome { attested.outcome }

  private func automatic(_ found: Assessment) -> Assessment {
    // The management account is always there, so a list without an active account is not a true picture, and what
    // holds for every account of it holds for none.
    guard found.outcome == .passed, evidence.activeAccounts.isEmpty else { return found }
    return Assessment(
      .notAssessed(reason: "the snapshot has no active account"), evidence: found.evidence)
  }

  /// The probe where it settles the question, else a person.
  private func probed(_ found: Assessment, _ check: any Check) -> Assessment {
    let said = statement
    if case .notApplicable = said {
      guard let contradiction = check.contradictionOfNotApplicable(evidence) else {
        return Assessment(said, evidence: found.evidence + ["Assessed by attestation"])
      }
      return Assessment(
        found.outcome,
        evidence: found.evidence + ["The statement that it does not apply does not count: \(contradiction)"])
    }
    switch (found.outcome, said) {
    case (.passed, .failed), (.notAssessed, .passed), (.notAssessed, .failed):
      var facts = found.evidence
      switch found.outcome {
      case .notAssessed(let reason):
        facts.append("Assessed by attestation, since the probe does not settle it: \(reason)")
      default: facts.append("Assessed by attestation, which contradicts the probe")
      }
      return Assessment(said, evidence: facts)
    case (.notAssessed(let reason), .notAssessed(let absence)):
      return Assessment(.notAssessed(reason: "\(reason); \(absence)"), evidence: found.evidence)
    default:
      return Assessment(found.outcome, evidence: found.evidence + ["Assessed by probe"])
    }
  }

  /// Passed only when the evidence and a person both say so.
  private func both(_ found: Assessment) -> Assessment {
    let said = statement
    switch (found.outcome, said) {
    case (.failed, _): return found
    case (_, .failed), (_, .notApplicable): return Assessment(said, evidence: found.evidence)
    case (.notAssessed(let reason), .notAssessed(let absence)):
      return Assessment(.notAssessed(reason: "\(reason); \(absence)"), evidence: found.evidence)
    case (.notAssessed, _): return found
    default: return Assessment(said, evidence: found.evidence)
    }
  }

  /// The statements that hold for longer than the item's renewal period.
  private var longTerms: [String] {
    guard let terms = item.attestation else { return [] }
    let days = evidence.configuration.renewalDays[item.id] ?? terms.renewalDays
    return attested.standing.counting.filter {
      $0.attestation.expires.days(since: $0.attestation.effective) > days
    }
    .map {
      "\($0.id) was given longer than the renewal period of \(days) days"
    }
  }
}
