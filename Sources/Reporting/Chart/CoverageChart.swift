package import OrganizationModel
package import Timeline

/// Accounts by verdict over time: a picture, the same in words, and as a table.
///
/// The picture is SVG without script. It draws in `currentColor` at different strengths and with a pattern, so that it can
/// be read in light and dark and without colours; the classes (`chart-opted-out`, `chart-partial`, `chart-not-opted-out`,
/// `chart-unknown`, `chart-uncovered`, `chart-change`, `chart-axis`) let a page's style sheet colour it.
package struct CoverageChart: Hashable, Sendable {
  /// Oldest first; empty when there is nothing to draw.
  package var points: [CoveragePoint]
  /// Times that neither a snapshot nor records cover.
  package var uncovered: [Moment]
  /// Moments of changes to draw, those that changed a verdict or a lock.
  package var marks: [Mark]
  package var span: Moment

  package struct Mark: Hashable, Sendable {
    package var at: Timestamp
    /// Whether a record tells who made it.
    package var isAttributed: Bool
  }

  package init(_ history: OrganizationHistory) {
    points = history.coverage
    uncovered = history.uncovered
    span = history.span
    let causes = Set(history.changes.compactMap(\.cause))
    marks = causes.sorted().compactMap { index in
      let change = history.changes[index]
      return change.at.latest.map { Mark(at: $0, isAttributed: change.event != nil) }
    }
  }

  /// The SVG element; nil without a point to draw.
  package var svg: String? {
    ChartDrawing(self)?.svg
  }

  // MARK: - In words

  package var title: String {
    guard let start = span.earliest, let end = span.latest else { return "Accounts by verdict over time" }
    return "Accounts by verdict, \(start.day) to \(end.day)"
  }

  /// What the picture shows, in sentences.
  package var alternative: String {
    guard let first = points.first, let last = points.last else { return "No snapshot lies in this time." }
    var sentences = [
      "On \(first.at.day), \(first.optedOut) of \(first.active) active accounts were opted out."
    ]
    if let worst = points.dropFirst().dropLast().min(by: { $0.share < $1.share }),
      worst.share < min(first.share, last.share)
    {
      sentences.append("The fewest were on \(worst.at.day): \(worst.optedOut) of \(worst.active).")
    }
    if points.count > 1 {
      sentences.append("On \(last.at.day), it was \(last.optedOut) of \(last.active).")
    }
    if !marks.isEmpty {
      let unattributed = marks.count { !$0.isAttributed }
      sentences.append(
        "\(Self.plural(marks.count, "change")) altered verdicts or locks"
          + (unattributed > 0 ? ", \(unattributed) of them unattributed." : "."))
    }
    if uncovered.isEmpty {
      sentences.append("Snapshots or records cover the whole time.")
    } else {
      sentences.append(
        "\(Self.plural(uncovered.count, "time")) between snapshots \(uncovered.count == 1 ? "is" : "are") not covered by "
          + "records; what held there is inferred.")
    }
    return sentences.joined(separator: " ")
  }

  private static func plural(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }

  // MARK: - As a table

  package static let columns = [
    "observed", "snapshot", "active", "opted out", "partial", "not opted out", "unknown", "lock",
  ]

  /// One row for each snapshot, its cells as in `columns`.
  package var rows: [[String]] { points.map(\.cells) }

  /// The rows of the first and the last snapshot and of those that differ from the one before.
  package var shortRows: [[String]] {
    points.indices.filter { index in
      index == 0 || index == points.count - 1
        || points[index].cells.dropFirst(2) != points[index - 1].cells.dropFirst(2)
    }.map { points[$0].cells }
  }
}

extension CoveragePoint {
  /// Active accounts.
  package var active: Int { optedOut + partial + notOptedOut + unknown }

  fileprivate var share: Double { active == 0 ? 0 : Double(optedOut) / Double(active) }

  fileprivate var cells: [String] {
    [
      at.description, snapshot, String(active), String(optedOut), String(partial), String(notOptedOut),
      String(unknown), lock,
    ]
  }
}
