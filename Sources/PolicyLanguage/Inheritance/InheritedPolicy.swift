/// What the levels from the root downwards amount to: values with their origin, and what is closed to lower levels.
///
/// Built by applying levels one after another, root first:
///
/// ```swift
/// var inherited = InheritedPolicy()
/// for level in levels { inherited.apply(level) }
/// ```
///
/// The rules are those of
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html>, its operators
/// page and its examples:
/// 1. Levels apply top-down; `@@assign` overwrites what is inherited.
/// 2. `@@operators_allowed_for_child_policies` binds lower levels only, never policies on the same node; a restriction
///    from above cannot be loosened below, and the lists of one node's policies are intersected.
/// 3. A closed container takes no new keys but does not freeze the values inside it.
/// 4. On one node the policy that was attached first wins. AWS returns that order nowhere, so every order that could
///    matter is followed: `outcomes` has one entry for each different result.
package struct InheritedPolicy: Hashable, Sendable {
  /// The container `services`, once a policy has created it.
  package var services: Container?
  /// The service keys that exist, with or without a value.
  package var keys: [String: Key] = [:]
  /// The values that each possible attachment order leads to; exactly one entry when order does not matter.
  package var outcomes: [[String: ProvenValue]] = [[:]]
  package var ignored: [IgnoredStatement] = []
  package var conflicts: [OrderConflict] = []
  /// Why the result is not certain: a policy on the way that could not be read and that could have changed it.
  package var uncertainty: String?
  /// The highest node from which nothing below can change or add anything; nil while something is open.
  package var lockedBy: String?

  /// What lower levels may still do in a container, and who closed it.
  package struct Container: Hashable, Sendable {
    package var allowed: OperatorSet = .all
    package var closedBy: Provenance?
  }

  /// A service key: its own container, and its setting once a policy has created that.
  package struct Key: Hashable, Sendable {
    package var container = Container()
    package var setting: Container?
  }

  package init() {}
}

extension InheritedPolicy {
  /// Adds a level below those applied so far.
  package mutating func apply(_ level: InheritanceLevel) {
    // INVARIANT: what is locked stays locked and keeps its values, whatever stands below, readable or not.
    if let reason = level.unknownAttachments, lockedBy == nil {
      uncertainty = uncertainty ?? reason
    }
    guard !level.policies.isEmpty else { return }
    var step = LevelStep(above: self, level: level)
    step.run()
    services = step.services
    keys = step.keys
    ignored += step.ignored
    settle(step.candidates, at: level)
    if lockedBy == nil {
      uncertainty = uncertainty ?? step.unreadable
      if uncertainty == nil, openings.isEmpty { lockedBy = level.node }
    }
  }

  /// What a policy on a lower level could still do. Empty when everything is closed.
  package var openings: [Opening] {
    var result: [Opening] = []
    if services?.allowed.allowsNewKeys ?? true { result.append(.addService) }
    for (service, key) in keys.sorted(by: { $0.key < $1.key }) {
      let hasValue = outcomes.contains { $0[service] != nil }
      if hasValue {
        if key.setting?.allowed.contains(.assign) ?? false { result.append(.changeValue(service)) }
      } else if key.setting.map({ $0.allowed.contains(.assign) }) ?? key.container.allowed.allowsNewKeys {
        result.append(.addValue(service))
      }
    }
    return result
  }

  /// Chooses the winners of this level for every order of attachment that could matter.
  private mutating func settle(_ candidates: [String: [LevelStep.Candidate]], at level: InheritanceLevel) {
    guard !candidates.isEmpty else { return }
    let candidates = level.attachedLast.isEmpty ? candidates : withoutLatecomers(candidates, at: level)
    let contested = candidates.filter { Set($0.value.map(\.proven.value)).count > 1 }
    var winners = candidates.mapValues { $0[0].proven }
    guard !contested.isEmpty else {
      outcomes = merged([winners])
      return
    }
    // An order that leaves out a policy proves nothing about that policy's place.
    let concerned = Set(contested.values.joined().map(\.proven.provenance.policy))
    if let order = level.attachmentOrder, concerned.isSubset(of: order) {
      for (service, list) in contested {
        let sorted = list.sorted {
          (order.firstIndex(of: $0.proven.provenance.policy) ?? .max)
            < (order.firstIndex(of: $1.proven.provenance.policy) ?? .max)
        }
        winners[service] = sorted[0].proven
        ignored += sorted.dropFirst().map {
          IgnoredStatement(
            provenance: $0.proven.provenance, service: service,
            reason: .attachedLater(than: sorted[0].proven.provenance))
        }
      }
      outcomes = merged([winners])
      return
    }
    conflicts += contested.keys.sorted().map { service in
      OrderConflict(
        service: service, node: level.node,
        policies: (contested[service] ?? []).map(\.proven.provenance.policy).sorted())
    }
    let alternatives = AttachmentOrders.winners(of: contested.mapValues { $0.map(\.proven) })
    var distinct = merged(alternatives.map { winners.merging($0) { _, new in new } })
    if distinct.count > AttachmentOrders.outcomeLimit {
      uncertainty = uncertainty ?? "too many attachment orders lead to different results"
      distinct = Array(distinct.prefix(AttachmentOrders.outcomeLimit))
    }
    outcomes = distinct
  }

  /// The assignments that could win when the policies of `attachedLast` come after all others: theirs count only for a
  /// service that no other policy of the node assigns, and there the first of them does.
  private mutating func withoutLatecomers(
    _ candidates: [String: [LevelStep.Candidate]], at level: InheritanceLevel
  ) -> [String: [LevelStep.Candidate]] {
    var result = candidates
    for (service, list) in candidates.sorted(by: { $0.key < $1.key }) where list.count > 1 {
      var earlier = list.filter { !level.attachedLast.contains($0.proven.provenance.policy) }
      if earlier.isEmpty,
        let first = level.attachedLast.first(where: { id in
          list.contains { $0.proven.provenance.policy == id }
        })
      {
        earlier = list.filter { $0.proven.provenance.policy == first }
      }
      let later = list.filter { candidate in
        !earlier.contains { $0.proven.provenance.policy == candidate.proven.provenance.policy }
      }
      ignored += later.filter { $0.proven.value != earlier[0].proven.value }.map {
        IgnoredStatement(
          provenance: $0.proven.provenance, service: service,
          reason: .attachedLater(than: earlier[0].proven.provenance))
      }
      result[service] = earlier
    }
    return result
  }

  /// Each outcome overwritten by each of `alternatives`, each result once; a few past the limit at most.
  private func merged(_ alternatives: [[String: ProvenValue]]) -> [[String: ProvenValue]] {
    var result: [[String: ProvenValue]] = []
    var seen: Set<[String: ProvenValue]> = []
    for outcome in outcomes {
      for alternative in alternatives where result.count <= AttachmentOrders.outcomeLimit {
        let merged = outcome.merging(alternative) { _, new in new }
        if seen.insert(merged).inserted { result.append(merged) }
      }
    }
    return result
  }
}

/// Something that a policy further down could do.
package enum Opening: Hashable, Sendable {
  /// Add a service key that is not there.
  case addService
  /// Change the value of this service key.
  case changeValue(String)
  /// Give this service key, which has no value, one.
  case addValue(String)

  /// A clause: `add any service`, `change "default"`, `give "lex" a value`.
  package var phrase: String {
    switch self {
    case .addService: "add any service"
    case .changeValue(let service): "change \"\(service)\""
    case .addValue(let service): "give \"\(service)\" a value"
    }
  }
}
