import OrganizationModel
import Timeline

/// Draws a coverage chart: areas in steps, from the bottom opted out, partial, not opted out, unknown.
///
/// Coordinates are whole tenths, so that the same chart is the same bytes everywhere.
struct ChartDrawing {
  private let chart: CoverageChart
  private let start: Timestamp
  private let end: Timestamp
  private let most: Int

  // The view box; text of 13 units stays legible down to a width of 320 pixels.
  private static let (width, height) = (480, 270)
  private static let (left, right, top, bottom) = (44, 468, 28, 190)
  private static let fontSize = 13

  /// Nil when there is no point, or no time between the first and the last.
  init?(_ chart: CoverageChart) {
    guard let start = chart.span.earliest, let end = chart.span.latest, start < end, !chart.points.isEmpty
    else {
      return nil
    }
    self.chart = chart
    self.start = start
    self.end = end
    most = max(1, chart.points.map(\.active).max() ?? 1)
  }

  private enum Layer: CaseIterable {
    case optedOut, partial, notOptedOut, unknown

    var name: String {
      switch self {
      case .optedOut: "opted out"
      case .partial: "partial"
      case .notOptedOut: "not opted out"
      case .unknown: "unknown"
      }
    }

    var style: String {
      switch self {
      case .optedOut: #"class="chart-opted-out" fill="currentColor" fill-opacity="0.2""#
      case .partial: #"class="chart-partial" fill="currentColor" fill-opacity="0.5""#
      case .notOptedOut: #"class="chart-not-opted-out" fill="currentColor" fill-opacity="0.85""#
      case .unknown: #"class="chart-unknown" fill="url(#chart-hatch)""#
      }
    }

    /// Accounts up to the top of the layer.
    func top(of point: CoveragePoint) -> Int {
      switch self {
      case .optedOut: point.optedOut
      case .partial: point.optedOut + point.partial
      case .notOptedOut: point.optedOut + point.partial + point.notOptedOut
      case .unknown: point.active
      }
    }

    func bottom(of point: CoveragePoint) -> Int {
      switch self {
      case .optedOut: 0
      case .partial: Layer.optedOut.top(of: point)
      case .notOptedOut: Layer.partial.top(of: point)
      case .unknown: Layer.notOptedOut.top(of: point)
      }
    }
  }

  var svg: String {
    let parts: [String] = [
      """
      <svg xmlns="http://www.w3.org/2000/svg" class="coverage-chart" viewBox="0 0 \(Self.width) \(Self.height)" \
      role="img" aria-labelledby="chart-title chart-desc" font-size="\(Self.fontSize)" font-family="sans-serif" \
      fill="currentColor">
      """,
      "<title id=\"chart-title\">\(HTMLText.escape(chart.title))</title>",
      "<desc id=\"chart-desc\">\(HTMLText.escape(chart.alternative))</desc>",
      """
      <defs><pattern id="chart-hatch" width="6" height="6" patternUnits="userSpaceOnUse" \
      patternTransform="rotate(45)"><path d="M0 0V6" stroke="currentColor" stroke-width="2"/></pattern></defs>
      """,
    ]
    return (parts + areas + uncoveredBands + axes + marks + legend + ["</svg>"]).joined(separator: "\n")
      + "\n"
  }

  // MARK: - Parts

  private var areas: [String] {
    Layer.allCases.compactMap { layer in
      let steps = steps(of: layer)
      guard steps.contains(where: { $0.bottom < $0.top }) else { return nil }
      var path = ""
      for (index, step) in steps.enumerated() {
        path += index == 0 ? "M\(x(step.from)) \(y(step.top))" : "V\(y(step.top))"
        path += "H\(x(step.to))"
      }
      for step in steps.reversed() { path += "V\(y(step.bottom))H\(x(step.from))" }
      return "<path \(layer.style) d=\"\(path)Z\"/>"
    }
  }

  /// How long each height of a layer holds; neighbours differ.
  private func steps(of layer: Layer) -> [(from: Timestamp, to: Timestamp, bottom: Int, top: Int)] {
    var steps: [(from: Timestamp, to: Timestamp, bottom: Int, top: Int)] = []
    for (index, point) in chart.points.enumerated() {
      let next = index + 1 < chart.points.count ? chart.points[index + 1].at : end
      let from = index == 0 ? start : max(start, point.at)
      let (bottom, top) = (layer.bottom(of: point), layer.top(of: point))
      if let last = steps.last, last.bottom == bottom, last.top == top {
        steps[steps.count - 1].to = max(from, next)
      } else {
        steps.append((from, max(from, next), bottom, top))
      }
    }
    return steps
  }

