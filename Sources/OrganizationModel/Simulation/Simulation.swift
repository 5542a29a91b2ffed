import PolicyLanguage

/// What changes to an organization would do to its accounts.
///
/// 1. `ChangedSnapshot` applies the changes.
/// 2. Both trees are computed, without AWS's answers: those hold for the present one only.
/// 3. Each account's values, lock and verdict are compared.
package struct Simulation: Hashable, Sendable {
  /// Sorted by account and service.
  package private(set) var changes: [ProtectionChange] = []
  /// Accounts whose verdict changes, sorted.
  package private(set) var verdicts: [VerdictChange] = []
  package private(set) var changed: ChangedSnapshot
  /// Accounts concerned of which it cannot be told what would apply to them, with the reason; sorted.
  package private(set) var undecided: [UndecidedAccount] = []
  /// Accounts concerned for which AWS's present answer is not what is computed, so that the change may do something
  /// else than is computed; sorted.
  package private(set) var disagreements: [EffectivePolicyMismatch] = []

  /// - Parameter orders: the order in which the policies of a node were attached, where something proves it.
  package init(
    of changes: [SnapshotChange], on snapshot: Snapshot, orders: [NodeID: [PolicyID]] = [:]
  ) throws(SnapshotChangeError) {
    changed = try ChangedSnapshot(applying: changes, to: snapshot, orders: orders)
    var answered = AccountJudge(tree: PolicyTree(of: snapshot, orders: orders))
    var before = ProtectionReader(tree: PolicyTree(of: snapshot.withoutAnswers, orders: orders))
    var after = ProtectionReader(
      tree: PolicyTree(
        of: changed.snapshot.withoutAnswers, orders: changed.orders, attachedLast: changed.attachedLast))
    let accountsAfter = Dictionary(
      changed.snapshot.accounts.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let concerned = Set(changed.concernedAccounts)
    for account in snapshot.accounts where concerned.contains(account.id) {
      let old = before.protection(of: account)
      let new = after.protection(of: accountsAfter[account.id] ?? account)
      compare(old, new, of: account.id)
      if let mismatch = answered.disagreement(of: account) { disagreements.append(mismatch) }
    }
  }

  package var brokenLimits: [BrokenLimit] { changed.brokenLimits }

  /// Whether any account would become less protected, or that cannot be excluded.
  package var endangersAccounts: Bool {
    changes.contains(where: \.isLessProtected) || verdicts.contains(where: \.isWorse) || !undecided.isEmpty
  }

  private mutating func compare(_ old: Protection, _ new: Protection, of account: AccountID) {
    if let reason = new.unknownReason {
      undecided.append(UndecidedAccount(account: account, reason: reason))
    }
    if old.verdict != new.verdict {
      verdicts.append(VerdictChange(account: account, before: old.verdict, after: new.verdict))
    }
    guard old != new else { return }
    let services = Set(old.services).union(new.services).sorted()
    for service in services.isEmpty ? [nil] : services.map(Optional.some) {
      let change = ProtectionChange(
        account: account, service: service, before: old.value(of: service), after: new.value(of: service),
        lockBefore: old.lock, lockAfter: new.lock, valueLockBefore: old.valueLock(of: service),
        valueLockAfter: new.valueLock(of: service), conflicts: new.conflicts.filter { $0.service == service })
      if change.isChange { changes.append(change) }
    }
  }
}

/// An account whose protection after the changes is not known.
package struct UndecidedAccount: Hashable, Sendable {
  package var account: AccountID
  package var reason: String
}

extension Snapshot {
  fileprivate var withoutAnswers: Snapshot {
    var copy = self
    copy.effectivePolicies = [:]
    return copy
  }
}
