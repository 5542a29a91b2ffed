package import OrganizationModel

/// What people said about one item, and what of it counts on the report date.
///
/// Of statements that hold, the one recorded last counts; a statement with a scope of its own answers for that scope
/// only, so that a workload's pass does not hide another's failure.
package struct AttestedAnswer: Hashable, Sendable {
  /// All statements about the item, the latest recorded first.
  package var considered: [ConsideredAttestation]

  /// - Parameter attestations: of any items, in the order of their recording.
  package init(item: String, attestations: [RecordedAttestation], on date: Timestamp) {
    considered = []
    var winners: [(scope: String?, id: String)] = []
    for recorded in attestations.filter({ $0.attestation.item == item }).reversed() {
      let attestation = recorded.attestation
      let scope = attestation.scope ?? attestation.details["workload"]
      let standing: ConsideredAttestation.Standing
      if let revocation = recorded.revocation {
        standing = .revoked(revocation)
      } else if attestation.effective.days(since: date) > 0 {
        standing = .notYetEffective
      } else if !attestation.holds(on: date) {
        standing = .expired
      } else if let winner = winners.first(where: { $0.scope == nil || $0.scope == scope }) {
        standing = .overruled(by: winner.id)
      } else {
        standing = .counts
        winners.append((scope, recorded.id))
      }
      considered.append(ConsideredAttestation(recorded: recorded, standing: standing))
    }
  }

  /// The statements that count, the latest first; several only where they have different scopes.
  package var counting: [RecordedAttestation] {
    considered.filter { $0.standing == .counts }.map(\.recorded)
  }

  /// What the statements that count come to.
  ///
  /// - Parameter requiredDetails: names of the details without which a pass is none.
  package func outcome(requiredDetails: [String] = []) -> Outcome {
    let counting = counting
    guard !counting.isEmpty else { return .notAssessed(reason: absence) }
    if let failed = counting.first(where: { $0.attestation.outcome == .failed }) {
      return .failed(reason: "attested as failed by \(Self.saying(failed))")
    }
    let passed = counting.filter { $0.attestation.outcome == .passed }
    guard !passed.isEmpty else {
      return .notApplicable(
        reason: "\(counting[0].attestation.attestedBy) says: \(counting[0].attestation.statement)")
    }
    for recorded in passed {
      let missing = requiredDetails.filter { recorded.attestation.details[$0, default: ""].isEmpty }
      guard missing.isEmpty else {
        return .notAssessed(
          reason: "the attestation \(recorded.id) does not name \(missing.joined(separator: ", "))")
      }
    }
    return .passed
  }

  /// Why nothing counts.
  private var absence: String {
    guard !considered.isEmpty else { return "no attestation" }
    for entry in considered {
      let attestation = entry.recorded.attestation
      switch entry.standing {
      case .expired:
        return "the attestation by \(attestation.attestedBy) expired on \(attestation.expires.day)"
      case .notYetEffective:
        return
          "the attestation by \(attestation.attestedBy) is not in effect before \(attestation.effective.day)"
      case .counts, .overruled, .revoked: continue
      }
    }
    return "no attestation but what was revoked"
  }

  private static func saying(_ recorded: RecordedAttestation) -> String {
    let attestation = recorded.attestation
    let scope = attestation.scope.map { " for \($0)" } ?? ""
    return "\(attestation.attestedBy)\(scope) on \(attestation.effective.day): \(attestation.statement)"
  }
}

/// A statement with its standing on the report date.
package struct ConsideredAttestation: Hashable, Sendable {
  package var recorded: RecordedAttestation
  package var standing: Standing

  package enum Standing: Hashable, Sendable {
    case counts
    /// A later one with this id counts instead.
    case overruled(by: String)
    case expired
    case notYetEffective
    case revoked(RecordedAttestation.Revocation)
  }

  package init(recorded: RecordedAttestation, standing: Standing) {
    self.recorded = recorded
    self.standing = standing
  }

  /// What it says, by whom and until when, and whether it counts: a sentence without a period.
  package var sentence: String {
    let attestation = recorded.attestation
    var text =
      "\(prefix): \(recorded.id), \(attestation.outcome.rawValue), by \(attestation.attestedBy) "
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

  private var prefix: String {
    switch standing {
    case .counts: "Attested"
    case .overruled(let id): "Attested earlier, overruled by \(id)"
    case .expired: "Attested, expired on \(recorded.attestation.expires.day)"
    case .notYetEffective: "Attested, not in effect before \(recorded.attestation.effective.day)"
    case .revoked(let revocation):
      "Attested, revoked by \(revocation.by) on \(revocation.recordedAt.day) (\(revocation.reason))"
    }
  }
}
