import OrganizationModel
import PolicyLanguage

/// From which places in policies' texts active accounts are opted in.
struct OptInOrigins {
  /// A value in a policy's text that opts a service in.
  struct Place: Hashable {
    var provenance: Provenance
    var service: String
  }

  /// Places by account, sorted by service. Accounts without an opt-in, or where it could not be followed, are not in it.
  private(set) var places: [AccountID: [Place]] = [:]
  private let policyNames: [String: String]

  /// What accounts have in common when their opt-ins come from the same places.
  private struct Key: Hashable {
    var parent: NodeID
    var effective: EffectivePolicy
    /// The account itself when policies are attached to it.
    var own: AccountID?
  }

  init(of posture: OrganizationPosture) {
    var tree = PolicyTree(of: posture.snapshot)
    var known: [Key: [Place]] = [:]
    for account in posture.accounts where account.account.isActive && !account.optedInServices.isEmpty {
      guard let parent = account.account.parent, let effective = account.effective else { continue }
      let node = NodeID.account(account.account.id)
      let key = Key(
        parent: parent, effective: effective, own: tree.hasPolicies(on: node) ? account.account.id : nil)
      let found =
        known[key]
        ?? Self.places(of: effective, at: node, below: parent, optedIn: account.optedInServices, &tree)
      known[key] = found
      places[account.account.id] = found
    }
    policyNames = Dictionary(
      posture.snapshot.policies.map { ($0.id.rawValue, $0.name) }, uniquingKeysWith: { first, _ in first })
  }

  private static func places(
    of effective: EffectivePolicy, at node: NodeID, below parent: NodeID, optedIn: [String],
    _ tree: inout PolicyTree
  ) -> [Place] {
    guard var inherited = tree.inherited(through: parent) else { return [] }
    inherited.apply(tree.level(of: node))
    let origins = inherited.provenance(of: effective)
    return optedIn.compactMap { service in
      origins[service].map { Place(provenance: $0.provenance, service: service) }
    }
  }

  /// The name of a policy, or an empty text where it has none or was not listed.
  func name(ofPolicy id: String) -> String { policyNames[id] ?? "" }

  /// `policy "Vision exception" (p-visionexception, line 1, column 369)` for the accounts given, those that opt in most
  /// accounts first; nil when no place is known.
  func words(for accounts: [AccountID]) -> String? {
    var counts: [Provenance: Int] = [:]
    for account in accounts {
      for place in places[account] ?? [] { counts[place.provenance, default: 0] += 1 }
    }
    guard !counts.isEmpty else { return nil }
    let sorted = counts.sorted { left, right in
      if left.value != right.value { return left.value > right.value }
      let (one, two) = (left.key, right.key)
      return (one.policy, one.node, one.position.line, one.position.column)
        < (two.policy, two.node, two.position.line, two.position.column)
    }
    // A policy that is attached to several nodes has to be mended once.
    var seen: Set<String> = []
    let named = sorted.map { place, _ in
      "\"\(name(ofPolicy: place.policy))\" (\(place.policy), line \(place.position.line), column \(place.position.column))"
    }.filter { seen.insert($0).inserted }
    return "\(named.count == 1 ? "policy" : "policies") \(Words.list(named, limit: 2))"
  }
}
