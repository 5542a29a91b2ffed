import OrganizationModel

/// Events in the order of their times, handed out snapshot by snapshot.
struct EventQueue {
  private var events: ArraySlice<Event>
  /// Requests to create an account that did not name it; the result names it later.
  private var requests: [Event] = []

  init(_ events: [Event]) {
    var seen: Set<String> = []
    self.events =
      events.filter { seen.insert($0.id).inserted }
      .sorted { ($0.time, $0.id) < ($1.time, $1.id) }[...]
  }

  /// AWS publishes changes late, so a listing may lack what a record dates shortly before it.
  private static let lag = Duration.seconds(60)

  /// What an event would do to a fact, and the fact's value at the snapshots before and after.
  typealias Outcome = (effect: Effect, before: String?, after: String?)

  /// Takes the events whose effects the snapshot with `header` shows.
  ///
  /// Those from a minute before the reading to its end may have come too late for it. Of these, per fact, as many are
  /// taken as lead to the value that the snapshot has; the others stay for the next one.
  mutating func takeEvents(
    seenBy header: SnapshotHeader, outcome: (Event) -> Outcome? = { _ in nil }
  ) -> [Event] {
    let certain = events.prefix { $0.time <= header.startedAt.adding(.zero - Self.lag) }
    let doubtful = events.dropFirst(certain.count).prefix { $0.time <= header.observedAt }
    guard !doubtful.isEmpty else {
      events = events.dropFirst(certain.count)
      return Array(certain)
    }
    // The last value that the certain ones lead to.
    var values: [Fact: String?] = [:]
    for event in certain where event.changedSomething {
      if let (effect, _, _) = outcome(event) { values.updateValue(effect.value, forKey: effect.fact) }
    }
    var byFact: [Fact: [(event: Event, value: String?)]] = [:]
    var taken = Array(certain)
    for event in doubtful {
      guard event.changedSomething, let (effect, before, _) = outcome(event) else {
        taken.append(event)
        continue
      }
      if values[effect.fact] == nil { values.updateValue(before, forKey: effect.fact) }
      byFact[effect.fact, default: []].append((event, effect.value))
    }
    var kept: [Event] = []
    for (fact, list) in byFact {
      let end = list.first.flatMap { outcome($0.event) }?.after
      var count = list.count
      if let last = list.lastIndex(where: { $0.value == end }) {
        count = last + 1
      } else if values[fact] == .some(end) {
        count = 0
      }
      taken += list.prefix(count).map(\.event)
      kept += list.dropFirst(count).map(\.event)
    }
    // What is kept takes the last places of those handed out; the many behind them stay where they are.
    let rest = events.startIndex + certain.count + doubtful.count
    let start = rest - kept.count
    for (offset, event) in Self.sorted(kept).enumerated() { events[start + offset] = event }
    events = events[start...]
    return Self.sorted(taken)
  }

  /// Keeps an event that only requests something; false when it is none.
  mutating func keepRequest(_ event: Event) -> Bool {
    guard event.name == "CreateAccount" else { return false }
    requests.append(event)
    return true
  }

  /// The request of which `event` is the result: it tells who asked. CloudTrail hides the names of created accounts, so
  /// that a request is known by being the only one that waits.
  mutating func request(for event: Event, accountName: String?) -> Event? {
    guard event.name == "CreateAccountResult" else { return nil }
    let waiting = requests.indices.filter {
      requests[$0].time <= event.time && event.time.since(requests[$0].time) <= .seconds(86_400)
    }
    let named = waiting.last { requests[$0].details["accountName"].map { $0 == accountName } ?? false }
    let index = named ?? (waiting.count == 1 ? waiting.first : nil)
    return index.map { requests.remove(at: $0) }
  }

  /// What no snapshot came after, and requests without a result.
  func remaining(where isIncluded: (Event) -> Bool) -> [Event] {
    requests + events.filter(isIncluded)
  }

  private static func sorted(_ events: [Event]) -> [Event] {
    events.sorted { ($0.time, $0.id) < ($1.time, $1.id) }
  }
}
