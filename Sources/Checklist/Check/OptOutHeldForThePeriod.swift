import OrganizationModel
import Timeline

/// The whole organization was opted out from the period's beginning to its end, without a gap and without a long span
/// that nothing covers.
struct OptOutHeldForThePeriod: Check {
  var kind: AssessmentKind { .timeline }

  /// Said beside every answer.
  static let caveat = "AWS publishes no log of training use; what is shown is the opt-out being in force"

  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    guard let history = evidence.history, let begin = history.span.earliest, let end = history.span.latest,
      begin < end
    else {
      return Assessment(
        .notAssessed(reason: "there is no history of a period; one snapshot shows one moment"),
        evidence: [evidence.dating, Self.caveat])
    }
    let periods = history.organization.list
    var facts = ["The period looked at is \(begin) to \(end)"]
    facts += periods.map { period in
      "The organization was opted out from \(Self.text(period.start)) "
        + (period.end.map { "until \(Self.text($0))" } ?? "on")
    }
    if let share = history.organization.coveredShare {
      facts.append("It was certainly opted out for \(Int(share * 100)) % of the period")
    }
    facts.append(Self.caveat)

    if let gap = Self.gap(in: periods, from: begin, to: end, evidence) {
      return Assessment(.failed(reason: gap), evidence: facts)
    }
    guard let period = periods.first else {
      return Assessment(
        .notAssessed(reason: "nothing shows that the organization was opted out in the period"),
        evidence: facts)
    }
    if (period.start.at.latest ?? end) > begin {
      return Assessment(
        .notAssessed(
          reason: "nothing is known from \(begin) to \(period.start.at.latest ?? end): "
            + "no snapshot or event covers it"),
        evidence: facts)
    }
    let inferred = period.inferred
    if !inferred.isEmpty {
      return Assessment(
        .notAssessed(
          reason: "\(inferred.count == 1 ? "a span" : "\(inferred.count) spans") without events "
            + "\(inferred.count == 1 ? "is" : "are") longer than "
            + "\(Self.hours(evidence.configuration.maximumInferredGap)), the first "
            + "\(inferred[0].earliest?.description ?? "?") to \(inferred[0].latest?.description ?? "?")"),
        evidence: facts)
    }
    return Assessment(.passed, evidence: facts)
  }

  /// A time in which the organization was certainly not opted out, a clause; nil when none is seen.
  private static func gap(
    in periods: [OptOutPeriod], from begin: Timestamp, to end: Timestamp, _ evidence: ChecklistEvidence
  ) -> String? {
    guard let first = periods.first else {
      switch evidence.observation.posture.verdict {
      case .notOptedOut, .partial: return "the organization was not opted out at any time of the period"
      case .optedOut, .unknown: return nil
      }
    }
    if let stopped = periods.first(where: { $0.end.map { ($0.at.latest ?? end) <= end } ?? false }) {
      return "the opt-out ended \(text(stopped.end ?? stopped.start))"
    }
    if let earliest = first.start.at.earliest, earliest > begin {
      return "the organization was not opted out until \(earliest)"
    }
    return nil
  }

  private static func text(_ bound: PeriodBound) -> String {
    switch (bound.at.earliest, bound.at.latest) {
    case (let earliest?, let latest?):
      earliest == latest
        ? "\(latest) (\(bound.source))" : "between \(earliest) and \(latest) (\(bound.source))"
    case (nil, let latest?): "\(latest) at the latest (\(bound.source))"
    case (let earliest?, nil): "\(earliest) at the earliest (\(bound.source))"
    case (nil, nil): "an unknown moment"
    }
  }

  private static func hours(_ duration: Duration) -> String { "\(duration.components.seconds / 3600) hours" }
}
