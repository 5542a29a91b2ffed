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

  /// - Parameter orders: the order in which the policies of a node were attached, where something proves it.
  package init(of snapshot: Snapshot, orders: [NodeID: [PolicyID]] = [:]) {
    let tree = PolicyTree(of: snapshot, orders: orders)
    var judge = AccountJudge(tree: tree)
    self.snapshot = snapshot
    accounts = snapshot.accounts.map { judge.posture(of: $0) }
    let active = accounts.filter(\.account.isActive)
    verdict = Self.verdict(of: active)
    lock = Self.lock(of: active)
    lockedBy = Set(
      active.compactMap { posture in
        guard case .locked(let node) = posture.lock else { return nil }
        return node
      }
    ).sorted()
    canEdit = CanEdit(of: snapshot)
  }

  package var counts: Counts { Counts(of: accounts) }

  /// All known active accounts notOptedOut: notOptedOut. All known optedOut and none unknown: optedOut. All known
  /// optedOut with some unknown, or none known: unknown. Else partial.
  private static func verdict(of active: [AccountPosture]) -> Verdict {
    let known = active.map(\.verdict).filter { $0 != .unknown }
    guard !known.isEmpty else { return .unknown }
    if known.allSatisfy({ $0 == .notOptedOut }) { return .notOptedOut }
    guard known.allSatisfy({ $0 == .optedOut }) else { return .partial }
    return known.count == active.count ? .optedOut : .unknown
  }

  /// Locked when every active account is; open as soon as one is.
  private static func lock(of active: [AccountPosture]) -> Lock {
    guard !active.isEmpty else { return .unknown(reason: "the organization has no active account") }
    var openings: [String] = []
    var seen: Set<String> = []
    var lockedBy: NodeID?
    var reason: String?
    for posture in active {
      switch posture.lock {
      case .open(let phrases):
        openings += phrases.filter { seen.insert($0).inserted }
      case .unknown(let why): reason = reason ?? why
      case .locked(let node): lockedBy = Swift.min(lockedBy ?? node, node)
      }
    }
    if !openings.isEmpty { return .open(openings) }
    if let reason { return .unknown(reason: reason) }
    guard let lockedBy else { return .unknown(reason: "no account's lock is known") }
    return .locked(by: lockedBy)
  }
}

/// How many accounts there are of each kind. Verdicts count active accounts only.
package struct Counts: Hashable, Sendable {
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
    accounts = postures.count
    for posture in postures where posture.account.isActive {
      active += 1
      switch posture.verdict {
      case .optedOut: optedOut += 1
      case .partial: partial += 1
      case .notOptedOut: notOptedOut += 1
      case .unknown: unknown += 1
      }
      switch posture.lock {
      case .locked: locked += 1
      case .open: open += 1
      case .unknown: lockUnknown += 1
      }
      switch posture.evidence {
      case .reported: reported += 1
      case .representative: representative += 1
      case .computed: computed += 1
      case .none: noEvidence += 1
      }
    }
  }
}
