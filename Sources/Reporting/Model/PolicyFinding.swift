import OrganizationModel
import PolicyLanguage

/// A place in a policy's text from which an account is opted in.
package struct PolicyFinding: Hashable, Sendable, Encodable {
  package var policy: String
  package var policyName: String
  /// Where the policy is attached.
  package var node: String
  package var service: String
  package var line: Int
  package var column: Int
  /// Active accounts that are opted in by it.
  package var accountCount: Int

  private struct Place: Hashable {
    var provenance: Provenance
    var service: String
  }

  /// The places from which active accounts are opted in, sorted by policy, node and position.
  static func findings(in posture: OrganizationPosture) -> [PolicyFinding] {
    var tree = PolicyTree(of: posture.snapshot)
    var places: [Place: Int] = [:]
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
      for place in found { places[place, default: 0] += 1 }
    }
    let names = Dictionary(
      posture.snapshot.policies.map { ($0.id.rawValue, $0.name) }, uniquingKeysWith: { first, _ in first })
    return places.map { place, count in
      PolicyFinding(
        policy: place.provenance.policy, policyName: names[place.provenance.policy] ?? "",
        node: place.provenance.node, service: place.service, line: place.provenance.position.line,
        column: place.provenance.position.column, accountCount: count)
    }.sorted { ($0.policy, $0.node, $0.line, $0.column) < ($1.policy, $1.node, $1.line, $1.column) }
  }

  /// What accounts have in common when their opt-ins come from the same places.
  private struct Key: Hashable {
    var parent: NodeID
    var effective: EffectivePolicy
    /// The account itself when policies are attached to it.
    var own: AccountID?
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
}
