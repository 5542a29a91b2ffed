/// What the answer to an item rests on.
package enum AssessmentKind: String, Hashable, Sendable, CaseIterable {
  /// One snapshot, and the store that it is in.
  case snapshot
  /// Several snapshots, and the events between them.
  case timeline
  /// Something read outside AWS, and a person's word where that does not settle it.
  case probe
  /// The services in use, and a person's word; both are needed.
  case usageAndAttestation
  /// A person's word.
  case attestation

  /// Whether evidence alone decides, so that nobody may overrule it.
  package var isAutomatic: Bool {
    switch self {
    case .snapshot, .timeline: true
    case .probe, .usageAndAttestation, .attestation: false
    }
  }

  /// How an item of the kind is assessed, as a sentence.
  package var explanation: String {
    switch self {
    case .snapshot: "The snapshot."
    case .timeline: "All snapshots of the period, and the events imported."
    case .probe: "A probe; where it cannot answer, a person's attestation."
    case .usageAndAttestation: "The services in use, and a person's attestation."
    case .attestation: "A person's attestation."
    }
  }
}
