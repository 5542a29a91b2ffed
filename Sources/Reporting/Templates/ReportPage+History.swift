extension HistorySection: Templated {
  static var tags: Tags<HistorySection> {
    Tags()
      .text("span") { $0.span }
      .text("summary") { $0.summary }
      .flag("hasChanges") { !$0.changes.isEmpty }
      .text("changeTitle") { Words.count($0.changes.count, "change") }
      .flag("hasGrave") { !$0.grave.isEmpty }
      .text("graveTitle") { Words.count($0.grave.count, "change") }
      .list("grave") { $0.grave }
      .list("changes") { $0.changes }
      .flag("hasPeriods") { !$0.organizationPeriods.isEmpty }
      .list("periods") { $0.organizationPeriods }
      .flag("hasUnmatched") { !$0.unmatchedEvents.isEmpty }
      .texts("unmatched") { $0.unmatchedEvents }
      .flag("hasCoverage") { !$0.coverage.isEmpty }
      .list("coverage") { $0.coverage }
      .text("chart", optional: { $0.chart })
      .text("chartText") { $0.chartText }
  }
}

extension HistorySection.ChangeRow: Templated {
  static var tags: Tags<Self> {
    Tags()
      .text("at") { $0.at }
      .text("what") { $0.what }
      .text("subject") { $0.subject }
      .text("before", optional: { $0.before })
      .text("after", optional: { $0.after })
      .text("actor", optional: { $0.actor })
      .text("role", optional: { $0.role })
      .text("sourceAddress", optional: { $0.sourceAddress })
      .text("event", optional: { $0.event })
      .flag("hasConsequences") { !$0.consequences.isEmpty }
      .texts("consequences") { $0.consequences }
      .text("followed") { $0.consequences.joined(separator: "; ") }
  }
}

extension HistorySection.PeriodRow: Templated {
  static var tags: Tags<Self> {
    Tags()
      .text("start") { HistorySection.interval($0.startEarliest, $0.startLatest) }
      .text("startSource") { $0.startSource }
      .text(
        "end",
        optional: { row in row.endSource.map { _ in HistorySection.interval(row.endEarliest, row.endLatest) }
        }
      )
      .text("endSource", optional: { $0.endSource })
      .number("inferredSpans") { $0.inferredSpans }
  }
}

extension HistorySection.CoverageRow: Templated {
  static var tags: Tags<Self> {
    Tags()
      .text("snapshot") { $0.snapshot }
      .text("at") { $0.at }
      .number("optedOut") { $0.optedOut }
      .number("partial") { $0.partial }
      .number("notOptedOut") { $0.notOptedOut }
      .number("unknown") { $0.unknown }
      .text("lock") { $0.lock }
  }
}

extension HistorySection {
  /// Two bounds as words.
  static func interval(_ earliest: String?, _ latest: String?) -> String {
    switch (earliest, latest) {
    case (let earliest?, let latest?) where earliest == latest: latest
    case (let earliest?, let latest?): "between \(earliest) and \(latest)"
    case (nil, let latest?): "\(latest) or before"
    case (let earliest?, nil): "\(earliest) or later"
    case (nil, nil): "not known"
    }
  }
}
