import OrganizationModel
import Timeline

/// Every change to opt-out policies in the period has the event that made it, or is named as one without; and the record
/// reaches back 12 months (PCI DSS v4.0.1, 10.5.1).
struct PolicyChangesAreAccountedFor: Check {
  var kind: AssessmentKind { .timeline }

  private static let keptDays = 365
  private static let exampleLimit = 5

  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    guard let history = evidence.history, let begin = history.span.earliest, let end = history.span.latest
    else {
      return Assessment(
        .notAssessed(reason: "there is no history of a period; one snapshot shows one moment"),
        evidence: [evidence.dating])
    }
    let changes = history.changes.filter { Self.isPolicyChange($0.kind) }
    let unattributed = changes.filter { $0.event == nil }
    let spans = evidence.eventCoverage.filter { $0.to >= begin && $0.from <= end }
    var facts = [
      "The period looked at is \(begin) to \(end)",
      "\(changes.count) policy \(changes.count == 1 ? "change was" : "changes were") found in it, "
        + "\(changes.count - unattributed.count) of them with the event that made \(changes.count == 1 ? "it" : "them")",
    ]
    facts += unattributed.prefix(Self.exampleLimit).map { "Unattributed: \(Self.text($0))" }
    if unattributed.count > Self.exampleLimit {
      facts.append("Unattributed: \(unattributed.count - Self.exampleLimit) more, which history lists")
    }
    facts += Self.joined(spans).map {
      "The trail of account \($0.account) was read whole from \($0.from) to \($0.to)"
    }

    let knowsEvents =
      !spans.isEmpty || !history.unmatchedEvents.isEmpty || history.changes.contains { $0.event != nil }
    guard knowsEvents else {
      return Assessment(
        .notAssessed(reason: "no CloudTrail events were imported for the period"), evidence: facts)
    }
    let starts = [evidence.recordBegins].compactMap(\.self) + evidence.eventCoverage.map(\.from)
    guard let start = starts.min() else {
      return Assessment(
        .notAssessed(reason: "it is not known since when the record is kept"), evidence: facts)
    }
    let days = evidence.reportDate.days(since: start)
    facts.append("The record reaches back to \(start), \(days) days before the report date")
    guard days >= Self.keptDays else {
      return Assessment(
        .notAssessed(reason: "the record reaches back \(days) days, and 12 months are to be kept"),
        evidence: facts)
    }
    return Assessment(.passed, evidence: facts)
  }

  /// The spans, by account, with those that touch or overlap made one.
  private static func joined(_ spans: [EventCoverage]) -> [EventCoverage] {
    var result: [EventCoverage] = []
    for span in spans.sorted(by: { ($0.account, $0.from, $0.to) < ($1.account, $1.from, $1.to) }) {
      if let last = result.last, last.account == span.account, span.from <= last.to {
        result[result.count - 1].to = max(last.to, span.to)
      } else {
        result.append(span)
      }
    }
    return result
  }

  private static func isPolicyChange(_ kind: Change.Kind) -> Bool {
    switch kind {
    case .policyCreated, .policyDeleted, .policyRenamed, .policyContentChanged, .policyAttached,
      .policyDetached,
      .policyTypeEnabled, .policyTypeDisabled, .delegationChanged:
      true
    case .accountJoined, .accountLeft, .accountMoved, .accountRenamed, .accountStateChanged, .ouCreated,
      .ouRenamed,
      .ouMoved, .ouDeleted, .verdictChanged, .lockChanged:
      false
    }
  }

  private static func text(_ change: Change) -> String {
    let subject = [
      change.subject.policy?.rawValue, change.subject.node?.rawValue, change.subject.root?.rawValue,
    ].compactMap(\.self)
    let time =
      switch (change.at.earliest, change.at.latest) {
      case (let earliest?, let latest?): "between \(earliest) and \(latest)"
      case (nil, let latest?): "by \(latest)"
      case (let earliest?, nil): "after \(earliest)"
      case (nil, nil): "at an unknown time"
      }
    return ([change.kind.rawValue] + subject + [time]).joined(separator: " ")
  }
}
