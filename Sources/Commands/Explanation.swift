import OrganizationModel
import PolicyLanguage

/// The effective policy of one node with the origin of each value.
struct Explanation {
  var target: NodeID
  /// The one service key that is asked about; nil for all.
  var service: String?
  /// Root first, the target last.
  var path: [NodeID]
  /// What the path amounts to, down to and with the target.
  var inherited: InheritedPolicy
  /// What a lock is judged on: for an account the path without the account itself, since control over child policies
  /// never binds the node it stands on; else the same as `inherited`.
  var above: InheritedPolicy
  /// AWS's answer where there is one, else the computed policy, else nil.
  var effective: EffectivePolicy?
  /// The computed policy; nil when it is not known or depends on the order of attachment.
  var computed: EffectivePolicy?
  var reported: EffectivePolicy?
  /// The account that AWS's answer was given for, where that is another one with the same path and policies.
  var representative: AccountID?
  var agrees: Bool?
  /// The likely cause of a difference between AWS's answer and the computed policy, as a clause.
  var disagreementCause: String?
  var posture: AccountPosture?
  var canEdit: CanEdit
  let snapshot: Snapshot
  /// Root first, as `path`.
  let levels: [InheritanceLevel]

  init(of target: NodeID, in posture: OrganizationPosture, service: String? = nil) throws {
    self.target = target
    self.service = service
    snapshot = posture.snapshot
    canEdit = posture.canEdit
    var tree = PolicyTree(
      of: snapshot, orders: posture.orders.whole, attachedLast: posture.orders.last)
    switch target {
    case .root, .organizationalUnit:
      guard let path = tree.path(toParentOf: target), let inherited = tree.inherited(through: target) else {
        throw CommandFailure("the snapshot has no path from the root to \(target)")
      }
      self.path = path
      self.inherited = inherited
      above = inherited
    case .account(let id):
      guard let account = snapshot.accounts.first(where: { $0.id == id }),
        let path = tree.path(toParentOf: account.parent),
        let above = account.parent.flatMap({ tree.inherited(through: $0) })
      else { throw CommandFailure("the snapshot has no path from the root to \(target)") }
      self.above = above
      inherited = above
      inherited.apply(tree.level(of: target))
      self.path = path + [target]
      self.posture = posture.accounts.first { $0.account.id == id }
    }
    levels = path.map { tree.level(of: $0) }
    settle()
    if case .account(let id) = target { compare(id, judge: AccountJudge(tree: tree)) }
  }

  private mutating func settle() {
    if snapshot.isPolicyTypeEnabled == false {
      computed = EffectivePolicy()
    } else if snapshot.isPolicyTypeEnabled == true, inherited.uncertainty == nil {
      computed = inherited.effectivePolicy
    }
    if case .account(let id) = target { readAnswer(for: id) }
    // Where the policy type is not in force, AWS may serve the old policy for some seconds.
    effective =
      snapshot.isPolicyTypeEnabled == false
      ? EffectivePolicy() : reported ?? posture?.effective ?? computed
    if let effective { inherited.settle(on: effective) }
  }

  private mutating func readAnswer(for account: AccountID) {
    var answer = snapshot.effectivePolicies[account]
    if case .representative(let other)? = answer {
      answer = snapshot.effectivePolicies[other]
      if case .reported? = answer { representative = other }
    }
    guard case .reported(let answered)? = answer else { return }
    reported = answered.text.map { try? EffectivePolicy(parsing: $0) } ?? EffectivePolicy()
  }

  private mutating func compare(_ account: AccountID, judge: AccountJudge) {
    var judge = judge
    // An answer that stands for several accounts is compared with the path of the one it was given for.
    let answered = representative ?? account
    guard reported != nil, let asked = snapshot.accounts.first(where: { $0.id == answered }) else { return }
    if case .unknown = judge.computed(for: asked) { return }
    let mismatch = judge.disagreement(of: asked)
    agrees = mismatch == nil
    disagreementCause =
      snapshot.mismatches.first { $0.account == answered && mismatch != nil }?.cause ?? mismatch?.cause
  }
}

// MARK: - Answers

extension Explanation {
  /// A value in force.
  struct Value {
    var service: String
    var value: OptOutValue
    /// Nil when AWS's answer has it and no policy of the snapshot sets it.
    var origin: Provenance?
    /// What keeps policies further down from changing it.
    var lock: Provenance?
  }

  /// The key that decides about `service`: its own, or `default` when it has no value of its own.
  var decidingKey: String? {
    guard let service else { return nil }
    let hasOwn =
      effective?.values[service] ?? inherited.outcomes.lazy.compactMap({ $0[service]?.value }).first
    return hasOwn == nil ? EffectivePolicy.defaultKey : service
  }

