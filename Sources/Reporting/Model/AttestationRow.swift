import Checklist
import OrganizationModel

/// A person's statement about a checklist item.
package struct AttestationRow: Hashable, Sendable, Encodable {
  package var id: String
  /// The checklist item's id and title.
  package var item: String
  package var title: String
  /// `passed`, `failed` or `not applicable`.
  package var outcome: String
  package var by: String
  package var systemUser: String
  package var recordedAt: String
  /// The first and the last day on which it holds.
  package var effective: String
  package var expires: String
  /// Whether it counts on the report date, and else why not: `counts`, `expired on 2026-09-14`.
  package var standing: String
  package var counts: Bool
  package var statement: String
  /// Scope and details: `for claims`, `workload claims`.
  package var facts: [String]
  package var countersignedBy: [String]
  /// What was given as evidence.
  package var files: [File]

  /// A file under the name it was given with.
  package struct File: Hashable, Sendable, Encodable {
    package var name: String
    package var sha256: String

    /// `privacy-notice.txt, SHA-256 f6b8…`
    package var words: String { "\(name), SHA-256 \(sha256)" }
  }

  init(_ considered: ConsideredAttestation, item: ItemResult) {
    let recorded = considered.recorded
    let attestation = recorded.attestation
    id = recorded.id
    self.item = item.id
    title = item.title
    outcome =
      switch attestation.outcome {
      case .passed: "passed"
      case .failed: "failed"
      case .notApplicable: "not applicable"
      }
    by = attestation.attestedBy
    systemUser = attestation.systemUser
    recordedAt = recorded.recordedAt.description
    effective = attestation.effective.day
    expires = attestation.expires.day
    counts = considered.state == .valid
    standing =
      switch considered.state {
      case .valid: "counts"
      case .superseded(let id): "overruled by \(id)"
      case .expired: "expired on \(attestation.expires.day)"
      case .notYetEffective: "not in effect before \(attestation.effective.day)"
      case .revoked:
        "revoked"
          + (recorded.revocation.map { " by \($0.by) on \($0.recordedAt.day): \($0.reason)" } ?? "")
      }
    statement = attestation.statement
    facts =
      (attestation.scope.map { ["for \($0)"] } ?? [])
      + attestation.details.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    countersignedBy = recorded.countersignatures.map { signature in
      "\(signature.by) (\(signature.systemUser)) on \(signature.recordedAt.day)"
    }
    files = attestation.files.map { File(name: $0.name, sha256: $0.sha256) }
  }
}
