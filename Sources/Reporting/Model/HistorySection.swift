import OrganizationModel
import Timeline

/// What became different in the period, who did it, and for how long the organization was opted out.
package struct HistorySection: Hashable, Sendable, Encodable {
  /// `2026-07-01 to 2026-09-30`.
  package var span: String
  package var summary: String
  /// Oldest first; changes of verdict and lock stand beside what caused them.
  package var changes: [ChangeRow]
  /// The organization first, then accounts by id, each period oldest first.
  package var periods: [PeriodRow]
  package var unattributedCount: Int
  /// Events that AWS refused, or that changed nothing seen.
  package var unmatchedEvents: [String]
  package var coverage: [CoverageRow]
  /// The SVG element of coverage over time; nil when there is nothing to draw. Not part of JSON.
  package var chart: String?
  /// What the chart shows, in sentences.
  package var chartText: String

  private enum CodingKeys: String, CodingKey {
    case span, summary, changes, periods, unattributedCount, unmatchedEvents, coverage, chartText
  }

  /// A change with who made it and what followed.
  package struct ChangeRow: Hashable, Sendable, Encodable {
    /// A moment, or `between A and B`.
    package var at: String
    package var earliest: String?
    package var latest: String?
    /// `policyAttached`
    package var kind: String
    /// `policy attached`
    package var what: String
    /// Names and ids concerned.
    package var subject: String
    package var before: String?
    package var after: String?
    /// Nil when no event tells who.
    package var actor: String?
    package var role: String?
    package var sourceAddress: String?
    package var event: String?
    /// What followed: `38 accounts: from not opted out to opted out`.
    package var consequences: [String]
  }

  /// A time for which an account, or the organization, was opted out.
  package struct PeriodRow: Hashable, Sendable, Encodable {
    /// The account's id, or `organization`.
    package var account: String
    package var name: String
    package var startEarliest: String?
    package var startLatest: String?
    package var startSource: String
    package var endEarliest: String?
    package var endLatest: String?
    package var endSource: String?
    package var inferredSpans: Int
    /// Whole percent of the span, rounded down; nil when the span is empty.
    package var coveredPercent: Int?
    package var longestGapDays: Int?
  }

  /// Active accounts by verdict at a snapshot.
  package struct CoverageRow: Hashable, Sendable, Encodable {
    package var snapshot: String
    package var at: String
    package var optedOut: Int
    package var partial: Int
    package var notOptedOut: Int
    package var unknown: Int
    package var lock: String
  }

  /// Changes that altered a verdict or a lock, by the way of it.
  package var grave: [ChangeRow] {
    changes.filter { row in
      !row.consequences.isEmpty || row.kind == Change.Kind.verdictChanged.rawValue
        || row.kind == Change.Kind.lockChanged.rawValue
    }
  }

  /// The periods of the organization as a whole.
  package var organizationPeriods: [PeriodRow] { periods.filter { $0.account == Self.organization } }

  static let organization = "organization"

  init(_ history: OrganizationHistory, names: NodeNames) {
    let first = history.span.earliest?.day ?? "the beginning"
    let last = history.span.latest?.day ?? "now"
    span = "\(first) to \(last)"
    changes = ChangeRows(history, names: names).rows
    unattributedCount = changes.count { $0.actor == nil }
    periods =
      Self.rows(of: history.organization, account: Self.organization, name: "the organization")
      + history.accounts.flatMap { Self.rows(of: $0.periods, account: $0.id.rawValue, name: $0.name) }
    unmatchedEvents = history.unmatchedEvents.map { event in
      let outcome = event.errorCode.map { "refused with \($0)" } ?? "changed nothing that was seen"
      return "\(event.time) \(event.name) by \(event.actor.text): \(outcome) (\(event.id))"
    }
    coverage = history.coverage.map {
      CoverageRow(
        snapshot: $0.snapshot, at: $0.at.description, optedOut: $0.optedOut, partial: $0.partial,
        notOptedOut: $0.notOptedOut, unknown: $0.unknown, lock: $0.lock)
    }
    let chart = CoverageChart(history)
    self.chart = chart.svg
    chartText = chart.alternative
    summary = Self.summary(history, changes: changes.count, unattributed: unattributedCount)
  }

  private static func rows(
    of periods: AccountHistory.Periods, account: String, name: String
  ) -> [PeriodRow] {
    let percent = periods.coveredShare.map { Int(($0 * 100 + 1e-9).rounded(.down)) }
    let gap = periods.longestGap.map { Int(($0.components.seconds + 86_399) / 86_400) }
    return periods.list.map { period in
      PeriodRow(
        account: account, name: name, startEarliest: period.start.at.earliest?.description,
        startLatest: period.start.at.latest?.description, startSource: period.start.source,
        endEarliest: period.end?.at.earliest?.description, endLatest: period.end?.at.latest?.description,
        endSource: period.end?.source, inferredSpans: period.inferred.count, coveredPercent: percent,
        longestGapDays: gap)
    }
  }

  private static func summary(_ history: OrganizationHistory, changes: Int, unattributed: Int) -> String {
    let organization = history.organization
    var sentences: [String] = []
    if let share = organization.coveredShare {
      let percent = Int((share * 100 + 1e-9).rounded(.down))
      sentences.append("The whole organization was certainly opted out for \(percent) % of the time.")
    }
    if let gap = organization.longestGap {
      let days = Int((gap.components.seconds + 86_399) / 86_400)
      sentences.append("The longest time for which it was not is \(Words.count(days, "day")), rounded up.")
    }
    let inferred = organization.list.map(\.inferred.count).reduce(0, +)
    if inferred > 0 {
      sentences.append(
        "In \(Words.count(inferred, "span")) of it no records cover the time between snapshots, so what held there is "
          + "inferred."
      )
    }
    sentences.append(
      changes == 0
        ? "Nothing changed."
        : "\(Words.count(changes, "change")) \(changes == 1 ? "was" : "were") seen, "
          + (unattributed == 0
            ? "each with who made it."
            : "\(Words.number(unattributed)) of them without a record of who made it.")
    )
    return sentences.joined(separator: " ")
  }
}
