import Checklist
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
  /// What the organization accepts of it, by whom and until when; nil when there is no exception about it.
  package var acceptance: String?
  /// The last day, `YYYY-MM-DD`, on which all that is wrong with it is accepted; nil when something is not.
  package var acceptedUntil: String?
  /// What puts it right; nil when nothing needs to be.
  package var fix: String?
  /// The command that shows which policy and line it comes from, for the first account.
  package var explainCommand: String
  /// Whose posture it is, the first ones by name: `claims-prod (111111111106), … and 4 more`.
  package var who: String
  /// Sorted by id.
  package var accounts: [AccountRow]

  /// Names the posture, whatever accounts have it and wherever the group stands.
  package var key: String {
    [
      verdict.word, lock.word, lockExplanation, evidence, optedIn.joined(separator: ","), reason ?? "",
      acceptance ?? "",
    ]
    .joined(separator: "\u{1}") + uncovered.joined(separator: ",")
  }

  /// Verdict and lock as a clause: `opted out, and open to policies further down`.
  var posture: String {
    let lock =
      switch lock.tone {
      case .good: "locked against policies further down"
      case .partial, .bad: "open to policies further down"
      case .unknown, .neutral: "with a lock that is not known"
      }
    return "\(verdict.word), and \(lock)"
  }

  /// Accounts that are shown where space is short.
  package static let firstLimit = 25
  /// Lists of exceptions up to this long are open.
  package static let shortLimit = 10
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

  /// What the words of a group need besides its accounts.
  struct Context {
    var snapshot: Snapshot
    var snapshotID: String
    var names: NodeNames
    var services: ServiceNames
    var origins: OptInOrigins
    /// By account, only those that an exception is about.
    var acceptances: [AccountID: ExceptionCover.Account]
  }

  private struct Key: Hashable {
    var verdict: Verdict
    /// Nil where everything is in order, so that where the lock is does not set accounts apart.
    var lock: Lock?
    var acceptance: String?
    var evidence: EvidenceKind
    var optedIn: [String]
    var uncovered: [String]
    var reason: String?

    init(_ posture: AccountPosture, _ row: AccountRow, acceptance: String?) {
      verdict = posture.verdict
      self.acceptance = acceptance
      if case .unknown(let reason) = posture.lock {
        lock = .unknown(reason: Words.shape(reason))
      } else {
        lock = Concern(posture) == .none ? nil : posture.lock
      }
      evidence = posture.evidence
      optedIn = row.optedIn
      uncovered = row.uncovered
      reason = posture.reason.map(Words.shape)
    }
  }

  /// Worst first; among equals the larger group, then the one with the lowest account id.
  static func groups(
    of accounts: [(AccountPosture, AccountRow)], _ context: Context
  ) -> [PostureGroup] {
    var places: [Key: Int] = [:]
    var members: [[(AccountPosture, AccountRow)]] = []
    for pair in accounts {
      let key = Key(pair.0, pair.1, acceptance: context.acceptances[pair.0.account.id]?.words)
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
    return sorted.enumerated().map { PostureGroup(number: $0 + 1, of: $1, context) }
  }

  private init(number: Int, of members: [(AccountPosture, AccountRow)], _ context: Context) {
    let (posture, row) = members[0]
    let concern = Concern(posture)
    self.number = number
    isException = concern != .none
    tone = concern.tone
    verdict = row.verdict
    lock = row.lock
    lockExplanation = Self.lockExplanation(members.map(\.0), names: context.names)
    evidence = posture.evidence.rawValue
    evidenceExplanation = posture.evidence.explanation
    optedIn = row.optedIn.map(context.services.describe)
    uncovered = row.uncovered.map(context.services.describe)
    reason = posture.reason.map(Words.shape)
    accounts = members.map(\.1)
    who = Words.list(accounts.map { "\($0.name) (\($0.id))" }, limit: 4)
    explainCommand = "optout-audit explain \(row.id) --at \(context.snapshotID)"
    let accepted = context.acceptances[posture.account.id]
    acceptance = accepted?.words
    acceptedUntil = accepted?.acceptedUntil?.day
    let until = acceptedUntil.map { ", accepted until \($0)" } ?? ""
    title = Self.title(concern, count: members.count, row) + until
    fix = Self.fix(
      concern, row, in: context.snapshot, origins: context.origins.words(for: members.map(\.0.account.id)))
  }

  /// Where the lock is, or what is open. Accounts of a group in order may be locked at different nodes.
  private static func lockExplanation(_ postures: [AccountPosture], names: NodeNames) -> String {
    var counts: [NodeID: Int] = [:]
    for posture in postures {
      if case .locked(let node) = posture.lock { counts[node, default: 0] += 1 }
    }
    let lock = postures[0].lock
    if case .unknown = lock { return Words.shape(lock.explanation(names: names)) }
    guard counts.count > 1 else { return lock.explanation(names: names) }
    let nodes = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { node, count in
      "\(names.nameAndID(of: node)), which locks \(Words.count(count, "account"))"
    }
    return "nothing can change or add anything below "
      + nodes.prefix(6).joined(separator: "; ")
      + (nodes.count > 6 ? "; and \(Words.count(nodes.count - 6, "node")) more" : "")
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

  /// - Parameter origins: the policies and places that opt in, in words; nil when they are not known.
  private static func fix(
    _ concern: Concern, _ row: AccountRow, in snapshot: Snapshot, origins: String?
  ) -> String? {
    if snapshot.isPolicyTypeEnabled == false, concern != .none {
      return
        "Enable the policy type \(Root.optOutPolicyType) on the root, then attach a policy to the root that "
        + "assigns optOut to default and closes it to lower levels."
    }
    switch concern {
    case .notOptedOut, .partial:
      if !row.optedIn.isEmpty {
        return
          "Take the optIn for \(Words.list(row.optedIn, limit: 6)) out of "
          + (origins ?? "the policy that \"explain\" names")
          + ", or close services, default and opt_out_policy to lower levels in the policy on the root."
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
