package import PolicyLanguage

/// What a snapshot says about one account.
package struct AccountPosture: Hashable, Sendable {
  package var account: Account
  /// The ids from the root to the account's parent, root first; empty when the place is not known.
  package var path: [NodeID]
  package var verdict: Verdict
  package var lock: Lock
  package var evidence: EvidenceKind
  /// Reported where AWS answered, else computed; nil when neither is known.
  package var effective: EffectivePolicy?
  /// Why the verdict is unknown, or why it rests on computing alone; nil when AWS settled it.
  package var reason: String?

  package init(
    account: Account, path: [NodeID], verdict: Verdict, lock: Lock, evidence: EvidenceKind,
    effective: EffectivePolicy?, reason: String?
  ) {
    self.account = account
    self.path = path
    self.verdict = verdict
    self.lock = lock
    self.evidence = evidence
    self.effective = effective
    self.reason = reason
  }

  /// Keys with an explicit `optIn`, `default` included, sorted.
  package var optedInServices: [String] { effective?.optedInKeys ?? [] }

  /// Services of `catalogue` that neither have a value of their own nor a `default` to follow, sorted. Empty when the
  /// effective policy is not known.
  package func uncoveredServices(in catalogue: ServiceCatalogue) -> [String] {
    guard let effective else { return [] }
    return catalogue.keys.filter { effective.value(for: $0) == nil }
  }
}
