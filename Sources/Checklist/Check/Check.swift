package import OrganizationModel

/// A proposition about an organization that the evidence can settle.
///
/// A check is named for what is true when it passes: `EveryAccountIsOptedOut`. Catalogues refer to it by that name.
package protocol Check: Sendable {
  var kind: AssessmentKind { get }

  func assess(_ evidence: ChecklistEvidence) -> Assessment

  /// Why the evidence contradicts a person who says that the item does not apply, a clause; nil when it does not.
  func contradictionOfNotApplicable(_ evidence: ChecklistEvidence) -> String?
}

extension Check {
  /// The name that catalogues use: that of the type.
  package var name: String { String(describing: Self.self) }

  package var kind: AssessmentKind { .snapshot }

  package func contradictionOfNotApplicable(_ evidence: ChecklistEvidence) -> String? { nil }
}

/// What a check came to, with the facts that it rests on.
package struct Assessment: Hashable, Sendable {
  package var outcome: Outcome
  /// Each a sentence without a period; given for every outcome.
  package var evidence: [String]
  /// The accounts without which it would have passed, where it failed for such alone; else empty.
  package var failingAccounts: [AccountID]

  package init(_ outcome: Outcome, evidence: [String], failingAccounts: [AccountID] = []) {
    self.outcome = outcome
    self.evidence = evidence
    self.failingAccounts = failingAccounts
  }
}
