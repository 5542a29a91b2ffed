import OrganizationModel
import PolicyLanguage

/// Active accounts with the same posture, so that thousands of accounts read as a handful of groups.
package struct PostureGroup: Hashable, Sendable, Encodable {
  /// From 1, in the order shown.
  package var number: Int
  /// What is the case: `3 accounts are not opted out`.
  package var title: String
  package var isException: Bool
  /// How grave it is, lock and evidence included.
  package var tone: Status.Tone
  package var verdict: Status
  package var lock: Status
  package var lockExplanation: String
  package var evidence: String
  package var evidenceExplanation: String
  /// Services with an explicit optIn, with their names.
  package var optedIn: [String]
  /// Services that nothing covers, with their names.
  package var uncovered: [String]
  /// Why, with account and request ids left out; nil when AWS settled it.
  package var reason: String?
  /// What puts it right; nil when nothing needs to be.
  package var fix: String?
  /// The command that shows which policy and line it comes from, for the first account.
  package var explainCommand: String
  /// Sorted by id.
  package var accounts: [AccountRow]

  /// Names the posture, whatever accounts have it and wherever the group stands.
  package var key: String {
    [verdict.word, lock.word, lockExplanation, evidence, optedIn.joined(separator: ","), reason ?? ""]
      .joined(separator: "\u{1}") + uncovered.joined(separator: ",")
  }

  /// Accounts that are shown where space is short.
  package static let firstLimit = 25
  /// Lists longer than this stay closed on paper.
  package static let longLimit = 500

  /// What sets one posture apart from another, in order of gravity.
  private enum Concern: Int, Comparable {
    case notOptedOut
    case partial
    case unknown
    case open
    case lockUnknown
    case unconfirmed
    case none

    init(_ posture: AccountPosture) {
      switch (posture.verdict, posture.lock, posture.evidence) {
      case (.notOptedOut, _, _): self = .notOptedOut
      case (.partial, _, _): self = .partial
      case (.unknown, _, _): self = .unknown
      case (.optedOut, .open, _): self = .open
      case (.optedOut, .unknown, _): self = .lockUnknown
      case (.optedOut, .locked, .computed), (.optedOut, .locked, .none): self = .unconfirmed
      case (.optedOut, .locked, .reported), (.optedOut, .locked, .representative): self = .none
      }
    }

    var tone: Status.Tone {
      switch self {
      case .notOptedOut: .bad
      case .partial, .open: .partial
      case .unknown, .lockUnknown, .unconfirmed: .unknown
      case .none: .good
      }
    }

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
  }

  private struct Key: Hashable {
    var verdict: Verdict
    var lock: Lock
    var evidence: EvidenceKind
    var optedIn: [String]
    var uncovered: [String]
    var reason: String?

    init(_ posture: AccountPosture, _ row: AccountRow) {
      verdict = posture.verdict
      if case .unknown(let reason) = posture.lock {
        lock = .unknown(reason: Words.shape(reason))
      } else {
        lock = posture.lock
      }
      evidence = posture.evidence
      optedIn = row.optedIn
      uncovered = row.uncovered
      reason = posture.reason.map(Words.shape)
    }
  }

  /// Worst first; among equals the larger group, then the one with the lowest account id.
  static func groups(
    of accounts: [(AccountPosture, AccountRow)], in snapshot: Snapshot, names: NodeNames,
    services: ServiceNames, snapshotID: String
  ) -> [PostureGroup] {
    var places: [Key: Int] = [:]
    var members: [[(AccountPosture, AccountRow)]] = []
    for pair in accounts {
      let key = Key(pair.0, pair.1)
      if let place = places[key] {
        members[place].append(pair)
      } else {
        places[key] = members.count
        members.append([pair])
      }
    }
    let sorted = members.sorted { left, right in
      let gravity = (Concern(left[0].0), Concern(right[0].0))
      if gravity.0 != gravity.1 { return gravity.0 < gravity.1 }
      return (right.count, left[0].1.id) < (left.count, right[0].1.id)
    }
    return sorted.enumerated().map { index, members in
      PostureGroup(
        number: index + 1, of: members, in: snapshot, names: names, services: services, snapshotID: snapshotID
      )
    }
  }

  private init(
    number: Int, of members: [(AccountPosture, AccountRow)], in snapshot: Snapshot, names: NodeNames,
    services: ServiceNames, snapshotID: String
  ) {
    let (posture, row) = members[0]
    let concern = Concern(posture)
    self.number = number
    isException = concern != .none
    tone = concern.tone
    verdict = row.verdict
    lock = row.lock
    lockExplanation = posture.lock.explanation(names: names)
    if case .unknown = posture.lock { lockExplanation = Words.shape(lockExplanation) }
    evidence = posture.evidence.rawValue
    evidenceExplanation = posture.evidence.explanation
    optedIn = row.optedIn.map(services.describe)
    uncovered = row.uncovered.map(services.describe)
    reason = posture.reason.map(Words.shape)
    accounts = members.map(\.1)
    explainCommand = "optout-audit explain \(row.id) --at \(snapshotID)"
    title = Self.title(concern, count: members.count, row)
    fix = Self.fix(concern, row, in: snapshot)
  }

  private static func title(_ concern: Concern, count: Int, _ row: AccountRow) -> String {
    let accounts = Words.count(count, "account")
    let (verb, possessive) = count == 1 ? ("is", "its") : ("are", "their")
    let tooFew =
      row.uncovered.isEmpty
      ? ""
      : ", and \(Words.count(row.uncovered.count, "service")) \(row.uncovered.count == 1 ? "is" : "are") not covered"
    switch concern {
    case .notOptedOut: return "\(accounts) \(verb) not opted out"
    case .partial where !row.optedIn.isEmpty:
      return "\(accounts) \(verb) opted in to \(Words.list(row.optedIn, limit: 3))\(tooFew)"
    case .partial:
      return "\(accounts) \(verb) opted out service by service only\(tooFew)"
    case .unknown: return "\(accounts) could not be judged"
    case .open: return "\(accounts) \(verb) opted out, and a policy further down can undo it"
    case .lockUnknown: return "\(accounts) \(verb) opted out, and \(possessive) lock is unknown"
    case .unconfirmed: return "\(accounts) \(verb) opted out by computation, not confirmed by AWS"
    case .none: return "\(accounts) \(verb) opted out and locked"
    }
  }

  private static func fix(_ concern: Concern, _ row: AccountRow, in snapshot: Snapshot) -> String? {
    if snapshot.isPolicyTypeEnabled == false, concern != .none {
      return
        "Enable the policy type \(Root.optOutPolicyType) on the root, then attach a policy to the root that "
        + "assigns optOut to default and closes it to lower levels."
    }
    switch concern {
    case .notOptedOut, .partial:
      if !row.optedIn.isEmpty {
        return
          "Take the optIn for \(Words.list(row.optedIn, limit: 6)) out of the policy that \"explain\" names, or "
          + "close services, default and opt_out_policy to lower levels in the policy on the root."
      }
      guard concern == .notOptedOut else {
        return
          "Assign optOut to default, so that services without a key of their own, including future ones, are "
          + "covered."
      }
      return "Attach a policy to the root that assigns optOut to default and closes it to lower levels."
    case .unknown:
      return "Put right what the reason names, then collect again; until then the account counts as unknown, "
        + "neither opted out nor not."
    case .open:
      return
        "Close services, every service key and every opt_out_policy to lower levels in the policy that applies, "
        + "best on the root."
    case .lockUnknown: return "Put right what the lock's reason names, then collect again."
    case .unconfirmed:
      return
        "Allow organizations:DescribeEffectivePolicy to the reading role and collect again, so that AWS's own "
        + "answer stands in the report."
    case .none: return nil
    }
  }
}
