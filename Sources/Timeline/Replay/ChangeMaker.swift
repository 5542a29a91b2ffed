import OrganizationModel

/// Tells an effect as a change in the domain's words: made before the effect, asked after it.
struct ChangeMaker {
  private let effect: Effect
  private let old: String?
  private let hadOwner: Bool
  private let oldWords: String?

  /// - Parameter before: the state before the effect and those that come about with it.
  init(_ effect: Effect, before: KnownState) {
    self.effect = effect
    old = before[effect.fact]
    hadOwner = effect.fact.owner.map { before[$0] != nil } ?? true
    oldWords = Self.words(effect.fact, in: before)
  }

  /// The change that the effect makes; nil for a detail of something that appears or disappears with it, and for what is
  /// only known since.
  func change(after: KnownState, at moment: Moment, event: Event?) -> Change? {
    let fact = effect.fact
    if let owner = fact.owner, !hadOwner || after[owner] == nil { return nil }
    let words = Self.words(fact, in: after)
    let isAdded = effect.value != nil
    func made(
      _ kind: Change.Kind, _ subject: Change.Subject, _ old: String? = nil, _ new: String? = nil
    ) -> Change {
      Change(kind: kind, subject: subject, before: old, after: new, at: moment, event: event)
    }
    switch fact {
    case .account(let id):
      let subject = Change.Subject(account: id)
      return isAdded
        ? made(.accountJoined, subject, nil, words) : made(.accountLeft, subject, oldWords, nil)
    case .accountName(let id): return made(.accountRenamed, .init(account: id), old, after[fact])
    case .accountState(let id): return made(.accountStateChanged, .init(account: id), old, after[fact])
    case .accountPlace(let id):
      return old == nil ? nil : made(.accountMoved, .init(account: id), oldWords, words)
    case .unit(let id):
      let subject = Change.Subject(ou: id)
      return isAdded ? made(.ouCreated, subject, nil, words) : made(.ouDeleted, subject, oldWords, nil)
    case .unitName(let id): return made(.ouRenamed, .init(ou: id), old, after[fact])
    case .unitPlace(let id): return made(.ouMoved, .init(ou: id), oldWords, words)
    case .policy(let id):
      let subject = Change.Subject(policy: id)
      return isAdded
        ? made(.policyCreated, subject, nil, words) : made(.policyDeleted, subject, oldWords, nil)
    case .policyName(let id): return made(.policyRenamed, .init(policy: id), old, after[fact])
    case .policyContent(let id):
      guard old != nil || event != nil else { return nil }
      return made(
        .policyContentChanged, .init(policy: id), nil, ContentDifference.text(from: old, to: after[fact]))
    case .attachment(let attachment):
      let subject = Change.Subject(policy: attachment.policy, node: attachment.node)
      return isAdded
        ? made(.policyAttached, subject, nil, words) : made(.policyDetached, subject, oldWords, nil)
    case .policyType:
      let subject = Change.Subject(root: after.root?.id)
      return isAdded
        ? made(.policyTypeEnabled, subject, "disabled", "enabled")
        : made(.policyTypeDisabled, subject, "enabled", "disabled")
    case .resourcePolicy: return made(.delegationChanged, .init(), oldWords, words)
    case .administrator(let id, _):
      return made(.delegationChanged, .init(account: id), isAdded ? nil : words, isAdded ? words : nil)
    }
  }

  /// What a change calls the value of `fact`.
  private static func words(_ fact: Fact, in state: KnownState) -> String? {
    switch fact {
    case .account(let id): state.name(of: .account(id))
    case .unit(let id): state.name(of: .organizationalUnit(id))
    case .policy(let id): state.name(of: id)
    case .attachment(let attachment):
      "\(state.name(of: attachment.policy)) on \(state.name(of: attachment.node))"
    case .accountPlace, .unitPlace:
      state[fact].flatMap { NodeID($0) }.map { "\(state.name(of: $0)) (\($0))" }
    case .resourcePolicy: editors(state[fact])
    case .administrator(_, let service): "delegated administrator for \(service)"
    case .accountName, .accountState, .unitName, .policyName, .policyContent, .policyType: state[fact]
    }
  }

  /// Who may edit by a delegation policy.
  private static func editors(_ text: String?) -> String? {
    guard let text else { return nil }
    guard let editors = CanEdit.editors(byDelegationPolicy: text) else {
      return "delegation policy that does not parse"
    }
    guard !editors.isEmpty else { return "delegation policy: nobody may edit opt-out policies" }
    return "delegation policy: "
      + editors.map { editor in
        guard case .delegationPolicy(let actions) = editor.ground else { return editor.principal }
        return "\(editor.principal) (\(actions.joined(separator: ", ")))"
      }.joined(separator: "; ")
  }
}
