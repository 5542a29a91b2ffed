/// One level of inheritance: which statements of the node's policies count, and what they close.
struct LevelStep {
  /// An assignment that lower-level rules permit.
  struct Candidate {
    var proven: ProvenValue
  }

  private let above: InheritedPolicy
  private let level: InheritanceLevel
  private(set) var services: InheritedPolicy.Container?
  private(set) var keys: [String: InheritedPolicy.Key]
  /// By service key, in order of policy id.
  private(set) var candidates: [String: [Candidate]] = [:]
  private(set) var ignored: [IgnoredStatement] = []
  private(set) var unreadable: String?

  init(above: InheritedPolicy, level: InheritanceLevel) {
    self.above = above
    self.level = level
    services = above.services
    keys = above.keys
  }

  /// INVARIANT: what is permitted is judged by `above` alone, so siblings never restrict each other.
  mutating func run() {
    for policy in level.policies {
      switch policy.content {
      case .unreadable(let reason):
        unreadable = unreadable ?? "policy \(policy.id) on \(level.node) could not be read: \(reason)"
      case .document(let document):
        admit(document, of: policy.id)
      }
    }
    for policy in level.policies {
      guard case .document(let document) = policy.content else { continue }
      restrict(by: document, of: policy.id)
    }
  }

  private mutating func admit(_ document: PolicyDocument, of policy: String) {
    for irregularity in document.irregularities {
      ignore(policy, irregularity.position, irregularity.service, .notAccepted(irregularity.message))
    }
    if services == nil { services = InheritedPolicy.Container() }
    for statement in document.services.statements {
      let inheritedKey = above.keys[statement.service]
      if inheritedKey == nil, let closed = above.services, !closed.allowed.allowsNewKeys {
        ignoreBecauseClosed(statement, of: policy, closedBy: closed.closedBy) { .servicesLocked(by: $0) }
        continue
      }
      var key = keys[statement.service] ?? InheritedPolicy.Key()
      defer { keys[statement.service] = key }
      guard let setting = statement.setting else { continue }
      if let inheritedKey, inheritedKey.setting == nil, !inheritedKey.container.allowed.allowsNewKeys {
        ignoreBecauseClosed(statement, of: policy, closedBy: inheritedKey.container.closedBy) {
          .serviceLocked(by: $0)
        }
        continue
      }
      if key.setting == nil { key.setting = InheritedPolicy.Container() }
      guard let assignment = setting.assignment else { continue }
      if let inherited = inheritedKey?.setting, !inherited.allowed.contains(.assign) {
        ignoreBecauseClosed(statement, of: policy, closedBy: inherited.closedBy) { .valueLocked(by: $0) }
        continue
      }
      let provenance = Provenance(policy: policy, node: level.node, position: assignment.position)
      candidates[statement.service, default: []].append(
        Candidate(proven: ProvenValue(value: assignment.value, provenance: provenance)))
    }
  }

  private mutating func restrict(by document: PolicyDocument, of policy: String) {
    close(&services, by: document.services.childControl, of: policy) { !$0.allowsNewKeys }
    for statement in document.services.statements {
      guard var key = keys[statement.service] else { continue }
      var container: InheritedPolicy.Container? = key.container
      close(&container, by: statement.childControl, of: policy) { !$0.allowsNewKeys }
      if let container { key.container = container }
      close(&key.setting, by: statement.setting?.childControl, of: policy) { !$0.contains(.assign) }
      keys[statement.service] = key
    }
  }

  private func close(
    _ container: inout InheritedPolicy.Container?, by control: ChildControl?, of policy: String,
    isClosed: (OperatorSet) -> Bool
  ) {
    guard let control, var narrowed = container else { return }
    narrowed.allowed.formIntersection(control.allowed)
    if narrowed.closedBy == nil, isClosed(narrowed.allowed) {
      narrowed.closedBy = Provenance(policy: policy, node: level.node, position: control.position)
    }
    container = narrowed
  }

  /// Notes a statement that a lock above makes ineffective, at its value where it has one.
  private mutating func ignoreBecauseClosed(
    _ statement: Statement, of policy: String, closedBy lock: Provenance?,
    reason: (Provenance) -> IgnoredStatement.Reason
  ) {
    guard let lock else { return }
    let position = statement.setting?.assignment?.position ?? statement.position
    ignore(policy, position, statement.service, reason(lock))
  }

  private mutating func ignore(
    _ policy: String, _ position: SourcePosition, _ service: String?, _ reason: IgnoredStatement.Reason
  ) {
    ignored.append(
      IgnoredStatement(
        provenance: Provenance(policy: policy, node: level.node, position: position),
        service: service, reason: reason))
  }
}
