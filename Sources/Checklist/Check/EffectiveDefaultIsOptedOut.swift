import OrganizationModel
import PolicyLanguage

/// The effective policy of every active account has `default` optOut, so that services without a key of their own are
/// covered: <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_effective.html>.
struct EffectiveDefaultIsOptedOut: Check {
  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    let active = evidence.activeAccounts
    let uncovered = AccountGroup(active.filter { coverage(of: $0) == false }, of: active)
    let unclear = AccountGroup(active.filter { coverage(of: $0) == nil }, of: active)
    let covered = AccountGroup(active.filter { coverage(of: $0) == true }, of: active)
    var facts = [evidence.dating, "\"default\" is optOut in the effective policy of \(covered.count)"]
    let computed = AccountGroup(covered.members.filter { $0.evidence == .computed }, of: active)
    if !computed.isEmpty {
      facts.append("Computed from the policies, without AWS's answer, for \(computed.naming)")
    }
    if !unclear.isEmpty { facts.append("The effective policy is not known for \(unclear.naming)") }
    if !uncovered.isEmpty {
      return Assessment(
        .failed(reason: "\"default\" is not optOut in the effective policy of \(uncovered.naming)"),
        evidence: facts)
    }
    if !unclear.isEmpty {
      return Assessment(
        .notAssessed(
          reason: "the effective policy is not known for \(unclear.naming) (\(unclear.reasons(\.reason)))"),
        evidence: facts)
    }
    return Assessment(.passed, evidence: facts)
  }

  /// Whether `default` is optOut; nil when that is not known. A verdict that all attachment orders share settles it
  /// where the policy itself stays open.
  private func coverage(of posture: AccountPosture) -> Bool? {
    if let effective = posture.effective { return effective.defaultValue == .optOut }
    switch posture.verdict {
    case .optedOut: return true
    case .notOptedOut: return false
    case .partial, .unknown: return nil
    }
  }
}
