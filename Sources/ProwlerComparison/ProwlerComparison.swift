package import OrganizationModel
import PolicyLanguage

/// A finding of Prowler beside the answer of a snapshot, with why they differ.
///
/// Prowler asks one question where there are two: its check fails an organization that is opted out and not locked, and
/// passes one whose right policy is attached to nothing. Agreement means: PASS and opted out and locked, or FAIL and not.
package struct ProwlerComparison: Hashable, Sendable {
  package var finding: ProwlerFinding
  package var verdict: Verdict
  package var lock: Lock
  package var agrees: Bool
  /// Each a sentence without a period. For an agreement, what remains to be known; may be empty.
  package var explanations: [String]

  package init(_ finding: ProwlerFinding, posture: OrganizationPosture) {
    self.finding = finding
    verdict = posture.verdict
    lock = posture.lock
    let isSafe = posture.verdict == .optedOut && posture.lock.isLocked
    agrees = finding.isPass == isSafe
    let rule = ProwlerRule(posture.snapshot)
    explanations = finding.isPass ? Self.whyPassed(rule, posture) : Self.whyFailed(rule, posture)
    if finding.isPass != rule.passes {
      explanations.append(
        "the policies of this snapshot make Prowler's rule \(rule.passes ? "pass" : "fail"), so it saw others: run both "
          + "at the same time, or Prowler could not read them, which it reports as FAIL or not at all")
    }
  }

  // MARK: - PASS

  private static func whyPassed(_ rule: ProwlerRule, _ posture: OrganizationPosture) -> [String] {
    let snapshot = posture.snapshot
    var reasons: [String] = []
    if snapshot.isPolicyTypeEnabled == false {
      reasons.append("the policy type is not enabled, so no policy is in force; Prowler does not ask")
    }
    for policy in rule.matching {
      let nodes = snapshot.attachments.filter { $0.policy == policy.id }.map(\.node)
      if nodes.isEmpty {
        reasons.append("policy \(policy.id) has the text that Prowler wants and is attached to nothing")
      } else if !nodes.contains(where: \.isRoot) {
        reasons.append(
          "policy \(policy.id) is attached to \(nodes.sorted().map(\.rawValue).joined(separator: ", ")) only, not to the "
            + "root; Prowler does not look at where it is attached")
      }
    }
    let counts = posture.counts
    let uncovered = counts.notOptedOut + counts.partial
    if uncovered > 0 {
      reasons.append("\(uncovered) of \(counts.active) active accounts are not opted out or only partly")
    }
    let optedIn = Set(
      posture.accounts.filter(\.account.isActive).flatMap(\.optedInServices)
    ).sorted()
    if !optedIn.isEmpty {
      reasons.append(
        "an optIn is in force beside the optOut default: \(optedIn.joined(separator: ", ")); Prowler reads \"default\" only"
      )
    }
    if case .open(let openings) = posture.lock {
      reasons.append(
        "a policy further down could \(openings.prefix(3).joined(separator: "; ")): Prowler wants the value of "
          + "\"default\" closed, and not \"services\" and the service keys")
    }
    if case .unknown = posture.verdict { reasons.append("not every account could be judged") }
    return reasons
  }

  // MARK: - FAIL

  private static func whyFailed(_ rule: ProwlerRule, _ posture: OrganizationPosture) -> [String] {
    guard posture.verdict == .optedOut else { return [] }
    var reasons: [String] = []
    if !rule.unlocked.isEmpty, !rule.passes {
      reasons.append(
        "every active account is opted out today, and no policy closes \"default\" to lower levels: Prowler makes one "
          + "FAIL of two questions (policies without the lock: "
          + rule.unlocked.map(\.id.rawValue).joined(separator: ", ") + ")")
    } else if rule.matching.isEmpty {
      reasons.append(
        "every active account is opted out without a policy that assigns optOut to \"default\" in the form that "
          + "Prowler looks for")
    }
    if posture.lock.isLocked {
      reasons.append(
        "nothing below can undo it: the lock is made of several policies, and Prowler wants it in one")
    }
    return reasons
  }
}

extension Lock {
  fileprivate var isLocked: Bool {
    switch self {
    case .locked: true
    case .open, .unknown: false
    }
  }
}

extension NodeID {
  fileprivate var isRoot: Bool {
    switch self {
    case .root: true
    case .organizationalUnit, .account: false
    }
  }
}
