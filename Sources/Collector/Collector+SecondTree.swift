import OrganizationModel
import OrganizationsAPI

/// Stage 4, first half: whether the tree still is as it was read.
///
/// A listing takes many pages, between which accounts move, join and leave. Pages then shift, and an account may stand
/// on none of them. So the accounts are listed again until two listings agree.
extension Collector {
  /// Listings beyond the first. Accounts that never hold still make the snapshot incomplete.
  private static let readings = 3

  /// Lists roots and accounts once more. Accounts that appeared, vanished or moved are taken as they were found last,
  /// AWS is asked anew for the effective policies that this touches, and the snapshot says what moved.
  func readTreeAgain(into draft: inout Draft) async throws(CollectError) {
    progress(.checkingAgain("accounts and their places"))
    let first = TreeReading(of: draft.snapshot)
    var last = first
    for number in 1...Self.readings {
      let reading = try await readTree(knowing: last, for: &draft)
      // Without an answer the earlier reading stands, and the snapshot says which question failed.
      guard let reading else { break }
      if reading.tellsTheSame(as: last) { break }
      draft.snapshot.movedWhileReading += reading.movements(since: last)
      last = number == Self.readings ? reading.joined(with: last) : reading
      if number == Self.readings {
        draft.snapshot.unread.append(
          UnreadSubject(
            subject: "ListAccounts (once more at the end)",
            reason: "the accounts changed during each of \(Self.readings + 1) readings; collect again"))
      }
    }
    guard !last.tellsTheSame(as: first) else { return }
    try await take(last, insteadOf: first, into: &draft)
  }

  /// Asks for the roots, whose policy types may have been enabled or disabled since.
  func readRootAgain(into draft: inout Draft) async throws(CollectError) {
    guard case .known(let before) = draft.snapshot.root else { return }
    let api = api
    let answer = await attempt { () async throws(OperationFailure) in try await api.listRoots() }
    try checkInterruption()
    switch answer {
    case .failure(let failure): try noteAgain(failure, into: &draft)
    case .success(let roots):
      guard let found = roots.first, found.id == before.id.rawValue else { return }
      var root = before
      root.policyTypes = Dictionary(
        found.policyTypes.map { ($0.type, $0.status) }, uniquingKeysWith: { first, _ in first })
      guard root.optOutPolicyTypeStatus != before.optOutPolicyTypeStatus else { return }
      draft.snapshot.root = .known(root)
      let status = root.optOutPolicyTypeStatus.map { "became \($0)" } ?? "was disabled"
      draft.snapshot.movedWhileReading.append(
        "policy type \(Root.optOutPolicyType) \(status) while the organization was read")
      draft.forgetEffectivePolicies()
      try await askRepresentatives(for: &draft)
    }
  }

  /// Nil when a listing failed, which the draft then says.
  private func readTree(
    knowing last: TreeReading, for draft: inout Draft
  ) async throws(CollectError) -> TreeReading? {
    let api = api
    let listed = await attempt { () async throws(OperationFailure) in try await api.listAccounts() }
    try checkInterruption()
    let accounts: [AccountDescription]
    switch listed {
    case .success(let list): accounts = list
    case .failure(let failure):
      try noteAgain(failure, into: &draft)
      return nil
    }
    let reader = TreeReader(api: api, width: options.width)
    let root = draft.snapshot.root.value?.id
    var tree = TreeReader.Tree(organizationalUnits: last.units)
    if let root, !last.isTheTree(toldBy: accounts) { tree = await reader.readUnits(below: root) }
    tree = await reader.placing(accounts, in: tree, root: root)
    try checkInterruption()
    if let failure = tree.fatal { throw .credentialFailed(failure) }
    guard tree.unread.isEmpty else {
      noteAgain(tree.unread, into: &draft)
      return nil
    }
    var reading = TreeReading(units: tree.organizationalUnits, accounts: [], unread: [])
    reading.accounts = SnapshotAssembler(options: options)
      .accounts(from: accounts, tree: tree, noting: &reading.unread)
    return reading
  }

  private func take(
    _ last: TreeReading, insteadOf first: TreeReading, into draft: inout Draft
  ) async throws(CollectError) {
    let withoutPlace = Set(first.accounts.filter { $0.parent == nil }.map { "account \($0.id)" })
    draft.snapshot.unread.removeAll { withoutPlace.contains($0.subject) }
    draft.snapshot.unread += last.unread
    draft.snapshot.organizationalUnits = last.units
    draft.snapshot.accounts = last.accounts
    let known = Set(last.accounts.map(\.id))
    draft.snapshot.effectivePolicies = draft.snapshot.effectivePolicies.filter { known.contains($0.key) }
    let moved = last.accountsElsewhere(than: first)
    if options.effectiveMode == .every, draft.snapshot.isPolicyTypeEnabled != false {
      try await ask(moved, into: &draft)
    } else {
      draft.forgetEffectivePolicies()
      try await askRepresentatives(for: &draft)
    }
  }

  private func noteAgain(_ failure: OperationFailure, into draft: inout Draft) throws(CollectError) {
    if failure.isAboutCredential { throw .credentialFailed(failure) }
    noteAgain([failure.unread], into: &draft)
  }

  /// Notes what failed at the end, unless it failed the first time too.
  private func noteAgain(_ unread: [UnreadSubject], into draft: inout Draft) {
    let known = Set(draft.snapshot.unread.map(\.subject))
    draft.snapshot.unread += unread.filter { !known.contains($0.subject) }.map(\.atTheEnd)
  }
}
