import OrganizationModel

/// Plays an evolution step by step; `Replay` keeps what comes of it.
struct Player {
  private(set) var changes: [Change] = []
  private(set) var points: [CoveragePoint] = []
  private(set) var uncovered: [ClosedRange<Timestamp>] = []
  private(set) var unmatched: [Event] = []
  private(set) var follower: PostureFollower
  private(set) var tracks: [AccountID: PeriodTrack] = [:]
  private(set) var names: [AccountID: String] = [:]
  private(set) var organization: PeriodTrack

  private var known: KnownState
  /// The last snapshot, with everything of it but its lists.
  private var sight: PeriodTrack.Sight
  private var frame: Snapshot
  /// When answers of the last snapshot were read that were not read with it.
  private var readEarlier: [AccountID: ReadingTime] = [:]
  /// The accounts whose records must be read for nothing to be missed; nil when they cannot be told.
  private var editors: Set<AccountID>?
  private var unreadings: Unreadings
  /// Since which snapshot something could not be read, and whether it was ever read before.
  private var hidden: [Reading: (since: Timestamp, wasKnown: Bool)] = [:]
  /// The same for details that are read one by one: places and contents.
  private var hiddenDetails: [Fact: Timestamp] = [:]

  private var queue: EventQueue
  private let reader: EventReader
  private let spans: EventSpans
  private var tracker = OrderTracker()
  private let maximumGap: Duration
  private var verdict: Verdict
  private var lockWord: String

  init(
    _ evolution: Evolution, events: [Event], coverage: [EventCoverage], maximumGap: Duration
  ) {
    let first = evolution.first
    self.maximumGap = maximumGap
    spans = EventSpans(coverage)
    sight = PeriodTrack.Sight(evolution.firstSealed)
    frame = first.frame
    editors = Self.editors(in: first)
    unreadings = Unreadings(in: first)
    let reader = EventReader(policies: evolution.policies, events: events)
    let known = KnownState(first)
    (self.reader, self.known) = (reader, known)
    queue = EventQueue(events)
    for reading in unreadings.unread { hidden[reading] = (first.header.startedAt, false) }
    // What happened before the first snapshot tells the order of attachment, and since when what it shows was so.
    let earlier = queue.takeEvents(seenBy: first.header) { event in
      // Of those while it was read, the ones that it does not show belong to the next snapshot.
      reader.effects(of: event, in: known).first
        .map { ($0, known[$0.fact], known[$0.fact]) }
    }
    for event in earlier {
      guard event.changedSomething, !reader.isForeign(event) else { continue }
      Self.follow(event, in: &tracker)
    }
    follower = PostureFollower(first)
    let started = EarlierHistory(
      before: known, follower, events: earlier,
      coveredSince: spans.coveredSince(until: sight.startedAt.adding(.zero - Self.deliveryTime), of: editors),
      reader: reader
    ).starts
    organization = PeriodTrack(since: sight.startedAt, earliest: nil, source: nil)
    verdict = follower.verdict
    lockWord = follower.lockWord
    _ = follower.apply(SnapshotDelta(), orders: orders(at: sight.startedAt))
    verdict = follower.verdict
    lockWord = follower.lockWord
    for (id, posture) in follower.postures {
      names[id] = posture.account.name
      let joined = posture.account.joinedAt
      var track = PeriodTrack(
        since: sight.startedAt, earliest: joined, source: joined.map { _ in .joined })
      let updated = lastUpdated(posture)
      track.learn(
        posture.verdict,
        started[id].map { .proven($0, sight, lastUpdated: updated) } ?? .sight(sight, lastUpdated: updated))
      tracks[id] = track
    }
    organization.learn(verdict, .sight(sight, lastUpdated: nil))
    addPoint()
  }

  // MARK: - A step

