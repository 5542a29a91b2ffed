/// The answer that an organization gives, kept up to date from snapshot to snapshot by judging again only what a
/// difference can affect.
///
/// INVARIANT: after `apply`, the answer is the one that `OrganizationPosture` gives for the whole snapshot.
///
/// Between two snapshots, `suppose` plays a change that something else tells of, such as an event. AWS has not been
/// asked then, so the verdicts concerned are computed from the policies until the next snapshot.
package struct PostureFollower: Sendable {
  /// By account, the inactive ones too.
  package private(set) var postures: [AccountID: AccountPosture] = [:]
  package private(set) var counts = Counts()
  package private(set) var orders: KnownOrders
  /// Its snapshot has no accounts: `postures` has them.
  private var judge: AccountJudge
  private var accountsByParent: [NodeID: Set<AccountID>] = [:]
  /// The accounts for which the key stands.
  private var represented: [AccountID: Set<AccountID>] = [:]
  /// What the last snapshot says about everything that was supposed to be different since.
  private var undo = SnapshotDelta()
  /// Accounts whose posture is computed since the last snapshot.
  private var supposed: Set<AccountID> = []
  /// Those of them of which computing says something else than the last snapshot did, so that it settles nothing.
  private var held: Set<AccountID> = []

  package init(_ snapshot: Snapshot, orders: KnownOrders = .none) {
    self.orders = orders
    var frame = snapshot
    frame.accounts = []
    judge = AccountJudge(tree: PolicyTree(of: frame, orders: orders.whole, attachedLast: orders.last))
    postures.reserveCapacity(snapshot.accounts.count)
    for (account, answer) in snapshot.effectivePolicies { note(answer, of: account, isPresent: true) }
    for account in snapshot.accounts {
      place(account.id, from: nil, to: account.parent)
      set(judge.posture(of: account), for: account.id)
    }
  }

  /// An account whose verdict or lock became different, or that joined or left.
  package struct Change: Hashable, Sendable {
    package var account: AccountID
    package var before: AccountPosture?
    package var after: AccountPosture?
  }

  /// Everything but accounts, as supposed at present.
  package var frame: Snapshot { judge.tree.snapshot.frame }

  package func answer(of account: AccountID) -> EffectivePolicyAnswer? {
    judge.tree.snapshot.effectivePolicies[account]
  }

  package var verdict: Verdict { counts.verdict }

  /// `locked`, `open` or `unknown`.
  package var lockWord: String {
    counts.open > 0 ? "open" : counts.lockUnknown > 0 || counts.locked == 0 ? "unknown" : "locked"
  }

  /// The whole answer, with `header` as the snapshot's.
  package func posture(header: SnapshotHeader) -> OrganizationPosture {
    let sorted = postures.values.sorted { $0.account.id < $1.account.id }
    var snapshot = judge.tree.snapshot
    snapshot.header = header
    snapshot.accounts = sorted.map(\.account)
    return OrganizationPosture(of: snapshot, accounts: sorted, orders: orders)
  }

  // MARK: - Following

  /// Takes up the next snapshot. `delta` is its difference from the last snapshot, whatever was supposed since.
  package mutating func apply(_ delta: SnapshotDelta, orders: KnownOrders? = nil) -> [Change] {
    var whole = undo
    whole.merge(delta)
    let again = supposed
    undo = SnapshotDelta()
    supposed = []
    held = []
    var affected = take(whole, orders: orders ?? self.orders)
    affected.formUnion(again)
    return judgeAgain(affected, goneIn: whole) { judge, account, _ in judge.posture(of: account) }
  }

  /// Plays a change of which no snapshot tells yet.
  package mutating func suppose(_ delta: SnapshotDelta, orders: KnownOrders? = nil) -> [Change] {
    keepForUndoing(delta)
    let (before, moved) = (judge, delta.accounts.keys.compactMap { postures[$0]?.account })
    let affected = take(delta, orders: orders ?? self.orders)
    hold(affected.subtracting(supposed), judgedBefore: before, movedFrom: moved)
    supposed.formUnion(affected)
    let held = held
    return judgeAgain(affected, goneIn: delta) { judge, account, old in
      var posture = judge.posture(of: account, ignoringAnswer: true)
      // What cannot be computed is not taken for a change.
      if let old, posture.verdict == .unknown || held.contains(account.id) { posture.verdict = old.verdict }
      if let old, case .unknown = posture.lock { posture.lock = old.lock }
      return posture
    }
  }

  /// Marks those of `accounts` whose computed verdict differs from the one they have by AWS's answer.
  ///
  /// - Parameter moved: accounts as they were before, where they themselves differ.
  private mutating func hold(
    _ accounts: Set<AccountID>, judgedBefore before: AccountJudge, movedFrom moved: [Account]
  ) {
    var judge = before
    let old = Dictionary(moved.map { ($0.id, $0) }) { first, _ in first }
    for id in accounts {
      guard let posture = postures[id] else { continue }
      let computed = judge.posture(of: old[id] ?? posture.account, ignoringAnswer: true)
      if computed.verdict != posture.verdict { held.insert(id) }
    }
  }

  private mutating func keepForUndoing(_ delta: SnapshotDelta) {
    let snapshot = judge.tree.snapshot
    for id in delta.accounts.keys where undo.accounts[id] == nil {
      undo.accounts.updateValue(postures[id]?.account, forKey: id)
    }
    for id in delta.units.keys where undo.units[id] == nil {
      undo.units.updateValue(snapshot.organizationalUnits.first { $0.id == id }, forKey: id)
    }
    for id in delta.policies.keys where undo.policies[id] == nil {
      undo.policies.updateValue(snapshot.policies.first { $0.id == id }, forKey: id)
    }
    for attachment in delta.attachments.keys where undo.attachments[attachment] == nil {
      undo.attachments[attachment] = snapshot.attachments.contains(attachment)
    }
    if delta.frame != nil, undo.frame == nil { undo.frame = snapshot.frame }
  }

  /// Takes up `delta` and gives the accounts that it can affect.
  private mutating func take(_ delta: SnapshotDelta, orders: KnownOrders) -> Set<AccountID> {
    var affected = Set(delta.accounts.keys)
    for (account, answer) in delta.effectivePolicies {
      if let old = judge.tree.snapshot.effectivePolicies[account] { note(old, of: account, isPresent: false) }
      if let answer { note(answer, of: account, isPresent: true) }
      affected.insert(account)
      affected.formUnion(represented[account] ?? [])
    }
    var nodes = nodesAffected(by: delta).union(orders.differences(from: self.orders))
    let isStructural = !nodes.isEmpty || !delta.policies.isEmpty || delta.frame != nil
    let everything = delta.frame.map { concernsEverybody($0) } ?? false
    if !everything, !nodes.isEmpty { affected.formUnion(accounts(below: nodes)) }
    judge.follow(delta, orders: orders, isStructural: isStructural)
    self.orders = orders
    for (id, account) in delta.accounts {
      place(id, from: postures[id]?.account.parent, to: account?.parent)
      if let account {
        // Judged below; until then it only has its place.
        if postures[id] == nil { newAccounts[id] = account } else { postures[id]?.account = account }
      }
    }
    if everything { return affected.union(postures.keys) }
    if !nodes.isEmpty {
      nodes.formUnion(nodesAffected(by: delta))
      affected.formUnion(accounts(below: nodes))
    }
    return affected
  }

  /// Accounts that joined and are to be judged.
  private var newAccounts: [AccountID: Account] = [:]

  private func nodesAffected(by delta: SnapshotDelta) -> Set<NodeID> {
    var nodes = Set(delta.attachments.keys.map(\.node))
    for unit in delta.units.keys { nodes.insert(.organizationalUnit(unit)) }
    guard !delta.policies.isEmpty else { return nodes }
    let snapshot = judge.tree.snapshot
    for attachment in snapshot.attachments where delta.policies.keys.contains(attachment.policy) {
      nodes.insert(attachment.node)
    }
    return nodes
  }

  private func concernsEverybody(_ frame: Snapshot) -> Bool {
    let old = judge.tree.snapshot
    return frame.root != old.root || frame.policiesUnread != old.policiesUnread
      || frame.targetsUnread != old.targetsUnread
  }

  /// The accounts that are among `nodes` or have one of them above.
  private func accounts(below nodes: Set<NodeID>) -> Set<AccountID> {
    var result: Set<AccountID> = []
    for node in nodes {
      if case .account(let id) = node, postures[id] != nil { result.insert(id) }
    }
    for (parent, accounts) in accountsByParent {
      // A broken way up ends at a node that is missing, which may be the one that was removed.
      if judge.tree.ancestors(of: parent).contains(where: { nodes.contains($0) }) {
        result.formUnion(accounts)
      }
    }
    return result
  }

  private mutating func judgeAgain(
    _ accounts: Set<AccountID>, goneIn delta: SnapshotDelta,
    _ posture: (inout AccountJudge, Account, AccountPosture?) -> AccountPosture
  ) -> [Change] {
    var changes: [Change] = []
    for id in accounts {
      let old = postures[id]
      if case .some(nil) = delta.accounts[id] {
        if let old {
          set(nil, for: id)
          changes.append(Change(account: id, before: old, after: nil))
        }
        continue
      }
      guard let account = newAccounts[id] ?? old?.account else { continue }
      let new = posture(&judge, account, old)
      set(new, for: id)
      if old?.verdict != new.verdict || old?.lock.word != new.lock.word {
        changes.append(Change(account: id, before: old, after: new))
      }
    }
    newAccounts = [:]
    return changes.sorted { $0.account < $1.account }
  }

  // MARK: - Bookkeeping

  private mutating func set(_ posture: AccountPosture?, for id: AccountID) {
    if let old = countedAs[id] { counts.add(old, -1) }
    let counted = posture.map { CountedPosture($0) }
    if let counted { counts.add(counted, 1) }
    countedAs[id] = counted
    postures[id] = posture
  }

  /// As what each account stands in `counts`: its posture may have been given another row since.
  private var countedAs: [AccountID: CountedPosture] = [:]

  private mutating func place(_ account: AccountID, from old: NodeID?, to new: NodeID?) {
    guard old != new else { return }
    if let old { accountsByParent[old]?.remove(account) }
    if let new { accountsByParent[new, default: []].insert(account) }
  }

  private mutating func note(_ answer: EffectivePolicyAnswer, of account: AccountID, isPresent: Bool) {
    guard case .representative(let other) = answer else { return }
    if isPresent {
      represented[other, default: []].insert(account)
    } else {
      represented[other]?.remove(account)
    }
  }
}
