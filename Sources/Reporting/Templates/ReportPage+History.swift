extension HistorySection: Templated {
  static var tags: Tags<HistorySection> {
    var tags = Tags<HistorySection>()
    tags.text("span") { $0.span }
    tags.text("summary") { $0.summary }
    tags.flag("hasChanges") { !$0.changes.isEmpty }
    tags.text("changeTitle") { Words.count($0.changes.count, "change") }
    tags.flag("hasGrave") { !$0.grave.isEmpty }
    tags.text("graveTitle") { Words.count($0.grave.count, "change") }
    tags.list("grave") { $0.grave }
    tags.list("changes") { $0.changes }
    tags.flag("hasPeriods") { !$0.organizationPeriods.isEmpty }
    tags.list("periods") { $0.organizationPeriods }
    tags.flag("hasUnmatched") { !$0.unmatchedEvents.isEmpty }
    tags.texts("unmatched") { $0.unmatchedEvents }
    tags.flag("hasCoverage") { !$0.coverage.isEmpty }
    tags.list("coverage") { $0.coverage }
    tags.text("chart", optional: { $0.chart })
    tags.text("chartText") { $0.chartText }
    return tags
  }
}

extension HistorySection.ChangeRow: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.text("at") { $0.at }
    tags.text("what") { $0.what }
    tags.text("subject") { $0.subject }
    tags.text("before", optional: { $0.before })
    tags.text("after", optional: { $0.after })
    tags.text("actor", optional: { $0.actor })
    tags.text("role", optional: { $0.role })
    tags.text("sourceAddress", optional: { $0.sourceAddress })
    tags.text("event", optional: { $0.event })
    tags.flag("hasConsequences") { !$0.consequences.isEmpty }
    tags.texts("consequences") { $0.consequences }
    tags.text("followed") { $0.consequences.joined(separator: "; ") }
    return tags
  }
}

extension HistorySection.PeriodRow: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.text("start") { HistorySection.interval($0.startEarliest, $0.startLatest) }
    tags.text("startSource") { $0.startSource }
    tags.text(
      "end",
      optional: { row in row.endSource.map { _ in HistorySection.interval(row.endEarliest, row.endLatest) }
      }
    )
    tags.text("endSource", optional: { $0.endSource })
    tags.number("inferredSpans") { $0.inferredSpans }
    return tags
  }
}

extension HistorySection.CoverageRow: Templated {
  static var tags: Tags<Self> {
    var tags = Tags<Self>()
    tags.text("snapshot") { $0.snapshot }
    tags.text("at") { $0.at }
    tags.number("optedOut") { $0.optedOut }
    tags.number("partial") { $0.partial }
    tags.number("notOptedOut") { $0.notOptedOut }
    tags.number("unknown") { $0.unknown }
    tags.text("lock") { $0.lock }
    return tags
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