  mutating func play(_ step: Evolution.Step) {
    let next = PeriodTrack.Sight(step.sealed)
    readEarlier = frame.readEarlier
    if let changed = step.delta.frame {
      frame = changed
      editors = Self.editors(in: frame)
    }
    let before = unreadings
    if step.delta.frame != nil { unreadings = Unreadings(in: frame) }
    for reading in unreadings.unread where hidden[reading] == nil {
      hidden[reading] = (sight.startedAt, !before.contains(reading))
    }
    let facts = SnapshotFacts(
      step.delta, frame: frame, unreadings: unreadings,
      recovered: before.unread.subtracting(unreadings.unread),
      known: known)
    var stepChanges = StepChanges()
    playEvents(until: step.sealed.header, facts: facts, noting: &stepChanges)
    noteUncovered(until: next)
    let disputes = playDifferences(step.delta, facts, until: next, noting: &stepChanges)
    let postures = follower.apply(step.delta, orders: orders(at: next.startedAt))
    tell(postures, until: next, causes: stepChanges, disputes: disputes)
    tellOrganization(
      .between(sight, next, lastUpdated: nil, narrowed: nil),
      at: Moment(earliest: sight.startedAt, latest: next.observedAt),
      causes: OrganizationCauses(postures, verdict: follower.verdict, lockWord: follower.lockWord) {
        stepChanges.cause(of: $0, disputes: disputes)
      })
    for account in step.delta.accounts.values.compactMap({ $0 }) {
      known.complete(account)
      names[account.id] = account.name
      noteDetail(.accountPlace(account.id), isHidden: account.parent == nil)
    }
    for (id, policy) in step.delta.policies {
      noteDetail(.policyContent(id), isHidden: policy.map { $0.content.value == nil } ?? false)
    }
    if let root = frame.root.value { known.complete(root) }
    for reading in before.unread.subtracting(unreadings.unread) { hidden[reading] = nil }
    sight = next
    addPoint()
  }

  private mutating func noteDetail(_ fact: Fact, isHidden: Bool) {
    hiddenDetails[fact] = isHidden ? hiddenDetails[fact] ?? sight.startedAt : nil
  }

  mutating func finish() {
    unmatched += queue.remaining(where: { !reader.isForeign($0) })
  }

  private mutating func addPoint() {
    let counts = follower.counts
    points.append(
      CoveragePoint(
        snapshot: sight.id, at: sight.observedAt, optedOut: counts.optedOut, partial: counts.partial,
        notOptedOut: counts.notOptedOut, unknown: counts.unknown, lock: follower.lockWord))
  }

  private mutating func noteUncovered(until next: PeriodTrack.Sight) {
    for gap in spans.gaps(from: sight.observedAt, to: next.startedAt, of: editors) {
      guard let start = gap.earliest, let end = gap.latest, end.since(start) > maximumGap else { continue }
      uncovered.append(start...end)
    }
  }

  private static func editors(in frame: Snapshot) -> Set<AccountID>? {
    guard frame.organization.managementAccount != nil else { return nil }
    return CanEdit(of: frame).accounts
  }

  private mutating func orders(at moment: Timestamp) -> KnownOrders {
    guard !tracker.isEmpty else { return .none }
    tracker.touch(known.takeTouchedNodes())
    let since = spans.coveredSince(until: moment.adding(.zero - Self.deliveryTime), of: editors)
    return tracker.orders(coveredSince: since) { known.policiesByNode[$0] ?? [] }
  }

  /// Records come minutes after what they tell, so that the newest snapshot's last minutes are covered by none yet:
  /// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html>.
  private static let deliveryTime = Duration.seconds(3600)

  // MARK: - Events

  private mutating func playEvents(
    until header: SnapshotHeader, facts: SnapshotFacts, noting step: inout StepChanges
  ) {
    known.beginStep()
    var events = takeEvents(until: header, facts: facts)[...]
    while let event = takeNext(&events, facts) {
      guard event.changedSomething else {
        unmatched.append(event)
        continue
      }
      guard !reader.isForeign(event) else { continue }
      play(event, ahead: events, facts, noting: &step)
    }
  }

  private mutating func takeEvents(until header: SnapshotHeader, facts: SnapshotFacts) -> [Event] {
    let (start, reader, unreadings) = (known, reader, unreadings)
    return queue.takeEvents(seenBy: header) { event in
      guard let effect = reader.effects(of: event, in: start, facts: facts).first,
        !unreadings.hides(effect.fact)
      else { return nil }
      return (effect, before: start[effect.fact], after: facts[effect.fact] ?? start[effect.fact])
    }
  }

