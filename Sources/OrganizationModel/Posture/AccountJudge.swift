package import PolicyLanguage

/// Sets AWS's answer beside the computed one and decides an account's verdict and lock.
package struct AccountJudge: Sendable {
  package private(set) var tree: PolicyTree
  private var parsedAnswers: [String: Result<EffectivePolicy, EffectivePolicyTextError>] = [:]

  /// Postures by everything that decides them: the account's parent and what AWS says about it. Accounts that have no
  /// policies of their own share them.
  private var known: [NodeID: [Given: AccountPosture]] = [:]

  package init(tree: PolicyTree) {
    self.tree = tree
  }

  /// What AWS is known to say about an account.
  private enum Given: Hashable {
    case answer(text: String?, EvidenceKind)
    case missing(reason: String)
  }

  /// Takes up `delta`; see `PolicyTree.follow`.
  mutating func follow(_ delta: SnapshotDelta, orders: KnownOrders, scope: ChangeScope) {
    tree.follow(delta, orders: orders, scope: scope)
    if scope.isEverything {
      known = [:]
    } else if scope.concernsContainers {
      for container in known.keys where tree.isConcerned(container, by: scope) { known[container] = nil }
    }
  }

  /// What is in force without AWS's answer.
  package enum Computed: Hashable, Sendable {
    case known(EffectivePolicy)
    /// Attachment orders lead to different policies.
    case orderDependent([EffectivePolicy], conflicts: [OrderConflict])
    case unknown(reason: String)
  }

  /// - Parameter ignoringAnswer: whether only the policies count, because AWS has not been asked since they changed.
  package mutating func posture(of account: Account, ignoringAnswer: Bool = false) -> AccountPosture {
    let given = ignoringAnswer ? .missing(reason: "no snapshot tells") : given(for: account.id)
    let shared = tree.hasPolicies(on: .account(account.id)) ? nil : account.parent
    if let shared, var posture = known[shared]?[given] {
      posture.account = account
      return posture
    }
    let path = tree.path(toParentOf: account.parent)
    let above = account.parent.flatMap { tree.inherited(through: $0) }
    var posture = AccountPosture(
      account: account, path: path ?? [], verdict: .unknown, lock: lock(above: above), evidence: .none,
      effective: nil, reason: nil)
    decide(&posture, computed: computed(for: account, above: above), given: given)
    if let shared { known[shared, default: [:]][given] = posture }
    return posture
  }

  private func given(for account: AccountID) -> Given {
    switch tree.answers[account] ?? .unread(reason: "AWS was not asked for the effective policy") {
    case .reported(let reported): return .answer(text: reported.text, .reported)
    case .representative(let other):
      guard case .reported(let reported)? = tree.answers[other] else {
        return .missing(reason: "AWS did not answer for account \(other), which stands for it")
      }
      return .answer(text: reported.text, .representative)
    case .unread(let reason): return .missing(reason: reason)
    }
  }

  /// The computed effective policy of `account` with its provenance; nil when its place is not known.
  package mutating func inherited(for account: Account) -> InheritedPolicy? {
    guard var inherited = account.parent.flatMap({ tree.inherited(through: $0) }) else { return nil }
    inherited.apply(tree.level(of: .account(account.id)))
    return inherited
  }

  package mutating func computed(for account: Account) -> Computed {
    computed(for: account, above: account.parent.flatMap { tree.inherited(through: $0) })
  }

  private func computed(for account: Account, above: InheritedPolicy?) -> Computed {
    // Nothing is in force while the type is not enabled, whatever attachments a listing still shows:
    // https://docs.aws.amazon.com/organizations/latest/userguide/disable-policy-type.html
    switch tree.frame.isPolicyTypeEnabled {
    case false: return .known(EffectivePolicy())
    case nil:
      return .unknown(
        reason: "it could not be read whether the policy type is enabled: "
          + (tree.frame.root.reason ?? "no root"))
    default: break
    }
    guard var inherited = above else {
      return .unknown(reason: "the account's place in the tree is not known")
    }
    let node = NodeID.account(account.id)
    if tree.hasPolicies(on: node) || inherited.lockedBy == nil { inherited.apply(tree.level(of: node)) }
    if let uncertainty = inherited.uncertainty { return .unknown(reason: uncertainty) }
    if let policy = inherited.effectivePolicy { return .known(policy) }
    return .orderDependent(inherited.effectivePolicies, conflicts: inherited.openConflicts)
  }

  private func lock(above: InheritedPolicy?) -> Lock {
    switch tree.frame.isPolicyTypeEnabled {
    case false: return .open(["attach any policy once the policy type is enabled"])
    case nil: return .unknown(reason: "it could not be read whether the policy type is enabled")
    default: break
    }
    guard let above else { return .unknown(reason: "the account's place in the tree is not known") }
    if let node = above.lockedBy.flatMap({ NodeID($0) }) { return .locked(by: node) }
    if let uncertainty = above.uncertainty { return .unknown(reason: uncertainty) }
    return .open(above.openings.map(\.phrase))
  }

  // MARK: - Decision

  private mutating func decide(_ posture: inout AccountPosture, computed: Computed, given: Given) {
    guard tree.frame.isPolicyTypeEnabled != false else {
      decideWithTypeDisabled(&posture, given: given)
      return
    }
    switch given {
    case .answer(let text, let evidence): apply(text, evidence: evidence, to: &posture, computed: computed)
    case .missing(let reason): decide(&posture, by: computed, because: reason)
    }
  }

  private func decideWithTypeDisabled(_ posture: inout AccountPosture, given: Given) {
    posture.verdict = .notOptedOut
    posture.effective = EffectivePolicy()
    let status = tree.frame.root.value?.optOutPolicyTypeStatus
    posture.reason =
      status.map { "the policy type is not in force yet or no longer (\($0))" }
      ?? "the policy type is not enabled"
    posture.evidence = given == .answer(text: nil, .reported) ? .reported : .computed
  }

  private mutating func apply(
    _ text: String?, evidence: EvidenceKind, to posture: inout AccountPosture, computed: Computed
  ) {
    let policy: EffectivePolicy
    switch parse(text) {
    case .success(let value): policy = Self.restoringDefault(in: value, computed: computed)
    case .failure(let error):
      decide(&posture, by: computed, because: "\(error)")
      return
    }
    posture.evidence = evidence
    posture.effective = policy
    posture.verdict = policy.verdict
  }

  private func decide(_ posture: inout AccountPosture, by computed: Computed, because reason: String) {
    switch computed {
    case .known(let policy):
      posture.evidence = .computed
      posture.effective = policy
      posture.verdict = policy.verdict
      posture.reason = reason
    case .orderDependent(let policies, let conflicts):
      let verdicts = Set(policies.map(\.verdict))
      let services = Set(conflicts.map(\.service)).sorted().map { "\"\($0)\"" }.joined(separator: ", ")
      let nodes = Set(conflicts.map(\.node)).sorted().joined(separator: ", ")
      let explanation =
        "order-dependent: policies on \(nodes) assign different values to \(services), "
        + "and AWS does not tell which was attached first"
      posture.reason = "\(explanation); \(reason)"
      if verdicts.count == 1, let verdict = verdicts.first {
        posture.verdict = verdict
        posture.evidence = .computed
      }
    case .unknown(let why):
      posture.reason = why == reason ? why : "\(why); \(reason)"
    }
  }

  private mutating func parse(_ text: String?) -> Result<EffectivePolicy, EffectivePolicyTextError> {
    guard let text else { return .success(EffectivePolicy()) }
    if let known = parsedAnswers[text] { return known }
    let result: Result<EffectivePolicy, EffectivePolicyTextError>
    do { result = .success(try EffectivePolicy(parsing: text)) } catch { result = .failure(error) }
    parsedAnswers[text] = result
    return result
  }

  /// AWS's page also shows effective policies expanded to one key per service. An answer without `default` counts as
  /// expanded only where the path computes a `default` and every key agrees with what is computed.
  private static func restoringDefault(in reported: EffectivePolicy, computed: Computed) -> EffectivePolicy {
    guard reported.defaultValue == nil, !reported.values.isEmpty else { return reported }
    let candidates: [EffectivePolicy] =
      switch computed {
      case .known(let policy): [policy]
      case .orderDependent(let policies, _): policies
      case .unknown: []
      }
    for candidate in candidates {
      guard let value = candidate.defaultValue,
        reported.values.allSatisfy({ candidate.value(for: $0.key) == $0.value }),
        candidate.values.allSatisfy({
          $0.key == EffectivePolicy.defaultKey || reported.values[$0.key] == $0.value
        })
      else { continue }
      var expanded = reported
      expanded.values[EffectivePolicy.defaultKey] = value
      return expanded
    }
    return reported
  }
}

