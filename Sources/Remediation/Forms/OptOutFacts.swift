package import OrganizationModel

/// Since when the whole organization is opted out: an interval, as snapshots bound it.
package struct OptOutFacts: Hashable, Sendable {
  /// Not everybody was opted out before; nil when nothing proves that.
  package var earliest: Timestamp?
  /// Everybody was opted out by then.
  package var latest: Timestamp

  package init(earliest: Timestamp?, latest: Timestamp) {
    self.earliest = earliest
    self.latest = latest
  }

  /// `between 2026-06-17 and 2026-06-19` or `2026-06-19 at the latest`, by the day.
  var phrase: String {
    guard let earliest else { return "\(latest.day) at the latest" }
    return earliest.day == latest.day ? latest.day : "between \(earliest.day) and \(latest.day)"
  }
}