  /// The next event. Records are dated by the second; of several in one, the first that changes something comes first.
  private func takeNext(_ events: inout ArraySlice<Event>, _ facts: SnapshotFacts) -> Event? {
    guard let first = events.first else { return nil }
    let simultaneous = events.prefix { $0.time == first.time }.indices
    guard simultaneous.count > 1 else { return events.popFirst() }
    let index = simultaneous.first { index in
      let event = events[index]
      guard event.changedSomething, !reader.isForeign(event) else { return true }
      return reader.effects(of: event, in: known, ahead: events, facts: facts)
        .contains { known[$0.fact] != $0.value && isPossible($0) }
    }
    guard let index else { return events.popFirst() }
    let event = events[index]
    for place in (events.startIndex..<index).reversed() { events[place + 1] = events[place] }
    events.removeFirst()
    return event
  }

  /// Whether what `effect` is about is there: nothing can be attached before it exists.
  private func isPossible(_ effect: Effect) -> Bool {
    if let owner = effect.fact.owner { return known[owner] != nil }
    guard case .attachment(let attachment) = effect.fact, effect.value != nil else { return true }
    return known[.policy(attachment.policy)] != nil && (known.isTypeEnabled || hidden[.policyType] != nil)
  }

  private mutating func play(
    _ event: Event, ahead: ArraySlice<Event>, _ facts: SnapshotFacts, noting step: inout StepChanges
  ) {
    let effects = reader.effects(of: event, in: known, ahead: ahead, facts: facts)
    guard !effects.isEmpty else {
      if !queue.keepRequest(event) { unmatched.append(event) }
      return
    }
    tellMissing(beforeEvent: event, effects, noting: &step)
    let news = effects.filter { known[$0.fact] != $0.value }
    guard !news.isEmpty else {
      // The result of a request that has been told.
      if !event.name.hasSuffix("Result") { unmatched.append(event) }
      return
    }
    for effect in news where step.startValues[effect.fact] == nil {
      step.startValues.updateValue(known[effect.fact], forKey: effect.fact)
    }
    let told = queue.request(for: event, accountName: joinedName(news)) ?? event
    guard let cause = tell(news, at: Moment(at: event.time), event: told, noting: &step) else { return }
    Self.follow(event, in: &tracker)
    let delta = known.delta(of: news.map(\.fact), frame: follower.frame)
    for change in follower.suppose(delta, orders: orders(at: event.time)) {
      tell(change, .event(told.at(event.time)), at: Moment(at: event.time), cause: cause)
    }
    tellOrganization(
      .event(told.at(event.time)), at: Moment(at: event.time), causes: OrganizationCauses(of: cause))
  }

  private func joinedName(_ effects: [Effect]) -> String? {
    guard case .account? = effects.first?.fact else { return nil }
    return effects.compactMap { effect in
      if case .accountName = effect.fact { effect.value } else { nil }
    }.first
  }

  /// What is done although it already was so must have been undone in between, without a record: a policy cannot be
  /// attached twice, and nobody joins who is there.
  private mutating func tellMissing(
    beforeEvent event: Event, _ effects: [Effect], noting step: inout StepChanges
  ) {
    guard let effect = effects.first, known[effect.fact] == effect.value, !wasAsserted else { return }
    switch effect.fact {
    case .attachment, .policyType: break
    // The result of a request may follow its record.
    case .account: guard step.lastTouch[effect.fact] == nil || effect.value == nil else { return }
    default: return
    }
    let missing = Effect(fact: effect.fact, value: effect.value == nil ? Fact.present : nil)
    let since = step.lastTouch[effect.fact] ?? sight.startedAt
    if step.startValues[effect.fact] == nil {
      step.startValues.updateValue(known[effect.fact], forKey: effect.fact)
    }
    _ = tell([missing], at: Moment(earliest: since, latest: event.time), event: nil, noting: &step)
  }

  /// Whether the operator said when the last snapshot was taken, so that events may have come before it all the same.
  private var wasAsserted: Bool {
    if case .export(observedAtGiven: true) = frame.header.source { true } else { false }
  }

