import OrganizationModel

/// Tells what the player finds: changes with their causes, and the opt-out periods of every account and of the
/// organization.
struct Narrator {
  /// In the order of telling; a cause is named by its place.
  private(set) var changes: [Change] = []
  private(set) var tracks: [AccountID: PeriodTrack] = [:]
  private(set) var names: [AccountID: String] = [:]
  private(set) var organization: PeriodTrack

  /// The organization's, as told last.
  private var verdict = Verdict.unknown
  private var lockWord = ""
  /// Accounts that were gone for a while in this step, although both snapshots have them.
  private var rejoined: Set<AccountID> = []
  private let first: PeriodTrack.Sight

  /// - Parameter sight: the first snapshot.
  init(at sight: PeriodTrack.Sight) {
    first = sight
    organization = PeriodTrack(since: sight.startedAt, earliest: nil, source: nil)
  }

  /// Takes up the first snapshot's answer.
  ///
  /// - Parameter started: since when it was so, for accounts of which records from before prove it.
  mutating func begin(_ follower: PostureFollower, since started: [AccountID: EarlierHistory.Start]) {
    (verdict, lockWord) = (follower.verdict, follower.lockWord)
    for (id, posture) in follower.postures {
      names[id] = posture.account.name
      let joined = posture.account.joinedAt
      var track = PeriodTrack(
        since: first.startedAt, earliest: joined, source: joined.map { _ in .joined })
      let updated = follower.lastUpdated(posture)
      track.learn(
        posture.verdict,
        started[id].map { .proven($0, first, lastUpdated: updated) } ?? .sight(first, lastUpdated: updated))
      tracks[id] = track
    }
    organization.learn(verdict, .sight(first, lastUpdated: nil))
  }

  /// Gives the place of the change.
  mutating func add(_ change: Change) -> Int {
    changes.append(change)
    return changes.count - 1
  }

  mutating func name(_ account: Account) {
    names[account.id] = account.name
  }

  mutating func tellRejoining(of id: AccountID, leftAt moment: Moment, joinedAt joined: Timestamp) {
    tracks[id]?.leave(at: moment, source: "joined again")
    tracks[id]?.comeBack(since: joined, earliest: joined, source: .joined)
    rejoined.insert(id)
  }

  // MARK: - What became of verdicts and locks

  /// Tells what an event did to them.
  ///
  /// - Parameter cause: the place of the change that the event told.
  mutating func tell(
    _ postures: [PostureFollower.Change], by event: Event, _ follower: PostureFollower, root: RootID?,
    cause: Int
  ) {
    let moment = Moment(at: event.time)
    for change in postures { tell(change, .event(event), at: moment, cause: cause) }
    tellOrganization(follower, root: root, .event(event), at: moment, causes: OrganizationCauses(of: cause))
  }

  /// Tells what differs at the snapshot `next`.
  ///
  /// - Parameters:
  ///   - sight: the snapshot before.
  ///   - readEarlier: when answers of that snapshot were read that were not read with it.
  ///   - cause: the place of the change that made the one given.
  mutating func tell(
    _ postures: [PostureFollower.Change], from sight: PeriodTrack.Sight, until next: PeriodTrack.Sight,
    _ follower: PostureFollower, root: RootID?, readEarlier: [AccountID: ReadingTime],
    cause: (PostureFollower.Change) -> Int?
  ) {
    var told: Set<AccountID> = []
    for posture in postures {
      told.insert(posture.account)
      let found = cause(posture)
      // A change may have come about since the answer was read, although a snapshot lies in between.
      var sight = sight
      if let reading = readEarlier[posture.account] {
        sight.startedAt = min(sight.startedAt, reading.startedAt)
      }
      let whole = Moment(earliest: sight.startedAt, latest: next.observedAt)
      var moment = found.map { changes[$0].at } ?? whole
      if moment.isExact, posture.before != nil, posture.after != nil {
        // It came about after that, but what was computed did not show it.
        moment = Moment(earliest: moment.earliest, latest: next.observedAt)
      }
      tell(
        posture,
        .between(
          sight, next, lastUpdated: posture.after.flatMap { follower.lastUpdated($0) },
          narrowed: found == nil ? nil : moment),
        at: moment, cause: found)
    }
    for id in rejoined.subtracting(told) {
      guard let posture = follower.postures[id] else { continue }
      tracks[id]?.learn(posture.verdict, .sight(next, lastUpdated: follower.lastUpdated(posture)))
    }
    rejoined = []
    tellOrganization(
      follower, root: root, .between(sight, next, lastUpdated: nil, narrowed: nil),
      at: Moment(earliest: sight.startedAt, latest: next.observedAt),
      causes: OrganizationCauses(
        postures, verdict: follower.verdict, lockWord: follower.lockWord, cause: cause))
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
    let since = earliest ?? moment.latest ?? first.observedAt
    if tracks[id] == nil {
      tracks[id] = PeriodTrack(since: since, earliest: earliest, source: proof)
    } else {
      tracks[id]?.comeBack(since: since, earliest: earliest, source: proof)
    }
    tracks[id]?.learn(posture.verdict, learned)
  }

  private mutating func tellOrganization(
    _ follower: PostureFollower, root: RootID?, _ source: PeriodTrack.Source, at moment: Moment,
    causes: OrganizationCauses
  ) {
    let subject = Change.Subject(root: root)
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
}

extension PostureFollower {
  /// AWS's LastUpdatedTimestamp, of an answer for this account that was understood.
  fileprivate func lastUpdated(_ posture: AccountPosture) -> Timestamp? {
    guard posture.evidence == .reported,
      case .reported(let reported)? = answer(of: posture.account.id)
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
