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
  private var judge: AccountJudge
  private var units: [OrganizationalUnitID: OrganizationalUnit]
  private var policies: [PolicyID: Policy]
  private var accountsByParent: [NodeID: Set<AccountID>] = [:]
  /// The accounts for which the key stands.
  private var represented: [AccountID: Set<AccountID>] = [:]
  /// What the last snapshot says about everything that was supposed to be different since.
  private var undo = SnapshotDelta()
  /// Accounts whose posture is computed since the last snapshot.
  private var supposed: Set<AccountID> = []
  /// Those of them of which computing says something else than the last snapshot did, so that it settles nothing.
  private var held: Set<AccountID> = []
  /// Accounts of which computing could not tell what the last supposed change made of their verdict.
  package private(set) var unsettled: Set<AccountID> = []
  /// Those of them of which it says something else than the last snapshot did.
  package var contradicted: Set<AccountID> { held }
  /// While changes are only tried: the postures that will be put back. An inner nil stands for none.
  private var kept: [AccountID: AccountPosture?]?

  package init(_ snapshot: Snapshot, orders: KnownOrders = .none) {
    self.orders = orders
    judge = AccountJudge(
      tree: PolicyTree(of: snapshot, orders: orders.whole, attachedLast: orders.last))
    units = Dictionary(snapshot.organizationalUnits.map { ($0.id, $0) }) { first, _ in first }
    policies = Dictionary(snapshot.policies.map { ($0.id, $0) }) { first, _ in first }
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

  /// Everything but the lists, as supposed at present.
  package var frame: Snapshot { judge.tree.frame }

  package func answer(of account: AccountID) -> EffectivePolicyAnswer? {
    judge.tree.answers[account]
  }

  package var verdict: Verdict { counts.verdict }

  /// `locked`, `open` or `unknown`.
  package var lockWord: String {
    counts.open > 0 ? "open" : counts.lockUnknown > 0 || counts.locked == 0 ? "unknown" : "locked"
  }

  /// The whole answer, with `header` as the snapshot's.
  package func posture(header: SnapshotHeader) -> OrganizationPosture {
    let sorted = postures.keys.sorted().compactMap { postures[$0] }
    var snapshot = judge.tree.frame
    snapshot.header = header
    snapshot.accounts = sorted.map(\.account)
    snapshot.organizationalUnits = units.values.sorted { $0.id < $1.id }
    snapshot.policies = policies.values.sorted { $0.id < $1.id }
    snapshot.attachments = judge.tree.attachments
    snapshot.effectivePolicies = judge.tree.answers
    return OrganizationPosture(of: snapshot, accounts: sorted, orders: orders)
  }

  // MARK: - Following

  /// Takes up the next snapshot. `delta` is its difference from the last snapshot, whatever was supposed since.
  package mutating func apply(_ delta: SnapshotDelta, orders: KnownOrders? = nil) -> [Change] {
    var whole = undo
    whole.merge(delta)
    var affected = supposed
    undo = SnapshotDelta()
    supposed = []
    held = []
    unsettled = []
    let orders = orders ?? self.orders
    let scope = scope(of: whole, orders: orders)
    affected.formUnion(accounts(affectedBy: whole, scope))
    follow(whole, orders: orders, scope: scope)
    return judgeAgain(affected, goneIn: whole) { judge, account, _ in judge.posture(of: account) }
  }

  /// Plays a change of which no snapshot tells yet.
  package mutating func suppose(_ delta: SnapshotDelta, orders: KnownOrders? = nil) -> [Change] {
    keepForUndoing(delta)
    let orders = orders ?? self.orders
    let scope = scope(of: delta, orders: orders)
    let affected = accounts(affectedBy: delta, scope)
    hold(affected)
    supposed.formUnion(affected)
    follow(delta, orders: orders, scope: scope)
    let held = held
    var doubtful: Set<AccountID> = []
    defer { unsettled = doubtful }
    return judgeAgain(affected, goneIn: delta) { judge, account, old in
      var posture = judge.posture(of: account, ignoringAnswer: true)
      // What cannot be computed is not taken for a change.
      if posture.verdict == .unknown || held.contains(account.id) {
        doubtful.insert(account.id)
        if let old { posture.verdict = old.verdict }
      }
      if let old, case .unknown = posture.lock { posture.lock = old.lock }
      return posture
    }
  }

  /// Tries changes one after another and takes them all back: for each account whose verdict or lock became different
  /// on the way, the place of the last one that did it.
  package mutating func deciders(among changes: [SnapshotDelta]) -> [AccountID: Int] {
    let (earlier, before) = (undo, (supposed, held, orders, unsettled))
    undo = SnapshotDelta()
    kept = [:]
    var deciders: [AccountID: Int] = [:]
    for (place, delta) in changes.enumerated() {
      for change in suppose(delta) { deciders[change.account] = place }
    }
    follow(undo, orders: before.2, scope: scope(of: undo, orders: before.2))
    newAccounts = [:]
    let postures = kept ?? [:]
    kept = nil
    for (id, posture) in postures { set(posture, for: id) }
    undo = earlier
    (supposed, held, unsettled) = (before.0, before.1, before.3)
    return deciders
  }

  /// Marks those of `accounts`, not yet supposed to differ, whose computed verdict differs from the one they have by AWS's answer.
  private mutating func hold(_ accounts: Set<AccountID>) {
    // `subtracting` would walk through all that have been supposed before, at each of thousands of changes.
    for id in accounts where !supposed.contains(id) {
      guard let posture = postures[id] else { continue }
      let computed = judge.posture(of: posture.account, ignoringAnswer: true)
      if computed.verdict != posture.verdict { held.insert(id) }
    }
  }

  private mutating func keepForUndoing(_ delta: SnapshotDelta) {
    for id in delta.accounts.keys where undo.accounts[id] == nil {
      undo.accounts.updateValue(postures[id]?.account, forKey: id)
    }
    for id in delta.units.keys where undo.units[id] == nil { undo.units.updateValue(units[id], forKey: id) }
    for id in delta.policies.keys where undo.policies[id] == nil {
      undo.policies.updateValue(policies[id], forKey: id)
    }
    for attachment in delta.attachments.keys where undo.attachments[attachment] == nil {
      undo.attachments[attachment] = judge.tree.has(attachment)
    }
    if delta.frame != nil, undo.frame == nil { undo.frame = judge.tree.frame }
  }

  // MARK: - What a difference affects

  private func scope(of delta: SnapshotDelta, orders: KnownOrders) -> ChangeScope {
    var scope = ChangeScope(nodes: Set(delta.attachments.keys.map(\.node)))
    for unit in delta.units.keys { scope.nodes.insert(.organizationalUnit(unit)) }
    for policy in delta.policies.keys { scope.nodes.formUnion(judge.tree.nodes(with: policy)) }
    scope.nodes.formUnion(orders.differences(from: self.orders))
    if let frame = delta.frame {
      let old = judge.tree.frame
      scope.isEverything =
        frame.root != old.root || frame.policiesUnread != old.policiesUnread
        || frame.targetsUnread != old.targetsUnread
    }
    return scope
  }

  /// The accounts to be judged again. Whoever gets below a node that differs is below it already, or is itself in
  /// `delta`, or is below a unit that is.
  private func accounts(affectedBy delta: SnapshotDelta, _ scope: ChangeScope) -> Set<AccountID> {
    var affected = Set(delta.accounts.keys)
    for account in delta.effectivePolicies.keys {
      affected.insert(account)
      affected.formUnion(represented[account] ?? [])
    }
    if scope.isEverything { return affected.union(postures.keys) }
    for node in scope.nodes {
      if case .account(let id) = node, postures[id] != nil { affected.insert(id) }
    }
    guard scope.concernsContainers else { return affected }
    for (parent, accounts) in accountsByParent where judge.tree.isConcerned(parent, by: scope) {
      affected.formUnion(accounts)
    }
    return affected
  }

  /// Takes up `delta`; its accounts only get their places, until they are judged.
  private mutating func follow(_ delta: SnapshotDelta, orders: KnownOrders, scope: ChangeScope) {
    for (account, answer) in delta.effectivePolicies {
      if let old = judge.tree.answers[account] { note(old, of: account, isPresent: false) }
      if let answer { note(answer, of: account, isPresent: true) }
    }
    judge.follow(delta, orders: orders, scope: scope)
    self.orders = orders
    for (id, unit) in delta.units { units[id] = unit }
    for (id, policy) in delta.policies { policies[id] = policy }
    for (id, account) in delta.accounts {
      place(id, from: postures[id]?.account.parent, to: account?.parent)
      guard let account else { continue }
      if postures[id] == nil {
        newAccounts[id] = account
      } else {
        keep(id)
        postures[id]?.account = account
      }
    }
  }

  /// Accounts that joined and are to be judged.
  private var newAccounts: [AccountID: Account] = [:]

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
    keep(id)
    if let old = countedAs[id] { counts.add(old, -1) }
    let counted = posture.map { CountedPosture($0) }
    if let counted { counts.add(counted, 1) }
    countedAs[id] = counted
    postures[id] = posture
  }

  private mutating func keep(_ id: AccountID) {
    guard kept != nil, kept?[id] == nil else { return }
    kept?.updateValue(postures[id], forKey: id)
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
