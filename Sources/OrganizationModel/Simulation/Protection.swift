import PolicyLanguage

/// What protects one account, as computed from the policies on its path.
struct Protection: Hashable {
  var verdict: Verdict
  var lock: Lock
  /// The effective policies that some order of attachment leads to; empty when none is known.
  var policies: [EffectivePolicy]
  /// Policies whose unknown order decides.
  var conflicts: [OrderConflict]
  /// Why nothing is known.
  var unknownReason: String?
  /// What a policy below the account's parent could do; nil when that is not known.
  var openings: Set<Opening>?
  /// Service keys that exist above the account.
  var keysAbove: Set<String>
  /// Those of them that have a value.
  var valuesAbove: Set<String>

  /// The service keys that have a value in some order.
  var services: [String] { policies.flatMap { Array($0.values.keys) } }

  func value(of service: String?) -> SimulatedValue {
    guard !policies.isEmpty else { return .unknown }
    guard let service else { return .nothing }
    var values: [OptOutValue?] = []
    for policy in policies {
      let value = policy.value(for: service)
      if !values.contains(value) { values.append(value) }
    }
    guard values.count == 1, let only = values.first else {
      return .orderDependent(values.sorted { ($0?.rawValue ?? "") < ($1?.rawValue ?? "") })
    }
    return only.map { .value($0) } ?? .nothing
  }

  /// Whether no policy further down can change what applies to `service`. One that follows `default` is locked when
  /// `default` is and no key can be added for it.
  func valueLock(of service: String?) -> Bool? {
    guard let openings else { return nil }
    guard let service else { return openings.isEmpty }
    if valuesAbove.contains(service) { return !openings.contains(.changeValue(service)) }
    let canBeAdded =
      keysAbove.contains(service) ? openings.contains(.addValue(service)) : openings.contains(.addService)
    guard !canBeAdded else { return false }
    return service == EffectivePolicy.defaultKey || valueLock(of: EffectivePolicy.defaultKey) == true
  }
}

/// Reads the protection of accounts off a tree; what lies above accounts is worked out once for each container.
struct ProtectionReader {
  private var tree: PolicyTree
  private var judge: AccountJudge
  private var above: [NodeID: Above] = [:]

  private struct Above {
    var openings: Set<Opening>?
    var keys: Set<String> = []
    var values: Set<String> = []
  }

  /// - Parameter tree: that of a snapshot without AWS's answers.
  init(tree: PolicyTree) {
    self.tree = tree
    judge = AccountJudge(tree: tree)
  }

  mutating func protection(of account: Account) -> Protection {
    let posture = judge.posture(of: account)
    let above = above(account.parent)
    var result = Protection(
      verdict: posture.verdict, lock: posture.lock, policies: [], conflicts: [], unknownReason: nil,
      openings: above.openings, keysAbove: above.keys, valuesAbove: above.values)
    switch judge.computed(for: account) {
    case .known(let policy): result.policies = [policy]
    case .orderDependent(let policies, let conflicts):
      result.policies = policies
      result.conflicts = conflicts
    case .unknown(let reason): result.unknownReason = reason
    }
    return result
  }

  private mutating func above(_ parent: NodeID?) -> Above {
    guard let parent, let isEnabled = tree.frame.isPolicyTypeEnabled else { return Above() }
    guard isEnabled else { return Above(openings: [.addService]) }
    if let known = above[parent] { return known }
    guard let inherited = tree.inherited(through: parent) else { return Above() }
    let isKnown = inherited.lockedBy != nil || inherited.uncertainty == nil
    let result = Above(
      openings: isKnown ? Set(inherited.openings) : nil, keys: Set(inherited.keys.keys),
      values: Set(inherited.outcomes.flatMap { Array($0.keys) }))
    above[parent] = result
    return result
  }
}