extension EffectivePolicy {
  /// The verdict of an account with this effective policy.
  package var verdict: Verdict {
    let optsOut = values.values.contains(.optOut)
    guard optsOut else { return .notOptedOut }
    return defaultValue == .optOut && !values.values.contains(.optIn) ? .optedOut : .partial
  }
}

extension AccountJudge {
  /// The difference between AWS's answer for `account` and what is computed; nil when they agree, or when there is
  /// nothing to compare. Where the order of attachment matters, AWS's answer agrees with any order that gives it.
  package mutating func disagreement(of account: Account) -> EffectivePolicyMismatch? {
    guard case .reported(let answer)? = tree.answers[account.id] else { return nil }
    let computed = computed(for: account)
    guard case .success(let reported) = parse(answer.text) else { return nil }
    let restored = Self.restoringDefault(in: reported, computed: computed)
    let candidates: [EffectivePolicy]
    switch computed {
    case .unknown: return nil
    case .known(let policy): candidates = [policy]
    case .orderDependent(let policies, _): candidates = policies
    }
    guard !candidates.contains(where: { Self.agree(restored, $0) }) else { return nil }
    return EffectivePolicyMismatch(
      account: account.id, computed: candidates.map(\.json).joined(separator: " or "),
      reported: answer.text ?? "{}", cause: likelyCause(for: account, reported: reported))
  }

