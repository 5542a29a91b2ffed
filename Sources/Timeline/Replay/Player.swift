import OrganizationModel

/// Plays an evolution step by step; `Replay` keeps what comes of it. What it finds, `Narrator` tells.
struct Player {
  private(set) var narrator: Narrator
  private(set) var points: [CoveragePoint] = []
  private(set) var uncovered: [ClosedRange<Timestamp>] = []
  private(set) var unmatched: [Event] = []
  private(set) var follower: PostureFollower

  private var known: KnownState
  /// The last snapshot, with everything of it but its lists.
  private var sight: PeriodTrack.Sight
  private var frame: Snapshot
  /// When answers of the last snapshot were read that were not read with it.
  private var readEarlier: [AccountID: ReadingTime] = [:]
  /// The accounts whose records must be read for nothing to be missed; nil when they cannot be told.
  private var editors: Set<AccountID>?
  private var hidden: HiddenFacts

  private var queue: EventQueue
  private let reader: EventReader
  private let spans: EventSpans
  private var tracker = OrderTracker()
  private let maximumGap: Duration

  init(
    _ evolution: Evolution, events: [Event], coverage: [EventCoverage], maximumGap: Duration
  ) {
    let first = evolution.first
    self.maximumGap = maximumGap
    spans = EventSpans(coverage)
    sight = PeriodTrack.Sight(evolution.firstSealed)
    frame = first.frame
    editors = Self.editors(in: first)
    hidden = HiddenFacts(in: first)
    let reader = EventReader(policies: evolution.policies, events: events)
    let known = KnownState(first)
    (self.reader, self.known) = (reader, known)
    queue = EventQueue(events)
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
    narrator = Narrator(at: sight)
    _ = follower.apply(SnapshotDelta(), orders: orders(at: sight.startedAt))
    narrator.begin(follower, since: started)
    addPoint()
  }

  // MARK: - A step

  mutating func play(_ step: Evolution.Step) {
    let next = PeriodTrack.Sight(step.sealed)
    readEarlier = frame.readEarlier
    var recovered: Set<Reading> = []
    if let changed = step.delta.frame {
      frame = changed
      editors = Self.editors(in: frame)
      recovered = hidden.follow(frame, after: sight.startedAt)
    }
    let facts = SnapshotFacts(
      step.delta, frame: frame, unreadings: hidden.unreadings, recovered: recovered, known: known)
    var stepChanges = StepChanges()
    playEvents(until: step.sealed.header, facts: facts, noting: &stepChanges)
    noteUncovered(until: next)
    let disputes = playDifferences(step.delta, facts, until: next, noting: &stepChanges)
    let postures = follower.apply(step.delta, orders: orders(at: next.startedAt))
    narrator.tell(
      postures, from: sight, until: next, follower, root: known.root?.id, readEarlier: readEarlier
    ) { stepChanges.cause(of: $0, disputes: disputes) }
    for account in step.delta.accounts.values.compactMap({ $0 }) {
      known.complete(account)
      narrator.name(account)
      hidden.note(.accountPlace(account.id), isHidden: account.parent == nil, since: sight.startedAt)
    }
    for (id, policy) in step.delta.policies {
      hidden.note(
        .policyContent(id), isHidden: policy.map { $0.content.value == nil } ?? false, since: sight.startedAt)
    }
    if let root = frame.root.value { known.complete(root) }
    hidden.show(recovered)
    sight = next
    addPoint()
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
    let (start, reader, hidden) = (known, reader, hidden)
    return queue.takeEvents(seenBy: header) { event in
      guard let effect = reader.effects(of: event, in: start, facts: facts).first,
        !hidden.hides(effect.fact)
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
    return known[.policy(attachment.policy)] != nil && (known.isTypeEnabled || hidden.lacks(.policyType))
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
    let postures = follower.suppose(delta, orders: orders(at: event.time))
    narrator.tell(postures, by: told.at(event.time), follower, root: known.root?.id, cause: cause)
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
    for (fact, value) in step.startValues where values[fact] == nil && !hidden.hides(fact) {
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
    let contest = Contest(differences)
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
      let since = step.lastTouch[effect.fact] ?? hidden.since(effect.fact) ?? sight.startedAt
      let moment = joiningMoment(effect, delta) ?? Moment(earliest: since, latest: next.observedAt)
      let index = tell(effects, at: moment, event: nil, noting: &step)
      guard let index, contest.concerns(effect.fact) else { continue }
      tried.append((index, known.delta(of: effects.map(\.fact), frame: follower.frame)))
    }
    // Of what an event told, the snapshot knows the details better.
    for (owner, list) in details where owner.map({ values[$0] == nil || known[$0] == values[$0] }) ?? false {
      for effect in list { known.set(effect) }
    }
    return tried.isEmpty
      ? [:] : follower.deciders(among: tried.map(\.delta)).mapValues { tried[$0].change }
  }

  /// Whether a difference from what is known is one in the organization, and not in what was read or in how a record
  /// writes a text.
  private func isNews(_ effect: Effect, _ step: StepChanges) -> Bool {
    if hidden.wasNeverRead(effect.fact) { return false }
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
      narrator.tellRejoining(of: id, leftAt: moment, joinedAt: joined)
    }
  }

  /// Makes `effects` known and tells them as changes. Gives the place of the first one; nil when there is nothing to tell.
  private mutating func tell(
    _ effects: [Effect], at moment: Moment, event: Event?, noting step: inout StepChanges
  ) -> Int? {
    let makers = effects.map { ChangeMaker($0, before: known) }
    for effect in effects {
      known.set(effect)
      if let latest = moment.latest { step.lastTouch[effect.fact] = latest }
    }
    var first: Int?
    for (maker, effect) in zip(makers, effects) {
      guard let change = maker.change(after: known, at: moment, event: event) else { continue }
      let place = narrator.add(change)
      first = first ?? place
      step.note(effect.fact, at: place, isAttributed: event != nil, known)
    }
    return first
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

extension Evolution {
  /// Every policy that some snapshot has.
  fileprivate var policies: Set<PolicyID> {
    var result = Set(first.policies.map(\.id))
    for step in steps { result.formUnion(step.delta.policies.keys) }
    return result
  }
}
