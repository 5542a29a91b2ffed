import OrganizationModel
import Testing

@testable import Collector

@Suite struct EventSpanTests {
  private static let start = Timestamp(milliseconds: 1_780_000_000_000)
  private static let account = AccountID(unchecked: "111111111111")

  /// A span of days before the collect began.
  private static func span(_ from: Int, _ to: Int) -> EventCoverage {
    EventCoverage(account: account, from: daysAgo(from), to: daysAgo(to))
  }

  private static func daysAgo(_ days: Int) -> Timestamp { start.adding(.seconds(-days * 86_400)) }

  @Test func `the first collect asks for all that there is, and claims what is sure`() {
    let span = EventSpan(known: [], startedAt: Self.start)
    #expect(span.from == Self.daysAgo(90))
    #expect(span.to == Self.start)
    #expect(span.covered?.from == Self.daysAgo(90).adding(.seconds(3600)))
    #expect(span.covered?.to == Self.start.adding(.seconds(-900)))
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var known: [EventCoverage]
    /// From how many days ago on is asked.
    var days: Int
  }

  static let rows = [
    Row(testDescription: "the next one goes on where coverage ends", known: [span(95, 3)], days: 3),
    Row(testDescription: "spans that touch are one", known: [span(20, 3), span(95, 20)], days: 3),
    Row(
      testDescription: "what a gap leaves open is asked for", known: [span(95, 30), span(10, 3)], days: 30),
    Row(testDescription: "a gap at the beginning too", known: [span(80, 3)], days: 90),
    Row(
      testDescription: "what lies further back than the history does not help", known: [span(300, 200)],
      days: 90),
    Row(testDescription: "a span that lies ahead is not believed", known: [span(95, -5)], days: 90),
  ]

  @Test(arguments: rows)
  func `the span begins where coverage ends`(row: Row) {
    #expect(EventSpan(known: row.known, startedAt: Self.start).from == Self.daysAgo(row.days))
  }

  @Test func `collects after each other cover the time without a gap`() throws {
    var known: [EventCoverage] = []
    for minutes in [0, 1, 5, 60, 3000] {
      let start = Self.start.adding(.seconds(minutes * 60))
      let span = EventSpan(known: known, startedAt: start)
      let covered = try #require(span.covered)
      if let last = known.last {
        #expect(covered.from == last.to)
        #expect(span.from == last.to)
      }
      known.append(EventCoverage(account: Self.account, from: covered.from, to: covered.to))
    }
  }
}
