import Collector
import HistoryStore
import OrganizationModel

/// What a collect has to say about events.
struct EventOutcome {
  /// Events that the store did not have.
  var added = 0
  var coverage: [EventCoverage] = []
  var unread: [UnreadSubject] = []
  var refused: [String: Int] = [:]

  /// Stores what was read. Where the question failed nothing is recorded, since that would pass for a span without events.
  ///
  /// - Parameter source: where the events come from, in words.
  init(
    storing answer: EventAnswer, of organization: OrganizationID, source: String, recordedAt: Timestamp,
    in store: HistoryStore
  ) throws(StoreError) {
    unread = answer.unread
    refused = answer.refused
    guard !answer.events.isEmpty || !answer.coverage.isEmpty else { return }
    added = try store.importEvents(
      answer.events, coverage: answer.coverage, source: source, recordedAt: recordedAt,
      organization: organization
    ).added
    coverage = answer.coverage
  }

  var json: JSONValue {
    .object([
      ("added", .number(added)), ("coveredFrom", .optional(coverage.first?.from.description)),
      ("coveredTo", .optional(coverage.first?.to.description)),
      ("refused", .number(refused.values.reduce(0, +))),
    ])
  }

  var lines: [String] {
    var lines = unread.map {
      "  who changed what is not known: \(TerminalText.safe($0.subject)): \(TerminalText.safe($0.reason)) (the "
        + "snapshot does not need it)"
    }
    if unread.isEmpty {
      var line = "  events: \(added) added"
      if let span = coverage.first {
        line += "; the trail of \(span.account) is covered from \(span.from) to \(span.to)"
      } else {
        line += "; no span of a trail is covered"
      }
      lines.append(line)
    }
    lines += refused.sorted { $0.key < $1.key }.prefix(5).map {
      "  \(plural($0.value, "record")) passed over: \(TerminalText.safe($0.key))"
    }
    return lines
  }
}