  /// Whether every service has the same value in both; an expanded answer agrees with its `default`.
  private static func agree(_ left: EffectivePolicy, _ right: EffectivePolicy) -> Bool {
    Set(left.values.keys).union(right.values.keys).allSatisfy { left.value(for: $0) == right.value(for: $0) }
  }

  private func likelyCause(for account: Account, reported: EffectivePolicy) -> String {
    let frame = tree.frame
    if frame.isPolicyTypeEnabled == false {
      return "the policy type is not enabled; AWS may serve the old policy for some seconds"
    }
    if case .known(let invalid?) = frame.invalidEffectivePolicies, invalid.contains(account.id) {
      return "the newest effective policy is invalid, so AWS keeps the last valid one"
    }
    if reported.values.keys.contains(where: { !ServiceCatalogue.builtIn.contains($0) }) {
      return "the answer has a service key that this version does not know"
    }
    if isExplainedByAnotherOrder(account) {
      return "policies on one node were attached in another order than is known; events may be missing"
    }
    return "a change that AWS had not published yet; collect again"
  }

  /// Whether AWS's answer is what some other order of attachment gives.
  private func isExplainedByAnotherOrder(_ account: Account) -> Bool {
    guard let unordered = tree.withoutOrders else { return false }
    var judge = AccountJudge(tree: unordered)
    guard case .orderDependent = judge.computed(for: account) else { return false }
    return judge.disagreement(of: account) == nil
  }
}
