import Foundation
import FoundationXML
import OrganizationModel
import Reporting
import Testing
import Timeline

@Suite struct CoverageChartTests {
  private static func time(_ text: String) -> Timestamp {
    Timestamp(text) ?? Timestamp(milliseconds: 0)
  }

  private static func point(
    _ day: String, _ optedOut: Int, _ partial: Int = 0, _ notOptedOut: Int = 0, _ unknown: Int = 0
  ) -> CoveragePoint {
    CoveragePoint(
      snapshot: "s-\(day)", at: time("2026-\(day)T06:00:00Z"), optedOut: optedOut, partial: partial,
      notOptedOut: notOptedOut, unknown: unknown, lock: "open")
  }

  private static func history(
    _ points: [CoveragePoint], changes: [Change] = [], uncovered: [Moment] = []
  ) -> OrganizationHistory {
    OrganizationHistory(
      span: Moment(earliest: points.first?.at, latest: points.last?.at), changes: changes, accounts: [],
      organization: AccountHistory.Periods(list: [], longestGap: nil, coveredShare: nil), unmatchedEvents: [],
      coverage: points, uncovered: uncovered)
  }

  private static let year = [
    point("01-01", 0, 0, 10), point("02-01", 10), point("03-01", 6, 3, 0, 1), point("04-01", 10),
    point("12-31", 12),
  ]

  private static var sample: CoverageChart {
    let detached = Change(
      kind: .policyDetached, subject: .init(),
      at: Moment(earliest: time("2026-02-01"), latest: time("2026-03-01T06:00:00Z")))
    var verdict = detached
    verdict.kind = .verdictChanged
    verdict.cause = 0
    return CoverageChart(
      history(
        year, changes: [detached, verdict],
        uncovered: [Moment(earliest: time("2026-04-01"), latest: time("2026-12-31"))]))
  }

  /// The elements of an SVG text by name, with their attributes.
  private final class Elements: NSObject, XMLParserDelegate {
    var list: [(name: String, attributes: [String: String])] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String] = [:]
    ) {
      list.append((name, attributes))
    }
  }

  private func elements(_ svg: String) throws -> [(name: String, attributes: [String: String])] {
    let parser = XMLParser(data: Data(svg.utf8))
    let elements = Elements()
    parser.delegate = elements
    #expect(parser.parse(), "the SVG is not well-formed: \(String(describing: parser.parserError))")
    return elements.list
  }

  @Test func `the picture is labelled, has no script and loads nothing`() throws {
    let svg = try #require(Self.sample.svg)
    let elements = try elements(svg)
    let root = try #require(elements.first)
    #expect(root.name == "svg")
    #expect(root.attributes["role"] == "img")
    #expect(root.attributes["viewBox"] != nil)
    #expect(root.attributes["width"] == nil)
    let ids = (root.attributes["aria-labelledby"] ?? "").split(separator: " ").map(String.init)
    #expect(ids == ["chart-title", "chart-desc"])
    for id in ids { #expect(elements.count { $0.attributes["id"] == id } == 1) }
    #expect(!elements.contains { ["script", "image", "style", "foreignObject"].contains($0.name) })
    #expect(!svg.contains("href") && !svg.contains("onload"))
    // Colours are the page's own.
    for element in elements {
      for key in ["fill", "stroke"] {
        #expect([nil, "none", "currentColor", "url(#chart-hatch)"].contains(element.attributes[key]))
      }
    }
  }

  @Test func `every verdict that occurs has its area, and changes and gaps their marks`() throws {
    let elements = try elements(try #require(Self.sample.svg))
    func count(_ name: String) -> Int {
      elements.count { $0.name == "path" && $0.attributes["class"] == name }
    }
    #expect(count("chart-opted-out") == 1)
    #expect(count("chart-partial") == 1)
    #expect(count("chart-not-opted-out") == 1)
    #expect(count("chart-unknown") == 1)
    // One in the picture, the others in the legend.
    #expect(count("chart-change") == 3)
    #expect(count("chart-uncovered") == 2)
    let calm = try self.elements(
      try #require(CoverageChart(Self.history([Self.point("01-01", 5), Self.point("02-01", 5)])).svg))
    #expect(!calm.contains { $0.name == "path" && $0.attributes["class"] == "chart-partial" })
  }

  @Test func `heights and places follow the counts and the times`() throws {
    let chart = CoverageChart(
      Self.history([Self.point("01-01", 0, 0, 10), Self.point("01-03", 10), Self.point("01-05", 10)]))
    let svg = try #require(chart.svg)
    // Nothing opted out until the middle, then all of it.
    #expect(svg.contains("d=\"M44 190H256V28H468V190H256V190H44Z\""))
  }

  @Test func `everything stays inside the picture`() throws {
    let svg = try #require(Self.sample.svg)
    for element in try elements(svg) where element.name == "text" {
      let x = try #require(element.attributes["x"].flatMap { Double($0) })
      let y = try #require(element.attributes["y"].flatMap { Double($0) })
      #expect((0...480).contains(x) && (0...270).contains(y))
    }
  }

  @Test func `the same chart is the same text, and equal snapshots add nothing`() throws {
    #expect(Self.sample.svg == Self.sample.svg)
    let days = (1...28).map { Self.point($0 < 10 ? "02-0\($0)" : "02-\($0)", 5) }
    let short = try #require(CoverageChart(Self.history([days[0], days[27]])).svg)
    #expect(CoverageChart(Self.history(days)).svg == short)
  }

  @Test func `words tell what the picture shows`() {
    #expect(
      Self.sample.alternative
        == "On 2026-01-01, 0 of 10 active accounts were opted out. On 2026-12-31, it was 12 of 12. "
        + "1 change altered verdicts or locks, 1 of them unattributed. "
        + "1 time between snapshots is not covered by records; what held there is inferred.")
    #expect(Self.sample.title == "Accounts by verdict, 2026-01-01 to 2026-12-31")
    let dip = CoverageChart(Self.history(Array(Self.year.dropFirst())))
    #expect(dip.alternative.contains("The fewest were on 2026-03-01: 6 of 10."))
  }

  @Test func `the table has a row for each snapshot, the short one only for what differs`() {
    #expect(Self.sample.rows.count == 5)
    #expect(Self.sample.rows.allSatisfy { $0.count == CoverageChart.columns.count })
    #expect(
      Self.sample.rows[2] == ["2026-03-01T06:00:00Z", "s-03-01", "10", "6", "3", "0", "1", "open"])
    let calm = CoverageChart(
      Self.history([Self.point("01-01", 5), Self.point("02-01", 5), Self.point("03-01", 5)]))
    #expect(calm.shortRows.count == 2)
  }

  @Test func `without snapshots there is no picture but words`() {
    let empty = CoverageChart(Self.history([]))
    #expect(empty.svg == nil)
    #expect(empty.alternative == "No snapshot lies in this time.")
    #expect(empty.rows.isEmpty)
    #expect(CoverageChart(Self.history([Self.point("01-01", 1)])).svg == nil)
  }
}