  private static func follow(_ event: Event, in tracker: inout OrderTracker) {
    guard let policy = event.policy, let node = event.details["targetId"].flatMap({ NodeID($0) }) else {
      return
    }
    switch event.name {
    case "AttachPolicy", "DetachPolicy":
      tracker.follow(
        Attachment(policy: policy, node: node), isAttached: event.name == "AttachPolicy", at: event.time)
    default: break
    }
  }

  // MARK: - What no event tells

  /// Tells what the next snapshot shows beyond the events. Gives, for accounts that several of these changes concern,
  /// which of them decided.
  private mutating func playDifferences(
    _ delta: SnapshotDelta, _ facts: SnapshotFacts, until next: PeriodTrack.Sight,
    noting step: inout StepChanges
  ) -> [AccountID: Int] {
    tellRejoining(delta, until: next, noting: &step)
    var values = facts.values
    for (fact, value) in step.startValues where values[fact] == nil && !unreadings.hides(fact) {
      values.updateValue(value, forKey: fact)
    }
    let differences = values.filter { known[$0.key] != $0.value }.map {
      Effect(fact: $0.key, value: $0.value)
    }
    .sorted { left, right in
      // What goes, goes after what it held has gone.
      let (a, b) = (left.sortRank, right.sortRank)
      return a == b ? left.fact.id < right.fact.id : a < b
    }
    // Where several of these could have decided a verdict, they are tried one after another.
    let isDisputed = differences.count { $0.fact.isStructural } > 1 || isMixed(differences)
    var tried: [(change: Int, delta: SnapshotDelta)] = []
    // What appeared in this step comes with its details.
    let appeared = Set(values.keys.compactMap(\.owner)).filter {
      known[$0] == nil || step.startValues[$0] == .some(nil)
    }
    let details = Dictionary(grouping: differences.filter { $0.fact.owner.map(appeared.contains) ?? false }) {
      $0.fact.owner
    }
    for effect in differences where !(effect.fact.owner.map(appeared.contains) ?? false) {
      let effects = [effect] + (details[effect.fact] ?? [])
      guard isNews(effect, step) else {
        for effect in effects { known.set(effect) }
        continue
      }
      let since =
        step.lastTouch[effect.fact] ?? hiddenDetails[effect.fact]
        ?? Unreadings.readings(for: effect.fact).compactMap { hidden[$0]?.since }.min() ?? sight.startedAt
      let moment = joiningMoment(effect, delta) ?? Moment(earliest: since, latest: next.observedAt)
      let index = tell(effects, at: moment, event: nil, noting: &step)
      guard isDisputed, let index else { continue }
      tried.append((index, known.delta(of: effects.map(\.fact), frame: follower.frame)))
    }
    // Of what an event told, the snapshot knows the details better.
    for (owner, list) in details where owner.map({ values[$0] == nil || known[$0] == values[$0] }) ?? false {
      for effect in list { known.set(effect) }
    }
    return tried.isEmpty
      ? [:] : follower.deciders(among: tried.map(\.delta)).mapValues { tried[$0].change }
  }

  private func isMixed(_ differences: [Effect]) -> Bool {
    guard differences.contains(where: { $0.fact.isStructural }) else { return false }
    return differences.contains { if case .accountPlace = $0.fact { true } else { false } }
  }

  /// Whether a difference from what is known is one in the organization, and not in what was read or in how a record
  /// writes a text.
  private func isNews(_ effect: Effect, _ step: StepChanges) -> Bool {
    if Unreadings.readings(for: effect.fact).contains(where: { hidden[$0].map { !$0.wasKnown } ?? false }) {
      return false
    }
    if case .policyContent = effect.fact, step.lastTouch[effect.fact] != nil, let old = known[effect.fact],
      let new = effect.value, ContentDifference.isNone(between: old, and: new)
    {
      return false
    }
    return true
  }

  /// AWS says itself when an account joined.
  private func joiningMoment(_ effect: Effect, _ delta: SnapshotDelta) -> Moment? {
    guard case .account(let id) = effect.fact, effect.value != nil,
      let joined = (delta.accounts[id] ?? nil)?.joinedAt, joined >= sight.startedAt
    else { return nil }
    return Moment(at: joined)
  }