  /// The values in force, sorted by service; of one service the value that decides. Empty while the policy type is not
  /// enabled.
  var values: [Value] {
    guard let effective else { return [] }
    let proven = inherited.outcomes.first ?? [:]
    let shown = effective.values.filter { decidingKey == nil || $0.key == decidingKey }
    return shown.sorted { $0.key < $1.key }.map { service, value in
      let origin = proven[service].flatMap { $0.value == value ? $0.provenance : nil }
      return Value(
        service: service, value: value, origin: origin, lock: above.keys[service]?.setting?.closedBy)
    }
  }

  /// Statements that change nothing, root first; of one service those that concern it.
  var ignored: [IgnoredStatement] { inherited.ignored.filter { concerns($0.service) } }

  var conflicts: [OrderConflict] { inherited.openConflicts.filter { concerns($0.service) } }

  /// What a policy further down could still do; nil when that is not known.
  var openings: [Opening]? {
    guard let enabled = snapshot.isPolicyTypeEnabled, enabled else { return nil }
    guard above.lockedBy != nil || above.uncertainty == nil else { return nil }
    return above.openings.filter { opening in
      switch opening {
      case .addService: service.map { above.keys[$0] == nil } ?? true
      case .changeValue(let key), .addValue(let key): concerns(key)
      }
    }
  }

  /// Whether something about `key` is shown; what stands above the service level always is.
  func concerns(_ key: String?) -> Bool {
    guard let service, let key else { return true }
    return key == service || key == decidingKey
  }

  func policyName(_ id: String) -> String? {
    snapshot.policies.first { $0.id.rawValue == id }?.name
  }
}

// MARK: - JSON

extension Explanation {
  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("target", .string(target.rawValue)), ("path", .strings(path.map(\.rawValue))),
      ("service", .optional(service)),
      ("serviceValue", .optional(service.flatMap { effective?.value(for: $0)?.rawValue })),
      ("effective", json(effective)), ("values", .array(values.map(json))),
      ("ignored", .array(ignored.map(json))), ("orderDependent", .array(conflicts.map(json))),
    ]
    members += [
      ("computed", json(computed)), ("reported", json(reported)),
      ("reportedFor", .optional(reported == nil ? nil : representative?.rawValue ?? target.rawValue)),
      ("agrees", agrees.map { .bool($0) } ?? .null), ("disagreementCause", .optional(disagreementCause)),
      ("verdict", .optional(posture?.verdict.rawValue)), ("lock", .optional(posture?.lock.word)),
      ("openings", .strings(openings?.map(\.phrase) ?? [])),
      ("canEdit", .array(canEdit.editors.map(json))), ("canEditUnread", .strings(canEdit.unread)),
      ("reason", .optional(posture?.reason ?? inherited.uncertainty)),
    ]
    return .object(members)
  }

  private func json(_ policy: EffectivePolicy?) -> JSONValue {
    policy.map { .effectivePolicy($0) } ?? .null
  }

  private func json(_ conflict: OrderConflict) -> JSONValue {
    .object([
      ("service", .string(conflict.service)), ("node", .string(conflict.node)),
      ("policies", .strings(conflict.policies)),
      ("policyNames", .array(conflict.policies.map { .optional(policyName($0)) })),
    ])
  }

  private func json(_ editor: CanEdit.Editor) -> JSONValue {
    .object([("principal", .string(editor.principal)), ("ground", .string(editor.explanation))])
  }

  private func json(_ value: Value) -> JSONValue {
    .object([
      ("service", .string(value.service)), ("value", .string(value.value.rawValue)),
      ("policy", .optional(value.origin?.policy)),
      ("policyName", .optional(value.origin.flatMap { policyName($0.policy) })),
      ("node", .optional(value.origin?.node)),
      ("line", value.origin.map { .number($0.position.line) } ?? .null),
      ("column", value.origin.map { .number($0.position.column) } ?? .null),
      (
        "lockedBy",
        value.lock.map { .object([("policy", .string($0.policy)), ("node", .string($0.node))]) } ?? .null
      ),
    ])
  }

  private func json(_ statement: IgnoredStatement) -> JSONValue {
    .object([
      ("policy", .string(statement.provenance.policy)), ("node", .string(statement.provenance.node)),
      ("service", .optional(statement.service)), ("line", .number(statement.provenance.position.line)),
      ("column", .number(statement.provenance.position.column)),
      ("reason", .string(statement.reason.phrase)),
    ])
  }
}

extension IgnoredStatement.Reason {
  /// A clause for people.
  var phrase: String {
    switch self {
    case .servicesLocked(let lock): "the list of services is locked by \(lock.policy) on \(lock.node)"
    case .serviceLocked(let lock): "the service key is locked by \(lock.policy) on \(lock.node)"
    case .valueLocked(let lock): "the value is locked by \(lock.policy) on \(lock.node)"
    case .attachedLater(let first): "\(first.policy) was attached to \(first.node) earlier"
    case .notAccepted(let why): why
    }
  }
}
