extension InheritedPolicy {
  /// The one effective policy, or nil when attachment orders lead to different ones.
  package var effectivePolicy: EffectivePolicy? {
    let distinct = effectivePolicies
    return distinct.count == 1 ? distinct.first : nil
  }

  /// The effective policies that some order of attachment leads to, each once.
  package var effectivePolicies: [EffectivePolicy] {
    var result: [EffectivePolicy] = []
    for outcome in outcomes {
      let policy = EffectivePolicy(outcome.mapValues(\.value))
      if !result.contains(policy) { result.append(policy) }
    }
    return result
  }

  /// The values with their origin in the outcome that gives `policy`; empty when none does.
  package func provenance(of policy: EffectivePolicy) -> [String: ProvenValue] {
    outcomes.first { $0.mapValues(\.value) == policy.values } ?? [:]
  }

  /// Keeps only the outcomes that give `policy`. Does nothing when none does.
  package mutating func settle(on policy: EffectivePolicy) {
    let matching = outcomes.filter { $0.mapValues(\.value) == policy.values }
    if !matching.isEmpty { outcomes = matching }
  }

  /// The conflicts that are not overruled further down: those whose service has different values in the outcomes.
  package var openConflicts: [OrderConflict] {
    conflicts.filter { conflict in Set(outcomes.map { $0[conflict.service]?.value }).count > 1 }
  }
}