  /// An account whose joining is dated after it was last seen had left in between.
  private mutating func tellRejoining(
    _ delta: SnapshotDelta, until next: PeriodTrack.Sight, noting step: inout StepChanges
  ) {
    for (id, row) in delta.accounts.sorted(by: { $0.key < $1.key }) {
      guard let joined = row?.joinedAt, joined > sight.observedAt, joined <= next.observedAt,
        let old = known.accounts[id], old.joinedAt != joined, step.lastTouch[.account(id)] == nil
      else { continue }
      let left = Effect(fact: .account(id), value: nil)
      let moment = Moment(earliest: sight.startedAt, latest: joined)
      guard tell([left], at: moment, event: nil, noting: &step) != nil else { continue }
      tracks[id]?.leave(at: moment, source: "joined again")
      tracks[id]?.comeBack(since: joined, earliest: joined, source: .joined)
      rejoined.insert(id)
    }
  }

  /// Accounts that were gone for a while in this step, although both snapshots have them.
  private var rejoined: Set<AccountID> = []

  // MARK: - Telling

  /// Makes `effects` known and tells them as changes. Gives the place of the first one; nil when there is nothing to tell.
  private mutating func tell(
    _ effects: [Effect], at moment: Moment, event: Event?, noting step: inout StepChanges
  ) -> Int? {
    let makers = effects.map { ChangeMaker($0, before: known) }
    for effect in effects {
      known.set(effect)
      if let latest = moment.latest { step.lastTouch[effect.fact] = latest }
    }
    let first = changes.count
    for (maker, effect) in zip(makers, effects) {
      guard let change = maker.change(after: known, at: moment, event: event) else { continue }
      step.note(effect.fact, at: changes.count, isAttributed: event != nil, known)
      changes.append(change)
    }
    return changes.count > first ? first : nil
  }

  private mutating func tell(
    _ postures: [PostureFollower.Change], until next: PeriodTrack.Sight, causes: StepChanges,
    disputes: [AccountID: Int]
  ) {
    var told: Set<AccountID> = []
    for posture in postures {
      told.insert(posture.account)
      let cause = causes.cause(of: posture, disputes: disputes)
      // A change may have come about since the answer was read, although a snapshot lies in between.
      var sight = sight
      if let reading = readEarlier[posture.account] {
        sight.startedAt = min(sight.startedAt, reading.startedAt)
      }
      let whole = Moment(earliest: sight.startedAt, latest: next.observedAt)
      var moment = cause.map { changes[$0].at } ?? whole
      if moment.isExact, posture.before != nil, posture.after != nil {
        // It came about after that, but what was computed did not show it.
        moment = Moment(earliest: moment.earliest, latest: next.observedAt)
      }
      tell(
        posture,
        .between(
          sight, next, lastUpdated: posture.after.flatMap { lastUpdated($0) },
          narrowed: cause == nil ? nil : moment),
        at: moment, cause: cause)
    }
    for id in rejoined.subtracting(told) {
      guard let posture = follower.postures[id] else { continue }
      let updated = lastUpdated(posture)
      tracks[id]?.learn(posture.verdict, .sight(next, lastUpdated: updated))
    }
    rejoined = []
  }

  /// Tells what became of one account's verdict and lock.
  private mutating func tell(
    _ posture: PostureFollower.Change, _ source: PeriodTrack.Source, at moment: Moment, cause: Int?
  ) {
    let id = posture.account
    guard let after = posture.after else {
      let name = if case .event(let event) = source { "event \(event.id)" } else { "snapshot \(source.id)" }
      tracks[id]?.leave(at: moment, source: name)
      return
    }
    names[id] = after.account.name
    guard let before = posture.before else {
      join(after, source, at: moment)
      return
    }
    if before.verdict != after.verdict {
      add(.verdictChanged, .init(account: id), before.verdict.rawValue, after.verdict.rawValue, moment, cause)
      if !rejoined.contains(id) { tracks[id]?.learn(after.verdict, source) }
    }
    if rejoined.contains(id), case .between(_, let next, let lastUpdated, _) = source {
      tracks[id]?.learn(after.verdict, .sight(next, lastUpdated: lastUpdated))
    }
    if before.lock.word != after.lock.word {
      add(.lockChanged, .init(account: id), before.lock.word, after.lock.word, moment, cause)
    }
  }