  private var uncoveredBands: [String] {
    chart.uncovered.compactMap { moment in
      guard let from = moment.earliest, let to = moment.latest else { return nil }
      return """
        <path class="chart-uncovered" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 3" \
        d="M\(x(from)) \(Self.top - 5)H\(x(to))"/>
        """
    }
  }

  private var axes: [String] {
    var parts = [
      """
      <path class="chart-axis" fill="none" stroke="currentColor" d="M\(Self.left) \(Self.top)V\(Self.bottom)H\(Self.right)"/>
      """,
      "<text x=\"\(Self.left)\" y=\"14\" text-anchor=\"start\">accounts</text>",
      "<text x=\"\(Self.right)\" y=\"\(Self.bottom + 36)\" text-anchor=\"end\">day (UTC)</text>",
    ]
    for value in Set([0, most / 2, most]).sorted() where value != 0 || most > 0 {
      let height = Self.bottom - (Self.bottom - Self.top) * value / most
      parts.append(
        "<text x=\"\(Self.left - 5)\" y=\"\(height + 4)\" text-anchor=\"end\">\(value)</text>"
          + "<path class=\"chart-axis\" stroke=\"currentColor\" d=\"M\(Self.left - 3) \(height)H\(Self.left)\"/>"
      )
    }
    let length = end.milliseconds - start.milliseconds
    var shown: Set<String> = []
    for (part, anchor) in [(0, "start"), (1, "middle"), (2, "middle"), (3, "end")] {
      let at = Timestamp(milliseconds: start.milliseconds + length / 3 * Int64(part))
      let moment = part == 3 ? end : at
      guard shown.insert(moment.day).inserted else { continue }
      parts.append(
        "<text x=\"\(x(moment))\" y=\"\(Self.bottom + 20)\" text-anchor=\"\(anchor)\">\(moment.day)</text>"
          + "<path class=\"chart-axis\" stroke=\"currentColor\" d=\"M\(x(moment)) \(Self.bottom)V\(Self.bottom + 4)\"/>"
      )
    }
    return parts
  }

  /// Triangles on the axis, filled where a record tells who made the change; those that would cover each other are one.
  private var marks: [String] {
    var columns: [Int: Bool] = [:]
    for mark in chart.marks where mark.at >= start && mark.at <= end {
      let column = tenths(mark.at) / 40 * 40
      columns[column] = (columns[column] ?? true) && mark.isAttributed
    }
    return columns.sorted { $0.key < $1.key }.map { column, isAttributed in
      let x = Self.decimal(column)
      return """
        <path class="chart-change" d="M\(x) \(Self.bottom)l4 -8h-8z" stroke="currentColor" \
        fill="\(isAttributed ? "currentColor" : "none")"/>
        """
    }
  }

  private var legend: [String] {
    let places = [(44, 244), (140, 244), (216, 244), (330, 244)]
    var parts = zip(Layer.allCases, places).map { layer, place in
      "<rect \(layer.style) stroke=\"currentColor\" x=\"\(place.0)\" y=\"\(place.1 - 10)\" width=\"12\" height=\"12\"/>"
        + "<text x=\"\(place.0 + 17)\" y=\"\(place.1)\">\(layer.name)</text>"
    }
    parts.append(
      """
      <path class="chart-change" d="M50 262l4 -8h-8z" stroke="currentColor" fill="currentColor"/>\
      <text x="61" y="264">change</text>\
      <path class="chart-change" d="M146 262l4 -8h-8z" stroke="currentColor" fill="none"/>\
      <text x="157" y="264">unattributed</text>\
      <path class="chart-uncovered" stroke="currentColor" stroke-width="2" stroke-dasharray="3 3" d="M260 260h20"/>\
      <text x="286" y="264">not covered by records</text>
      """)
    return parts
  }

  // MARK: - Coordinates

  private func tenths(_ moment: Timestamp) -> Int {
    let length = max(1, end.milliseconds - start.milliseconds)
    let part = min(max(0, moment.milliseconds - start.milliseconds), length)
    return Self.left * 10 + Int(Int64((Self.right - Self.left) * 10) * (part / 1000) / max(1, length / 1000))
  }

  private func x(_ moment: Timestamp) -> String { Self.decimal(min(tenths(moment), Self.right * 10)) }

  private func y(_ accounts: Int) -> String {
    Self.decimal(Self.bottom * 10 - (Self.bottom - Self.top) * 10 * accounts / most)
  }

  private static func decimal(_ tenths: Int) -> String {
    tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
