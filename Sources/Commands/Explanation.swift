import OrganizationModel
import PolicyLanguage

/// The effective policy of one node with the origin of each value.
struct Explanation {
  var target: NodeID
  /// Root first, the target last.
  var path: [NodeID]
  var inherited: InheritedPolicy
  /// AWS's answer where there is one, else the computed policy, else nil.
  var effective: EffectivePolicy?
  var reported: EffectivePolicy?
  var agrees: Bool?
  var posture: AccountPosture?
  private let snapshot: Snapshot
  private let tree: PolicyTree

  init(of target: NodeID, in posture: OrganizationPosture) throws {
    self.target = target
    snapshot = posture.snapshot
    var tree = PolicyTree(of: snapshot)
    switch target {
    case .root, .organizationalUnit:
      guard let path = tree.path(toParentOf: target), let inherited = tree.inherited(through: target) else {
        throw CommandFailure("the snapshot has no path from the root to \(target)")
      }
      self.path = path
      self.inherited = inherited
    case .account(let id):
      guard let account = snapshot.accounts.first(where: { $0.id == id }),
        let path = tree.path(toParentOf: account.parent),
        var inherited = account.parent.flatMap({ tree.inherited(through: $0) })
      else { throw CommandFailure("the snapshot has no path from the root to \(target)") }
      inherited.apply(tree.level(of: target))
      self.path = path + [target]
      self.inherited = inherited
      self.posture = posture.accounts.first { $0.account.id == id }
      var judge = AccountJudge(tree: tree)
      reported = Self.reported(for: id, in: snapshot)
      agrees = reported.map { _ in judge.disagreement(of: account) == nil }
    }
    self.tree = tree
    if snapshot.isPolicyTypeEnabled == false {
      effective = EffectivePolicy()
    } else {
      let computed = inherited.uncertainty == nil ? inherited.effectivePolicy : nil
      effective = reported ?? self.posture?.effective ?? computed
    }
    if let effective { inherited.settle(on: effective) }
  }

  private static func reported(for account: AccountID, in snapshot: Snapshot) -> EffectivePolicy? {
    var answer = snapshot.effectivePolicies[account]
    if case .representative(let other)? = answer { answer = snapshot.effectivePolicies[other] }
    guard case .reported(let reported)? = answer else { return nil }
    guard let text = reported.text else { return EffectivePolicy() }
    return try? EffectivePolicy(parsing: text)
  }

  /// The values in force with their origin, sorted by service. Empty while the policy type is not enabled.
  private var values: [(service: String, value: OptOutValue, origin: Provenance?, lock: Provenance?)] {
    guard let effective else { return [] }
    let proven = inherited.outcomes.first ?? [:]
    return effective.values.sorted { $0.key < $1.key }.map { service, value in
      let origin = proven[service].flatMap { $0.value == value ? $0.provenance : nil }
      return (service, value, origin, inherited.keys[service]?.setting?.closedBy)
    }
  }

  private func policyName(_ id: String) -> String? {
    snapshot.policies.first { $0.id.rawValue == id }?.name
  }

  // MARK: - JSON

  var json: JSONValue {
    .object([
      ("target", .string(target.rawValue)),
      ("path", .strings(path.map(\.rawValue))),
      ("effective", effective.map { .effectivePolicy($0) } ?? .null),
      ("values", .array(values.map(json))),
      ("ignored", .array(inherited.ignored.map(json))),
      (
        "orderDependent",
        .array(
          inherited.openConflicts.map {
            .object([
              ("service", .string($0.service)), ("node", .string($0.node)),
              ("policies", .strings($0.policies)),
            ])
          })
      ),
      ("reported", reported.map { .effectivePolicy($0) } ?? .null),
      ("agrees", agrees.map { .bool($0) } ?? .null),
      ("verdict", .optional(posture?.verdict.rawValue)), ("lock", .optional(posture?.lock.word)),
      ("openings", .strings(inherited.openings.map(\.phrase))),
      ("reason", .optional(posture?.reason ?? inherited.uncertainty)),
    ])
  }

