/// A proposition about an organization that the evidence can settle.
///
/// A check is named for what is true when it passes: `EveryAccountIsOptedOut`. Catalogues refer to it by that name.
package protocol Check: Sendable {
  func assess(_ evidence: ChecklistEvidence) -> Assessment
}

extension Check {
  /// The name that catalogues use: that of the type.
  package var name: String { String(describing: Self.self) }
}

/// What a check came to, with the facts that it rests on.
package struct Assessment: Hashable, Sendable {
  package var outcome: Outcome
  /// Each a sentence without a period; given for every outcome.
  package var evidence: [String]

  package init(_ outcome: Outcome, evidence: [String]) {
    self.outcome = outcome
    self.evidence = evidence
  }
}