  private mutating func join(_ posture: AccountPosture, _ source: PeriodTrack.Source, at moment: Moment) {
    let id = posture.account.id
    names[id] = posture.account.name
    var (earliest, proof): (Timestamp?, OptOutDate.EarliestSource?)
    var learned = source
    switch source {
    case .event(let event): (earliest, proof) = (event.time, .event(event.id))
    case .sight(let sight, _), .proven(_, let sight, _): (earliest, proof) = (sight.startedAt, nil)
    case .between(let last, let next, let lastUpdated, _):
      (earliest, proof) = (last.startedAt, .absent(snapshot: last.id))
      if let joined = posture.account.joinedAt, joined > last.startedAt, joined <= next.observedAt {
        (earliest, proof) = (joined, .joined)
      }
      learned = .sight(next, lastUpdated: lastUpdated)
    }
    let since = earliest ?? moment.latest ?? sight.observedAt
    if tracks[id] == nil {
      tracks[id] = PeriodTrack(since: since, earliest: earliest, source: proof)
    } else {
      tracks[id]?.comeBack(since: since, earliest: earliest, source: proof)
    }
    tracks[id]?.learn(posture.verdict, learned)
  }

  private mutating func tellOrganization(
    _ source: PeriodTrack.Source, at moment: Moment, causes: OrganizationCauses
  ) {
    let subject = Change.Subject(root: known.root?.id)
    if follower.verdict != verdict {
      let at = causes.ofVerdict.map { changes[$0].at } ?? moment
      add(.verdictChanged, subject, verdict.rawValue, follower.verdict.rawValue, at, causes.ofVerdict)
      verdict = follower.verdict
      organization.learn(verdict, source)
    }
    if follower.lockWord != lockWord {
      let at = causes.ofLock.map { changes[$0].at } ?? moment
      add(.lockChanged, subject, lockWord, follower.lockWord, at, causes.ofLock)
      lockWord = follower.lockWord
    }
  }

  private mutating func add(
    _ kind: Change.Kind, _ subject: Change.Subject, _ before: String, _ after: String, _ moment: Moment,
    _ cause: Int?
  ) {
    changes.append(
      Change(
        kind: kind, subject: subject, before: before, after: after, at: moment,
        event: cause.flatMap { changes[$0].event }, cause: cause))
  }

  /// AWS's LastUpdatedTimestamp, of an answer for this account that was understood.
  private func lastUpdated(_ posture: AccountPosture) -> Timestamp? {
    guard posture.evidence == .reported,
      case .reported(let reported)? = follower.answer(of: posture.account.id)
    else { return nil }
    return reported.lastUpdated
  }
}

extension PeriodTrack.Source {
  fileprivate var id: String {
    switch self {
    case .sight(let sight, _), .between(_, let sight, _, _), .proven(_, let sight, _): sight.id
    case .event(let event): event.id
    }
  }
}

extension Event {
  /// The event as something that took effect at `time`.
  fileprivate func at(_ time: Timestamp) -> Event {
    var copy = self
    copy.time = time
    return copy
  }
}

extension Effect {
  fileprivate var sortRank: Int {
    // Disabling the type drops attachments, so it comes before them.
    value == nil && fact.owner == nil && fact != .policyType ? 100 - fact.rank : fact.rank
  }
}

extension Fact {
  /// Whether the verdicts of more than one account may depend on it.
  fileprivate var isStructural: Bool {
    switch self {
    case .unitPlace, .policyContent, .attachment, .policyType: true
    case .account, .accountName, .accountState, .accountPlace, .unit, .unitName, .policy, .policyName,
      .resourcePolicy, .administrator:
      false
    }
  }
}

extension Evolution {
  /// Every policy that some snapshot has.
  fileprivate var policies: Set<PolicyID> {
    var result = Set(first.policies.map(\.id))
    for step in steps { result.formUnion(step.delta.policies.keys) }
    return result
  }
}