  private func json(
    _ value: (service: String, value: OptOutValue, origin: Provenance?, lock: Provenance?)
  ) -> JSONValue {
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

  // MARK: - Text

  func text(_ context: CommandContext) -> String {
    var lines: [String] = []
    for (depth, node) in path.enumerated() { lines += levelLines(node, depth: depth, context) }
    lines.append("")
    if snapshot.isPolicyTypeEnabled == false {
      lines.append("The policy type is not enabled, so none of this is in force.")
    }
    lines.append("Effective policy: " + (effective.map { TerminalText.safe($0.json) } ?? "unknown"))
    for value in values {
      let origin =
        value.origin.map {
          "set by \(named($0.policy)) on \(named(node: $0.node)), line \($0.position.line), "
            + "column \($0.position.column)"
        } ?? "by AWS's answer; no policy in the snapshot sets it"
      let lock = value.lock.map { "; locked by \($0.policy) on \($0.node)" } ?? "; not locked"
      lines.append("  \(TerminalText.safe(value.service)) = \(value.value.rawValue): \(origin)\(lock)")
    }
    if let agrees {
      lines.append(agrees ? "AWS reports the same." : "AWS reports otherwise than computed from the policies.")
    } else if case .account = target {
      lines.append("AWS's answer: none" + (posture?.reason.map { " (\(TerminalText.safe($0)))" } ?? ""))
    }
    lines += inherited.openConflicts.map {
      "Order-dependent: \($0.policies.joined(separator: ", ")) on \($0.node) assign \"\($0.service)\" differently"
    }
    if let uncertainty = inherited.uncertainty { lines.append("Not certain: \(TerminalText.safe(uncertainty))") }
    let openings = inherited.openings.map(\.phrase)
    lines.append(
      openings.isEmpty
        ? "Nothing further down can change this."
        : "A policy further down could: " + TerminalText.safe(openings.joined(separator: ", ")))
    return lines.map { TerminalText.wrapped($0, to: context.columns, indent: 4) }.joined(separator: "\n")
  }

  private func levelLines(_ node: NodeID, depth: Int, _ context: CommandContext) -> [String] {
    let margin = String(repeating: "  ", count: depth)
    var lines = ["\(margin)\(context.styled(named(node: node.rawValue), .bold))"]
    let level = tree.level(of: node)
    if level.policies.isEmpty { lines.append("\(margin)  no policy") }
    for policy in level.policies {
      switch policy.content {
      case .unreadable(let reason):
        lines.append("\(margin)  \(named(policy.id)): not readable (\(TerminalText.safe(reason)))")
      case .document(let document):
        lines.append("\(margin)  \(named(policy.id))")
        lines += statementLines(document, policy: policy.id, node: node).map { "\(margin)    \($0)" }
      }
    }
    return lines
  }

  private func statementLines(_ document: PolicyDocument, policy: String, node: NodeID) -> [String] {
    var lines: [String] = []
    if document.services.childControl?.allowed.allowsNewKeys == false {
      lines.append("closes the list of services")
    }
    for statement in document.services.statements {
      let name = TerminalText.safe(statement.service)
      var parts: [String] = []
      if let value = statement.setting?.assignment?.value { parts.append("\(name) = \(value.rawValue)") }
      if statement.setting?.childControl?.allowed.contains(.assign) == false { parts.append("locks \(name)") }
      if parts.isEmpty { parts.append("\(name) without a value") }
      let ignored = inherited.ignored.first {
        $0.provenance.policy == policy && $0.provenance.node == node.rawValue && $0.service == statement.service
      }
      let reason = ignored.map { " — ignored: \(TerminalText.safe($0.reason.phrase))" } ?? ""
      lines.append(parts.joined(separator: ", ") + reason)
    }
    return lines
  }

  private func named(_ policy: String) -> String {
    policyName(policy).map { "\(TerminalText.safe($0)) (\(policy))" } ?? policy
  }

  private func named(node: String) -> String {
    let name: String? =
      switch NodeID(node) {
      case .account(let id)?: snapshot.accounts.first { $0.id == id }?.name
      case .organizationalUnit(let id)?: snapshot.organizationalUnits.first { $0.id == id }?.name
      case .root?: snapshot.root.value?.name
      case nil: nil
      }
    return name.map { "\(TerminalText.safe($0)) (\(node))" } ?? node
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
