import OrganizationModel
import OrganizationsAPI

/// Stages 4, second half, and 5: whether what was read still holds, and whether AWS and the computing agree.
extension Collector {
  /// Lists policies and attachments once more. A policy that appeared, vanished or moved is read again, and so are the
  /// effective policies of the accounts below the nodes concerned.
  func readAgainWhatMoved(into draft: inout Draft) async throws(CollectError) {
    progress(.checkingAgain("policies and attachments"))
    guard draft.snapshot.policiesUnread == nil else { return }
    let known = draft.snapshot.policies.map(\.id)
    async let listedAnswer = listPoliciesAgain()
    async let targetsAnswer = PolicyReader.targets(of: known, api: api, width: options.width)
    let listed = await listedAnswer
    var again = PolicyReader.Policies()
    again.add(await targetsAnswer)
    try checkInterruption()
    guard case .success(let summaries) = listed else {
      if case .failure(let failure) = listed { try note(failure, of: "ListPolicies", into: &draft) }
      return
    }
    let ids = summaries.compactMap { PolicyID($0.id) }
    if let failure = again.fatal { throw .credentialFailed(failure) }
    let policiesMoved = Set(ids) != Set(known)
    guard again.targetsUnread.isEmpty || policiesMoved else {
      draft.snapshot.unread += again.unread
      return
    }
    guard policiesMoved || Set(again.attachments) != Set(draft.snapshot.attachments) else { return }
    let before = draft.snapshot
    try await readPoliciesAgain(into: &draft)
    let changed = draft.snapshot.nodesWithOtherAttachments(than: before)
    if options.effectiveMode == .every, draft.snapshot.isPolicyTypeEnabled != false {
      try await ask(accounts(below: changed, in: draft.snapshot), into: &draft)
    } else {
      draft.forgetEffectivePolicies()
      try await askRepresentatives(for: &draft)
    }
  }

  private func listPoliciesAgain() async -> Result<[PolicySummary], OperationFailure> {
    let api = api
    return await attempt { () async throws(OperationFailure) in
      try await api.listPolicies(type: Root.optOutPolicyType)
    }
  }

  /// Asks again about the effective policies that differ from the computed ones: AWS publishes changes some seconds
  /// late, and a policy's text may have changed between the two questions.
  func compareWithComputed(_ draft: inout Draft) async throws(CollectError) {
    var judge = AccountJudge(tree: PolicyTree(of: draft.snapshot))
    var differing = draft.snapshot.accounts.filter { judge.disagreement(of: $0) != nil }
    guard !differing.isEmpty else { return }
    if !options.isExport {
      progress(.checkingAgain("\(differing.count) effective policies that differ from the computed ones"))
      await sleep(options.publicationPause)
      try checkInterruption()
      try await readPoliciesAgain(into: &draft)
      try await ask(differing.map(\.id), into: &draft, keepingEarlierAnswers: true)
      judge = AccountJudge(tree: PolicyTree(of: draft.snapshot))
      differing = draft.snapshot.accounts.filter { judge.disagreement(of: $0) != nil }
    }
    draft.snapshot.mismatches = differing.compactMap { judge.disagreement(of: $0) }
  }

  /// Reads policies, texts and targets again, and tells what moved since the last reading. A reading that fails
  /// changes nothing but the list of what could not be read.
  private func readPoliciesAgain(into draft: inout Draft) async throws(CollectError) {
    let policies = await PolicyReader(api: api, type: Root.optOutPolicyType, width: options.width).read()
    if let failure = policies.fatal { throw .credentialFailed(failure) }
    try checkInterruption()
    guard policies.listUnread == nil else {
      draft.snapshot.unread += policies.unread.map { $0.atTheEnd }
      return
    }
    let before = draft.snapshot
    draft.take(policies)
    let moved = draft.snapshot.movements(since: before)
    draft.snapshot.movedWhileReading += moved.filter { !draft.snapshot.movedWhileReading.contains($0) }
  }

  private func note(
    _ failure: OperationFailure, of operation: String, into draft: inout Draft
  ) throws(CollectError) {
    try checkInterruption()
    if failure.isAboutCredential { throw .credentialFailed(failure) }
    draft.snapshot.unread.append(failure.unread.atTheEnd)
  }

  private func accounts(below nodes: Set<NodeID>, in snapshot: Snapshot) -> [AccountID] {
    let tree = PolicyTree(of: snapshot)
    return snapshot.accounts.filter { account in
      let path = (tree.path(toParentOf: account.parent) ?? []) + [.account(account.id)]
      return !nodes.isDisjoint(with: path)
    }.map(\.id)
  }
}

extension UnreadSubject {
  var atTheEnd: UnreadSubject {
    UnreadSubject(subject: "\(subject) (once more at the end)", reason: reason)
  }
}

extension Snapshot {
  fileprivate func nodesWithOtherAttachments(than earlier: Snapshot) -> Set<NodeID> {
    Set(Set(attachments).symmetricDifference(earlier.attachments).map(\.node))
  }

  /// What happened to the policies since `earlier`, as sentences in the order of ids. What could not be read one of
  /// the two times says nothing.
  fileprivate func movements(since earlier: Snapshot) -> [String] {
    let old = Dictionary(uniqueKeysWithValues: earlier.policies.map { ($0.id, $0) })
    let new = Dictionary(uniqueKeysWithValues: policies.map { ($0.id, $0) })
    var sentences: [String] = []
    for id in Set(old.keys).union(new.keys).sorted() {
      let event: String? =
        switch (old[id], new[id]) {
        case (nil, _): "created"
        case (_, nil): "deleted"
        case (let before?, let after?):
          if let text = before.content.value, let other = after.content.value, text != other {
            "changed"
          } else {
            before.name == after.name ? nil : "renamed"
          }
        }
      if let event { sentences.append("policy \(id) was \(event) while the organization was read") }
    }
    for attachment in Set(attachments).symmetricDifference(earlier.attachments).sorted() {
      guard targetsUnread[attachment.policy] == nil, earlier.targetsUnread[attachment.policy] == nil else {
        continue
      }
      let event = earlier.attachments.contains(attachment) ? "detached from" : "attached to"
      sentences.append(
        "policy \(attachment.policy) was \(event) \(attachment.node) while the organization was read")
    }
    return sentences
  }
}
