package import OrganizationModel

/// A statement about an item with whether it counts on the report date.
package struct ConsideredAttestation: Hashable, Sendable {
  package var recorded: RecordedAttestation
  package var state: AttestationState

  package init(recorded: RecordedAttestation, state: AttestationState) {
    self.recorded = recorded
    self.state = state
  }

  /// What it says, by whom and until when, and whether it counts: a sentence without a period.
  package var sentence: String {
    let attestation = recorded.attestation
    var text =
      "\(standing): \(recorded.id), \(attestation.outcome.rawValue), by \(attestation.attestedBy) "
      + "(system user \(attestation.systemUser)), recorded \(recorded.recordedAt), "
      + "from \(attestation.effective.day) to \(attestation.expires.day)"
    if let scope = attestation.scope { text += ", for \(scope)" }
    for (name, value) in attestation.details.sorted(by: { $0.key < $1.key }) { text += ", \(name) \(value)" }
    if !recorded.countersignatures.isEmpty {
      text += ", countersigned by \(recorded.countersignatures.map(\.by).joined(separator: ", "))"
    }
    text += ": \"\(attestation.statement)\""
    for file in attestation.files { text += ", file \(file.name) (SHA-256 \(file.sha256))" }
    return text
  }

  /// `Attested`, or why it does not count.
  package var standing: String {
    switch state {
    case .valid: "Attested"
    case .superseded(let id): "Attested earlier, overruled by \(id)"
    case .expired: "Attested, expired on \(recorded.attestation.expires.day)"
    case .notYetEffective: "Attested, not in effect before \(recorded.attestation.effective.day)"
    case .revoked:
      "Attested, revoked"
        + (recorded.revocation.map { " by \($0.by) on \($0.recordedAt.day) (\($0.reason))" } ?? "")
    }
  }
}
