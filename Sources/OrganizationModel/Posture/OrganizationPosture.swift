import PolicyLanguage

/// The answer that a snapshot gives: the verdict and the lock of every account and of the organization.
///
/// Made from a `Snapshot` alone:
/// 1. `PolicyTree` follows the policies from the root to each account and computes what applies.
/// 2. `AccountJudge` sets AWS's answer beside it, and decides.
/// 3. The organization's verdict and lock sum up the active accounts.
package struct OrganizationPosture: Hashable, Sendable {
  package var snapshot: Snapshot
  /// All accounts, sorted by id; the inactive ones count in no verdict and no lock.
  package var accounts: [AccountPosture]
  package var verdict: Verdict
  /// Where several nodes lock different accounts, the first of `lockedBy` stands in it.
  package var lock: Lock
  /// The nodes that lock active accounts, sorted.
  package var lockedBy: [NodeID]
  package var canEdit: CanEdit

  /// What is proven about the order in which policies were attached.
  package var orders: KnownOrders

  /// - Parameters:
  ///   - orders: the order in which the policies of a node were attached, where something proves it.
  ///   - attachedLast: policies that came after all others of their node, in their order.
  package init(
    of snapshot: Snapshot, orders: [NodeID: [PolicyID]] = [:], attachedLast: [NodeID: [PolicyID]] = [:]
  ) {
    var judge = AccountJudge(tree: PolicyTree(of: snapshot, orders: orders, attachedLast: attachedLast))
    self.init(
      of: snapshot, accounts: snapshot.accounts.map { judge.posture(of: $0) },
      orders: KnownOrders(whole: orders, last: attachedLast))
  }

  /// Sums up `accounts`, which are those of `snapshot` as they were judged.
  init(of snapshot: Snapshot, accounts: [AccountPosture], orders: KnownOrders) {
    self.snapshot = snapshot
    self.accounts = accounts
    self.orders = orders
    verdict = Counts(of: accounts).verdict
    // Copies of ten thousand postures would take a tenth of what judging them takes.
    let active = accounts.lazy.filter(\.account.isActive)
    lock = Self.lock(of: active)
    var lockedBy: Set<NodeID> = []
    for case .locked(let node) in active.map(\.lock) { lockedBy.insert(node) }
    self.lockedBy = lockedBy.sorted()
    canEdit = CanEdit(of: snapshot)
  }

  package var counts: Counts { Counts(of: accounts) }

  /// Locked when every active account is; open as soon as one is.
  private static func lock(of active: some Sequence<AccountPosture>) -> Lock {
    var isEmpty = true
    var openings: [String] = []
    var seen: Set<String> = []
    var lockedBy: NodeID?
    var reason: String?
    for posture in active {
      isEmpty = false
      switch posture.lock {
      case .open(let phrases):
        openings += phrases.filter { seen.insert($0).inserted }
      case .unknown(let why): reason = reason ?? why
      case .locked(let node): lockedBy = Swift.min(lockedBy ?? node, node)
      }
    }
    if isEmpty { return .unknown(reason: "the organization has no active account") }
    if !openings.isEmpty { return .open(openings) }
    if let reason { return .unknown(reason: reason) }
    guard let lockedBy else { return .unknown(reason: "no account's lock is known") }
    return .locked(by: lockedBy)
  }
}

/// How many accounts there are of each kind. Verdicts count active accounts only.
package struct Counts: Hashable, Sendable, Encodable {
  package var accounts = 0
  package var active = 0
  package var optedOut = 0
  package var partial = 0
  package var notOptedOut = 0
  package var unknown = 0
  /// Active accounts whose lock is locked, open, unknown.
  package var locked = 0
  package var open = 0
  package var lockUnknown = 0
  /// Active accounts by how their effective policy is known.
  package var reported = 0
  package var representative = 0
  package var computed = 0
  package var noEvidence = 0

  package init() {}

  package init(of postures: [AccountPosture]) {
    for posture in postures { add(CountedPosture(posture), 1) }
  }

  /// Adds `number` accounts like `posture`; a negative number takes them off.
  mutating func add(_ posture: CountedPosture, _ number: Int) {
    accounts += number
    guard posture.isActive else { return }
    active += number
    switch posture.verdict {
    case .optedOut: optedOut += number
    case .partial: partial += number
    case .notOptedOut: notOptedOut += number
    case .unknown: unknown += number
    }
    switch posture.lock {
    case .locked: locked += number
    case .open: open += number
    case .unknown: lockUnknown += number
    }
    switch posture.evidence {
    case .reported: reported += number
    case .representative: representative += number
    case .computed: computed += number
    case .none: noEvidence += number
    }
  }

  /// The organization's verdict. All known active accounts notOptedOut: notOptedOut. All known optedOut and none
  /// unknown: optedOut. All known optedOut with some unknown, or none known: unknown. Else partial.
  package var verdict: Verdict {
    let known = active - unknown
    guard known > 0 else { return .unknown }
    if notOptedOut == known { return .notOptedOut }
    guard optedOut == known else { return .partial }
    return unknown == 0 ? .optedOut : .unknown
  }
}

/// As what an account is counted.
struct CountedPosture: Hashable {
  enum Locked: Hashable { case locked, open, unknown }

  var isActive: Bool
  var verdict: Verdict
  var lock: Locked
  var evidence: EvidenceKind

  init(_ posture: AccountPosture) {
    isActive = posture.account.isActive
    verdict = posture.verdict
    evidence = posture.evidence
    lock =
      switch posture.lock {
      case .locked: .locked
      case .open: .open
      case .unknown: .unknown
      }
  }
}
