import OrganizationModel

/// Every active account is opted out, and AWS said so for it or for an account in the same place.
struct EveryAccountIsOptedOut: Check {
  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    Self.assess(evidence.activeAccounts, of: evidence)
  }

  /// Whether all of `accounts`, which are active, are opted out.
  static func assess(_ accounts: [AccountPosture], of evidence: ChecklistEvidence) -> Assessment {
    let optedOut = AccountGroup(accounts.filter { $0.verdict == .optedOut && isAnswered($0) }, of: accounts)
    let representative = AccountGroup(
      optedOut.members.filter { $0.evidence == .representative }, of: accounts)
    let unknown = AccountGroup(accounts.filter { $0.verdict == .unknown }, of: accounts)
    // With the type not enabled AWS has answered for every account: nothing is in force.
    let isDisabled = evidence.snapshot.isPolicyTypeEnabled == false
    let failing = AccountGroup(
      accounts.filter { isNotOptedOut($0) && (isAnswered($0) || isDisabled) }, of: accounts)
    let computed = AccountGroup(
      accounts.filter { $0.verdict != .unknown && !isAnswered($0) && !isDisabled }, of: accounts)

    var facts = [evidence.dating, "AWS's effective policy opts out \(optedOut.count)"]
    if !representative.isEmpty {
      facts.append(
        "For \(representative.count) AWS answered for another account whose path and policies are the same")
    }
    if isDisabled { facts.append("The policy type is not enabled, so no policy is in force") }
    if !computed.isEmpty { facts.append("Known by computing alone: \(computed.naming)") }
    if !unknown.isEmpty { facts.append("Not known: \(unknown.naming)") }

    if !failing.isEmpty {
      return Assessment(
        .failed(reason: "not opted out: \(failing.naming)"), evidence: facts,
        failingAccounts: unknown.isEmpty && computed.isEmpty ? failing.members.map(\.account.id) : [])
    }
    var reasons: [String] = []
    if !unknown.isEmpty {
      reasons.append("the verdict is unknown for \(unknown.naming) (\(unknown.reasons(\.reason)))")
    }
    if !computed.isEmpty {
      let notOptedOut = computed.members.filter(isNotOptedOut).count
      let tally = notOptedOut == 0 ? "" : ", \(notOptedOut) of them computed as not opted out"
      reasons.append(
        "AWS's answer is missing for \(computed.naming)\(tally) (\(computed.reasons(\.reason)))")
    }
    guard reasons.isEmpty else {
      return Assessment(.notAssessed(reason: reasons.joined(separator: "; ")), evidence: facts)
    }
    return Assessment(.passed, evidence: facts)
  }

  private static func isAnswered(_ posture: AccountPosture) -> Bool {
    switch posture.evidence {
    case .reported, .representative: true
    case .computed, .none: false
    }
  }

  private static func isNotOptedOut(_ posture: AccountPosture) -> Bool {
    switch posture.verdict {
    case .partial, .notOptedOut: true
    case .optedOut, .unknown: false
    }
  }
}
