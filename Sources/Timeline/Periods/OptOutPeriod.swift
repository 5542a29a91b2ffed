/// A time during which an account, or the whole organization, was opted out.
package struct OptOutPeriod: Hashable, Sendable {
  package var start: PeriodBound
  /// Nil while the period lasts.
  package var end: PeriodBound?
  /// Spans inside it that no events cover and that are longer than the configured maximum: what holds there is
  /// inferred from the snapshots around them.
  package var inferred: [Moment]

  package init(start: PeriodBound, end: PeriodBound?, inferred: [Moment] = []) {
    self.start = start
    self.end = end
    self.inferred = inferred
  }
}

/// One end of a period, with what proves it.
package struct PeriodBound: Hashable, Sendable {
  package var at: Moment
  /// `event`, `snapshot`, `lastUpdated`, `joined`: what proves the nearer bound, and its id, in words.
  package var source: String

  package init(at: Moment, source: String) {
    self.at = at
    self.source = source
  }
}
