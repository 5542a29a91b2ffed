import OrganizationModel
import Timeline

/// The whole organization was opted out from the period's beginning to its end, without a gap and without a long span
/// that nothing covers.
///
/// A time up to the configured maximum in which nobody looked counts as covered, also at the period's ends.
struct OptOutHeldForThePeriod: Check {
  var kind: AssessmentKind { .timeline }

  /// Said beside every answer.
  static let caveat = "AWS publishes no log of training use; what is shown is the opt-out being in force"

  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    guard let history = evidence.history, let knownFrom = history.span.earliest,
      let knownUntil = history.span.latest
    else {
      return Assessment(
        .notAssessed(reason: "there is no history of a period; one snapshot shows one moment"),
        evidence: [evidence.dating, Self.caveat])
    }
    // What lies after the report date cannot be known on it.
    let reportEnd = evidence.reportDate.adding(.seconds(86_400))
    let begin = evidence.period?.earliest ?? knownFrom
    let end = max(min(evidence.period?.latest ?? knownUntil, reportEnd), begin)
    let periods = history.organization.list
    var facts = ["The period looked at is \(begin) to \(end)"]
    facts += periods.map { period in
      "The organization was opted out from \(Self.text(period.start)) "
        + (period.end.map { "until \(Self.text($0))" } ?? "on")
    }
    if let share = history.organization.coveredShare {
      facts.append("It was certainly opted out for \(Int(share * 100)) % of \(knownFrom) to \(knownUntil)")
    }
    facts.append(Self.caveat)

    if let gap = Self.gap(in: periods, from: knownFrom, to: knownUntil, evidence) {
      return Assessment(.failed(reason: gap), evidence: facts)
    }
    if let doubt = Self.doubt(about: periods, from: begin, to: end, history, evidence) {
      return Assessment(.notAssessed(reason: doubt), evidence: facts)
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
    for period in periods {
      if let stop = period.end, (stop.at.latest ?? end) <= end { return "the opt-out ended \(text(stop))" }
    }
    if let earliest = first.start.at.earliest, earliest > begin {
      return "the organization was not opted out until \(earliest)"
    }
    return nil
  }

  /// What keeps the one period without a gap from being certain, a clause; nil when nothing does.
  private static func doubt(
    about periods: [OptOutPeriod], from begin: Timestamp, to end: Timestamp, _ history: OrganizationHistory,
    _ evidence: ChecklistEvidence
  ) -> String? {
    let tolerance = evidence.configuration.maximumInferredGap
    guard let period = periods.first else {
      return "nothing shows that the organization was opted out in the period"
    }
    let since = max(period.start.at.latest ?? end, history.span.earliest ?? begin)
    if since.since(begin) > tolerance { return "nothing is known from \(begin) to \(since)" }
    let until = period.end.flatMap(\.at.earliest) ?? history.span.latest ?? begin
    if end.since(until) > tolerance { return "nothing is known from \(until) to \(end)" }
    let inferred = period.inferred.filter { span in
      (span.latest ?? end) > begin && (span.earliest ?? begin) < end
    }
    if let first = inferred.first {
      let number =
        inferred.count == 1 ? "a span without events is" : "\(inferred.count) spans without events are"
      return "\(number) longer than \(tolerance.components.seconds / 3600) hours, the first "
        + "\(first.earliest?.description ?? "?") to \(first.latest?.description ?? "?")"
    }
    // An unknown verdict ends no period, so its time shows only here.
    if let share = history.organization.coveredShare,
      let from = history.span.earliest, let to = history.span.latest,
      to.since(from) * (1 - share) > tolerance
    {
      return "it is certain for \(Int(share * 100)) % of the period only"
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
}
