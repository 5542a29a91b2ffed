import OrganizationModel

/// Active accounts by verdict over time as SVG: one step per snapshot, stacked, with changes marked below the axis.
///
/// Colours come from the page's classes, so the chart follows light and dark; every band has its word in the legend and
/// its own pattern of edges, so that colour is never the only sign. Texts in it are numbers and dates only.
struct CoverageChart {
  let section: HistorySection

  private static let width = 960.0
  private static let height = 300.0
  private static let left = 48.0
  private static let right = 16.0
  private static let top = 14.0
  private static let bottom = 56.0

  init(_ section: HistorySection) {
    self.section = section
  }

  /// What the chart shows, in a sentence, for those who do not see it.
  var alternative: String {
    guard let first = section.coverage.first, let last = section.coverage.last else {
      return "There is no snapshot in this time."
    }
    return
      "From \(first.at.prefix(10)) to \(last.at.prefix(10)), over \(Words.count(section.coverage.count, "snapshot")), "
      + "accounts opted out went from \(Words.number(first.optedOut)) of \(Words.number(Self.total(first))) to "
      + "\(Words.number(last.optedOut)) of \(Words.number(Self.total(last)))."
  }

  /// The element; empty when there is nothing to draw.
  var svg: String {
    let points = section.coverage.compactMap { row in Timestamp(row.at).map { ($0, row) } }
    guard let first = points.first?.0, let last = points.last?.0 else { return "" }
    let most = max(1, points.map { Self.total($0.1) }.max() ?? 1)
    let scale = Scale(first: first, last: last, most: most)
    var parts = [
      "<svg class=\"chart\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\" role=\"img\" "
        + "aria-labelledby=\"chart-t\" aria-describedby=\"chart-d\"><title id=\"chart-t\">Active accounts by verdict over time</title>"
        + "<desc id=\"chart-d\">\(alternative)</desc>"
    ]
    parts += grid(scale)
    let bands: [(name: String, value: (HistorySection.CoverageRow) -> Int)] = [
      ("good", { $0.optedOut }), ("partial", { $0.partial }), ("unknown", { $0.unknown }),
      ("bad", { $0.notOptedOut }),
    ]
    var below = points.map { _ in 0 }
    for band in bands {
      let values = points.map { band.value($0.1) }
      if values.contains(where: { $0 > 0 }) {
        let path = area(points.map(\.0), from: below, adding: values, scale)
        parts.append("<path class=\"band \(band.name)\" d=\"\(path)\"/>")
      }
      below = zip(below, values).map(+)
    }
    parts += snapshots(points.map(\.0), scale) + marks(scale, from: first, to: last)
    parts.append("</svg>")
    return parts.joined(separator: "\n")
  }

  private static func total(_ row: HistorySection.CoverageRow) -> Int {
    row.optedOut + row.partial + row.notOptedOut + row.unknown
  }

  /// Horizontal lines with their numbers, and the first and the last day.
  private func grid(_ scale: Scale) -> [String] {
    let y0 = Self.height - Self.bottom
    var parts: [String] = []
    for value in scale.ticks {
      let y = Scale.text(scale.y(value))
      parts.append(
        "<path class=\"rule\" d=\"M\(Int(Self.left)) \(y)H\(Int(Self.width - Self.right))\"/>"
          + "<text x=\"\(Int(Self.left - 8))\" y=\"\(y)\" dy=\".35em\" text-anchor=\"end\">\(Words.number(value))</text>"
      )
    }
    parts.append(
      "<text x=\"\(Int(Self.left))\" y=\"\(Int(y0 + 40))\">\(scale.first.day)</text>"
        + "<text x=\"\(Int(Self.width - Self.right))\" y=\"\(Int(y0 + 40))\" text-anchor=\"end\">\(scale.last.day)</text>"
    )
    return parts
  }

  /// A step-shaped area between two heights.
  private func area(_ times: [Timestamp], from below: [Int], adding values: [Int], _ scale: Scale) -> String {
    var upper = ""
    var lower = ""
    for (index, time) in times.enumerated() {
      let end = index + 1 < times.count ? scale.x(times[index + 1]) : Self.width - Self.right
      let x = Scale.text(scale.x(time))
      let top = Scale.text(scale.y(below[index] + values[index]))
      let bottom = Scale.text(scale.y(below[index]))
      upper += "\(index == 0 ? "M" : "L")\(x) \(top)H\(Scale.text(end))"
      lower = "L\(Scale.text(end)) \(bottom)H\(x)" + lower
    }
    return upper + lower + "Z"
  }

  private func snapshots(_ times: [Timestamp], _ scale: Scale) -> [String] {
    guard times.count <= 120 else { return [] }
    let y = Int(Self.height - Self.bottom)
    let ticks = times.map { "M\(Scale.text(scale.x($0))) \(y)v5" }.joined()
    return ["<path class=\"tick\" d=\"\(ticks)\"/>"]
  }

  /// A triangle below the axis for each change, at its latest bound.
  private func marks(_ scale: Scale, from first: Timestamp, to last: Timestamp) -> [String] {
    let y = Self.height - Self.bottom + 8
    let places = Set(
      section.changes.compactMap { $0.latest.flatMap { Timestamp($0) } }.filter { $0 >= first && $0 <= last }
        .map { Scale.text(scale.x($0)) })
    guard !places.isEmpty else { return [] }
    let triangles = places.sorted().map { "M\($0) \(Int(y))l5 9h-10z" }.joined()
    return ["<path class=\"change\" d=\"\(triangles)\"/>"]
  }

  /// Places of moments and numbers.
  private struct Scale {
    var first: Timestamp
    var last: Timestamp
    var most: Int

    func x(_ time: Timestamp) -> Double {
      let span = Double(max(1, last.milliseconds - first.milliseconds))
      // The last snapshot holds on to the right edge for a little, so that it can be seen.
      let room = (CoverageChart.width - CoverageChart.left - CoverageChart.right) * 0.97
      return CoverageChart.left + room * Double(time.milliseconds - first.milliseconds) / span
    }

    func y(_ value: Int) -> Double {
      let room = CoverageChart.height - CoverageChart.top - CoverageChart.bottom
      return CoverageChart.height - CoverageChart.bottom - room * Double(value) / Double(most)
    }

    /// Up to five round numbers from 0 to the most.
    var ticks: [Int] {
      var step = 1
      let factors = [2, 5, 10]
      var decade = 1
      while most / step > 4 {
        for factor in factors where most / step > 4 { step = decade * factor }
        decade *= 10
      }
      return Array(stride(from: 0, through: most, by: step))
    }

    static func text(_ value: Double) -> String {
      let tenths = Int((value * 10).rounded())
      return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
  }
}
