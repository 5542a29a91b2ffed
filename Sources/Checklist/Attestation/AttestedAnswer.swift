import OrganizationModel

/// What people's statements about one item come to on the report date.
struct AttestedAnswer {
  let standing: AttestationStanding
  var requiredDetails: [String]

  /// - Parameter attestations: of any items, in the order of their recording.
  init(item: ChecklistItem, attestations: [RecordedAttestation], on date: Timestamp) {
    standing = AttestationStanding(attestations.filter { $0.attestation.item == item.id }, on: date)
    requiredDetails = item.attestation?.requiredDetails ?? []
  }

  /// All statements, the ones that count first, each part in the order of recording.
  var considered: [ConsideredAttestation] {
    (standing.counting + standing.others).map {
      ConsideredAttestation(recorded: $0, state: standing.states[$0.id] ?? .expired)
    }
  }

  var outcome: Outcome {
    guard let deciding = standing.deciding else { return .notAssessed(reason: absence) }
    let attestation = deciding.attestation
    let part = attestation.scope.map { " for \($0)" } ?? ""
    switch attestation.outcome {
    case .failed:
      return .failed(
        reason: "attested as failed by \(attestation.attestedBy)\(part) on \(attestation.effective.day): "
          + attestation.statement)
    case .notApplicable:
      return .notApplicable(reason: "\(attestation.attestedBy) says\(part): \(attestation.statement)")
    case .passed:
      for recorded in standing.counting where recorded.attestation.outcome == .passed {
        let missing = requiredDetails.filter { recorded.attestation.details[$0, default: ""].isEmpty }
        guard missing.isEmpty else {
          return .notAssessed(
            reason: "the attestation \(recorded.id) does not name \(missing.joined(separator: ", "))")
        }
      }
      return .passed
    }
  }

  /// Why nothing counts.
  private var absence: String {
    if let expired = standing.lastExpired?.attestation {
      return "the attestation by \(expired.attestedBy) expired on \(expired.expires.day)"
    }
    let coming = standing.others.first { standing.states[$0.id] == .notYetEffective }
    if let coming = coming?.attestation {
      return "the attestation by \(coming.attestedBy) is not in effect before \(coming.effective.day)"
    }
    return standing.others.isEmpty ? "no attestation" : "no attestation but what was revoked"
  }
}
