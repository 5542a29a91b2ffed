import OrganizationModel
import Timeline

/// Every active account has an interval in which its present opt-out began.
struct OptOutDateIsKnown: Check {
  var kind: AssessmentKind { .timeline }

  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    let active = evidence.activeAccounts
    let dates = active.compactMap { evidence.optOutDates[$0.account.id] }
    let missing = active.filter { evidence.optOutDates[$0.account.id] == nil }
    let unknown = AccountGroup(missing.filter { $0.verdict == .unknown }, of: active)
    let failing = AccountGroup(missing.filter { $0.verdict != .unknown }, of: active)

    var facts = [
      evidence.dating, "An opt-out date is known for \(dates.count) of \(active.count) active accounts",
    ]
    if let latest = dates.map(\.latest).max(), let first = dates.map(\.latest).min() {
      facts.append(
        first == latest
          ? "These were opted out by \(latest)"
          : "The first of these was opted out by \(first), all of them by \(latest)")
    }
    let unbounded = dates.count { $0.earliest == nil }
    if unbounded > 0 {
      facts.append(
        "Of \(unbounded) of these nothing proves an earlier bound, so they may be opted out for longer")
    }
    if !failing.isEmpty {
      return Assessment(
        .failed(reason: "there is no opt-out date, because not opted out: \(failing.naming)"),
        evidence: facts,
        failingAccounts: unknown.isEmpty ? failing.members.map(\.account.id) : [])
    }
    if !unknown.isEmpty {
      return Assessment(
        .notAssessed(reason: "the verdict is unknown for \(unknown.naming) (\(unknown.reasons(\.reason)))"),
        evidence: facts)
    }
    return Assessment(.passed, evidence: facts)
  }
}
