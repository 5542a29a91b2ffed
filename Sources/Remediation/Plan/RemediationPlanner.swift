package import OrganizationModel
import PolicyLanguage

/// Finds the fewest changes after which every account is opted out and locked but for the exceptions.
///
/// 1. The root gets one policy that opts everything out and closes all three levels: one that is there already, else one
///    whose text is replaced, else a new one.
/// 2. An exception below the root needs the value of its service open at the root, so its node gets a policy that
///    assigns and closes it, and the units beside the way there get policies that close it again.
/// 3. What opts in, or speaks about an excepted service where it should not, is detached.
/// 4. `ChangedSnapshot` and `OrganizationPosture` tell what that would do, and what is not as wanted is a problem.
package struct RemediationPlanner {
  private let snapshot: Snapshot
  private let root: Root
  private let exceptions: [ScopedException]
  private let tree: PolicyTree
  private var notes: [String] = []
  private var usedNames: Set<String>

  static let rootName = "AI services opt-out"

  /// - Throws: `RemediationError` when the root or the policies were not read, or an exception makes no sense.
  package init(snapshot: Snapshot, exceptions: [ScopedException]) throws(RemediationError) {
    self.snapshot = snapshot
    switch snapshot.root {
    case .known(let root): self.root = root
    case .unread(let reason): throw .rootUnread(reason: reason)
    }
    // A policy beside others that nobody has seen may change nothing, or undo what they do.
    if let reason = snapshot.policiesUnread { throw .policiesUnread(reason: reason) }
    self.exceptions = Set(exceptions).sorted()
    tree = PolicyTree(of: snapshot)
    usedNames = Set(snapshot.policies.map(\.name))
    try checkExceptions()
  }

  private var rootNode: NodeID { .root(root.id) }

  // MARK: - Plan

  package mutating func plan() throws(RemediationError) -> RemediationPlan {
    let placement = ExceptionPlacement(exceptions, in: snapshot, tree: tree)
    let text = OptOutPolicyText.root(optedIn: placement.optedInAtRoot, open: placement.openAtRoot)
    guard text.unicodeScalars.count <= PolicyAdmission.sizeLimit else {
      throw .policyTooLong(
        characters: text.unicodeScalars.count,
        services: placement.optedInAtRoot.union(placement.openAtRoot).count)
    }
    let base = rootPolicy(saying: text)
    let placements = placements(of: placement)
    var steps: [RemediationStep] = []
    if snapshot.organization.featureSet == "CONSOLIDATED_BILLING" { steps.append(.enableAllFeatures) }
    if snapshot.isPolicyTypeEnabled != true { steps.append(.enablePolicyType) }
    steps += stepsForRoot(base, text: text)
    steps += stepsForPlacements(placements)
    let detached = detachments(base: base, text: text, placement: placement, placements: placements)
    steps = merged(steps, detached)
    return try consequences(
      RemediationPlan(
        posture: OrganizationPosture(of: snapshot), exceptions: exceptions, rootPolicy: base.reference,
        rootText: base.text ?? text, placements: placements, steps: steps, after: nil, affectedAccounts: [],
        notes: notes, problems: []))
  }

  // MARK: - Root

  private struct RootChoice {
    var reference: PolicyReference
    /// The text it has when that is left as it is.
    var text: String?
    var isAttached: Bool
    var replaces = false
  }

  private func policies(on node: NodeID) -> [Policy] {
    let ids = Set(snapshot.attachments.filter { $0.node == node }.map(\.policy))
    return snapshot.policies.filter { ids.contains($0.id) }
  }

  private func nodes(of policy: PolicyID) -> [NodeID] {
    snapshot.attachments.filter { $0.policy == policy }.map(\.node)
  }

  private mutating func rootPolicy(saying text: String) -> RootChoice {
    let attached = policies(on: rootNode)
    let inForce = snapshot.isPolicyTypeEnabled == true
    func existing(_ policy: Policy, replaces: Bool = false) -> RootChoice {
      RootChoice(
        reference: .existing(policy.id, name: policy.name), text: replaces ? nil : policy.content.value,
        isAttached: attached.contains { $0.id == policy.id } && inForce, replaces: replaces)
    }
    let wanted = PolicyMeaning(of: text)
    func matches(_ policy: Policy) -> Bool {
      policy.content.value.flatMap { PolicyMeaning(of: $0) } == wanted
    }
    if let match = attached.first(where: matches) ?? snapshot.policies.first(where: matches) {
      return existing(match)
    }
    if exceptions.isEmpty, let alone = attached.first(where: { holds([$0]) }) { return existing(alone) }
    let isFull = attached.count >= ChangedSnapshot.policiesPerNode
    if let old = attached.first(where: { isReplaceable($0, whatever: false) })
      ?? (isFull ? attached.first { isReplaceable($0, whatever: true) } : nil)
    {
      return existing(old, replaces: true)
    }
    let policy = PlannedPolicy(
      name: unusedName(Self.rootName),
      description: "Opts all accounts out of AI services data use, and locks it.",
      text: text)
    return RootChoice(reference: .planned(policy), text: nil, isAttached: false)
  }

  /// A policy that opts out already may be corrected in place, which leaves no gap and keeps its name true.
  private func isReplaceable(_ policy: Policy, whatever: Bool) -> Bool {
    guard !policy.isAWSManaged, snapshot.targetsUnread[policy.id] == nil,
      exceptions.isEmpty || nodes(of: policy.id) == [rootNode]
    else { return false }
    if whatever { return true }
    guard let text = policy.content.value, let document = try? PolicyDocument(parsing: text) else {
      return false
    }
    let values = document.services.statements.compactMap { $0.setting?.assignment?.value }
    return !values.isEmpty
      && (document.value(of: EffectivePolicy.defaultKey) == .optOut || !values.contains(.optIn))
  }

  /// Whether these policies alone, on the root, opt every service out for good.
  private func holds(_ policies: [Policy]) -> Bool {
    let inherited = inherited(policies.map { ($0.id.rawValue, $0.content.value) })
    return inherited.lockedBy != nil
      && inherited.effectivePolicies.allSatisfy { $0.verdict == .optedOut }
  }

  private func inherited(_ policies: [(id: String, text: String?)]) -> InheritedPolicy {
    let level = policies.map { id, text in
      LevelPolicy(
        id: id,
        content: text.flatMap { try? PolicyDocument(parsing: $0) }.map { .document($0) }
          ?? .unreadable(reason: "its text is not known"))
    }
    var inherited = InheritedPolicy()
    inherited.apply(InheritanceLevel(node: root.id.rawValue, policies: level))
    return inherited
  }

  private func stepsForRoot(_ base: RootChoice, text: String) -> [RemediationStep] {
    var steps: [RemediationStep] = []
    switch base.reference {
    case .planned(let policy): steps.append(.createPolicy(policy))
    case .existing(let id, let name) where base.replaces:
      let before = snapshot.policies.first { $0.id == id }?.content.value
      steps.append(.replaceText(id, name: name, before: before, after: text))
    case .existing: break
    }
    if !base.isAttached { steps.append(.attach(base.reference, to: rootNode)) }
    return steps
  }

  // MARK: - Exceptions

  private func checkExceptions() throws(RemediationError) {
    for exception in exceptions {
      guard exception.service != EffectivePolicy.defaultKey else { throw .exceptionForDefault }
      guard ServiceCatalogue.builtIn.contains(exception.service) else {
        let key = exception.service.lowercased()
        throw .unknownService(
          exception.service, suggestion: ServiceCatalogue.builtIn.contains(key) ? key : nil)
      }
      guard snapshot.contains(exception.node) else { throw .unknownNode(exception.node) }
      for other in exceptions where other.service == exception.service && other.node != exception.node {
        guard !tree.path(to: exception.node).contains(other.node) else {
          throw .nestedException(service: exception.service, exception.node, inside: other.node)
        }
      }
    }
  }

  private mutating func placements(of placement: ExceptionPlacement) -> [RemediationPlan.Placement] {
    var known: [String: PolicyReference] = [:]
    return placement.texts.sorted { $0.key < $1.key }.map { node, text in
      let reference = known[text] ?? reference(to: text, number: known.count + 1)
      known[text] = reference
      return RemediationPlan.Placement(policy: reference, text: text, node: node)
    }
  }

  private mutating func reference(to text: String, number: Int) -> PolicyReference {
    let wanted = PolicyMeaning(of: text)
    if let match = snapshot.policies.first(where: { policy in
      policy.content.value.flatMap { PolicyMeaning(of: $0) } == wanted
    }) {
      return .existing(match.id, name: match.name)
    }
    let optsIn = text.contains("\"optIn\"")
    let name = unusedName(optsIn ? "AI services exception \(number)" : "AI services closing \(number)")
    return .planned(
      PlannedPolicy(
        name: name,
        description: optsIn
          ? "Opts one branch in to named AI services, and locks it."
          : "Keeps an exception elsewhere from being made here too.", text: text))
  }

  private func stepsForPlacements(_ placements: [RemediationPlan.Placement]) -> [RemediationStep] {
    var created: Set<PlannedPolicy> = []
    var steps: [RemediationStep] = []
    // What closes comes before what opens.
    let sorted = placements.enumerated().sorted {
      ($0.element.text.contains("\"optIn\"") ? 1 : 0, $0.offset)
        < ($1.element.text.contains("\"optIn\"") ? 1 : 0, $1.offset)
    }.map(\.element)
    for placement in sorted {
      if case .planned(let policy) = placement.policy, created.insert(policy).inserted {
        steps.append(.createPolicy(policy))
      }
      if case .existing(let id, _) = placement.policy, snapshot.isPolicyTypeEnabled == true,
        snapshot.attachments.contains(Attachment(policy: id, node: placement.node))
      {
        continue
      }
      steps.append(.attach(placement.policy, to: placement.node))
    }
    return steps
  }

  private mutating func unusedName(_ name: String) -> String {
    var candidate = name
    var number = 2
    while usedNames.contains(candidate) {
      candidate = "\(name) (\(number))"
      number += 1
    }
    usedNames.insert(candidate)
    return candidate
  }

  // MARK: - Detachments

  private mutating func detachments(
    base: RootChoice, text: String, placement: ExceptionPlacement, placements: [RemediationPlan.Placement]
  ) -> [RemediationStep] {
    var wanted = Set(
      placements.compactMap { placement -> Attachment? in
        guard case .existing(let id, _) = placement.policy else { return nil }
        return Attachment(policy: id, node: placement.node)
      })
    if case .existing(let id, _) = base.reference { wanted.insert(Attachment(policy: id, node: rootNode)) }
    let names = Dictionary(
      snapshot.policies.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var steps: [RemediationStep] = []
    for attachment in snapshot.attachments where !wanted.contains(attachment) {
      let policy = names[attachment.policy]
      // The text that a replaced policy gets counts wherever else it is attached.
      if case .existing(attachment.policy, _) = base.reference, base.replaces { continue }
      guard
        let reason = reasonToDetach(
          policy, from: attachment.node, beside: base.text ?? text, placement: placement)
      else { continue }
      steps.append(
        .detach(
          attachment.policy, name: policy?.name ?? attachment.policy.rawValue, from: attachment.node,
          because: reason))
    }
    return steps
  }

  private mutating func reasonToDetach(
    _ policy: Policy?, from node: NodeID, beside text: String, placement: ExceptionPlacement
  ) -> String? {
    guard let content = policy?.content.value, let document = try? PolicyDocument(parsing: content) else {
      let id = policy?.id.rawValue ?? "a policy"
      if node == rootNode {
        return "its text could not be read, so what it does beside the opt-out is not known"
      }
      if !exceptions.isEmpty {
        notes.append("the text of \(id) on \(node) could not be read; it may change an exception")
      }
      return nil
    }
    let optedIn = document.services.statements.filter { $0.setting?.assignment?.value == .optIn }.map(
      \.service)
    if !optedIn.isEmpty {
      return "it opts in to " + optedIn.map { "\"\(ShownName.of($0))\"" }.joined(separator: ", ")
    }
    if node == rootNode {
      let alone = inherited([("base", text)])
      let both = inherited([("base", text), ("other", content)])
      guard both.effectivePolicies == alone.effectivePolicies, both.openings == alone.openings else {
        return "beside the opt-out it opens something or changes a value"
      }
      return nil
    }
    let excepted = document.services.statements.map(\.service).filter { service in
      placement.concerns(node, service: service)
    }
    guard let service = excepted.first else { return nil }
    return "it speaks about \"\(service)\", which is decided by an exception here"
  }

  /// The steps with the detachments at their end, but before an attachment whose node is full.
  private func merged(_ steps: [RemediationStep], _ detachments: [RemediationStep]) -> [RemediationStep] {
    var late = detachments
    var result: [RemediationStep] = []
    for step in steps {
      if case .attach(_, let node?) = step,
        policies(on: node).count >= ChangedSnapshot.policiesPerNode,
        let index = late.firstIndex(where: { step in
          guard case .detach(_, _, node, _) = step else { return false }
          return true
        })
      {
        result.append(late.remove(at: index))
      }
      result.append(step)
    }
    return result + late
  }

  // MARK: - Consequences

  private func consequences(_ plan: RemediationPlan) throws(RemediationError) -> RemediationPlan {
    var plan = plan
    let outlook = try PlanOutlook(of: plan, on: snapshot, root: root)
    plan.after = outlook.after
    plan.affectedAccounts = outlook.affectedAccounts
    plan.notes += outlook.notes
    plan.problems = outlook.problems
    return plan
  }
}

extension PolicyDocument {
  /// What the document assigns to `service` itself.
  func value(of service: String) -> OptOutValue? {
    services.statements.first { $0.service == service }?.setting?.assignment?.value
  }
}
