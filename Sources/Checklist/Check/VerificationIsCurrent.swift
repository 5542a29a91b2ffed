import OrganizationModel
import Timeline

/// The newest snapshot is complete, the chain of evidence is intact, and it is not too old at the report date.
///
/// Age counts whole days in UTC, as report dates do: a snapshot of the 16th is seven days old on all of the 23rd.
struct VerificationIsCurrent: Check {
  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    let observedAt = evidence.observation.sealed.header.observedAt
    let age = evidence.reportDate.days(since: observedAt)
    let allowed = evidence.maximumAge
    let facts =
      [evidence.dating, "At the report date \(evidence.reportDate.day) it is \(Self.count(age)) old"]
      + Self.sentences(about: evidence)

    guard evidence.isNewest else {
      return Assessment(
        .notAssessed(
          reason: "the snapshot assessed is not the newest of the organization at the report date, "
            + "and the newest is what this item asks about"),
        evidence: facts)
    }
    guard age >= 0 else {
      return Assessment(
        .notAssessed(
          reason: "the snapshot was observed on \(observedAt.day), "
            + "after the report date \(evidence.reportDate.day)"),
        evidence: facts)
    }
    var problems: [String] = []
    if case .broken(let problem) = evidence.chain {
      problems.append("the chain of evidence is broken: \(problem)")
    }
    let unread = evidence.snapshot.unread
    if !evidence.observation.sealed.isComplete || !unread.isEmpty {
      let examples = unread.prefix(3).map { "\($0.subject) (\($0.reason))" }
      problems.append(
        "the snapshot is not complete" + (unread.isEmpty ? "" : ": " + examples.joined(separator: ", "))
          + (unread.count > 3 ? ", ..." : ""))
    }
    if Duration.seconds(Int64(age) * 86_400) > allowed {
      problems.append("the snapshot is \(Self.count(age)) old; at most \(Self.text(allowed)) are allowed")
    }
    guard problems.isEmpty else {
      return Assessment(.failed(reason: problems.joined(separator: "; ")), evidence: facts)
    }
    if case .unverified(let reason) = evidence.chain {
      return Assessment(
        .notAssessed(reason: "the chain of evidence was not verified: \(reason)"), evidence: facts)
    }
    return Assessment(.passed, evidence: facts)
  }

  private static func sentences(about evidence: ChecklistEvidence) -> [String] {
    let unread = evidence.snapshot.unread.count
    let completeness =
      evidence.observation.sealed.isComplete && unread == 0
      ? "Everything that was asked for was read"
      : "The snapshot is not complete: \(unread) \(unread == 1 ? "subject" : "subjects") could not be read"
    let chain =
      switch evidence.chain {
      case .intact: "The chain of evidence is intact"
      case .broken(let problem): "The chain of evidence is broken: \(problem)"
      case .unverified(let reason): "The chain of evidence was not verified: \(reason)"
      }
    return [completeness, chain]
  }

  private static func count(_ days: Int) -> String { days == 1 ? "1 day" : "\(days) days" }

  private static func text(_ duration: Duration) -> String {
    let seconds = duration.components.seconds
    return seconds % 86_400 == 0 ? count(Int(seconds / 86_400)) : "\(seconds / 3600) hours"
  }
}
