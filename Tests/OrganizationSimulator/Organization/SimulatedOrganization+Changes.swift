package import Foundation

/// Why a change to a simulated organization is impossible. It shows a mistake in the test, not in what is
/// tested.
package enum SimulatedChangeError: Error, Hashable, CustomStringConvertible {
  case unknownNode(String)
  case unknownAccount(String)
  case unknownPolicy(String)
  case noParent(String)
  case duplicate(String)
  case attached(policy: String, node: String)
  case notAttached(policy: String, node: String)

  package var description: String {
    switch self {
    case .unknownNode(let id): "the organization has no root, OU or account \(id): use an id of the tree"
    case .unknownAccount(let id): "the organization has no account \(id): use an account id of the tree"
    case .unknownPolicy(let id): "the organization has no policy \(id): add it first"
    case .noParent(let id): "\(id) is no root or OU of the organization: name one that is"
    case .duplicate(let id): "the organization has \(id) already: choose another id"
    case .attached(let policy, let node): "\(policy) is attached to \(node) already: detach it first"
    case .notAttached(let policy, let node): "\(policy) is not attached to \(node): nothing to detach"
    }
  }
}

/// What an administrator does. `date` is the moment of the change; it moves `LastUpdatedTimestamp` where AWS
/// moves it.
extension SimulatedOrganization {
  package mutating func addOrganizationalUnit(
    _ unit: OrganizationalUnit
  ) throws(SimulatedChangeError) {
    guard kind(of: unit.id) == nil else { throw .duplicate(unit.id) }
    guard isParent(unit.parentID) else { throw .noParent(unit.parentID) }
    organizationalUnits[unit.id] = unit
    childUnitIDs[unit.parentID, default: []].append(unit.id)
  }

  package mutating func addAccount(_ account: SimulatedAccount) throws(SimulatedChangeError) {
    guard kind(of: account.id) == nil else { throw .duplicate(account.id) }
    guard isParent(account.parentID) else { throw .noParent(account.parentID) }
    accounts[account.id] = account
    accountIDs.append(account.id)
    childAccountIDs[account.parentID, default: []].append(account.id)
  }

  package mutating func addPolicy(_ policy: Policy) throws(SimulatedChangeError) {
    guard policies[policy.id] == nil else { throw .duplicate(policy.id) }
    policies[policy.id] = policy
    policyIDs.append(policy.id)
  }

  /// Removes the policy and every attachment of it.
  package mutating func removePolicy(_ policy: String, at date: Date) throws(SimulatedChangeError) {
    guard policies[policy] != nil else { throw .unknownPolicy(policy) }
    for node in targets(of: policy) { try detach(policy, from: node, at: date) }
    policies[policy] = nil
    policyIDs.removeAll { $0 == policy }
  }

  /// Attaches behind the policies that the node has.
  package mutating func attach(_ policy: String, to node: String, at date: Date) throws(SimulatedChangeError)
  {
    guard policies[policy] != nil else { throw .unknownPolicy(policy) }
    guard kind(of: node) != nil else { throw .unknownNode(node) }
    guard !attachments[node, default: []].contains(policy) else {
      throw .attached(policy: policy, node: node)
    }
    attachments[node, default: []].append(policy)
    touchedAt[node] = date
  }

  package mutating func detach(_ policy: String, from node: String, at date: Date)
    throws(SimulatedChangeError)
  {
    guard let index = attachments[node]?.firstIndex(of: policy) else {
      throw .notAttached(policy: policy, node: node)
    }
    attachments[node]?.remove(at: index)
    if attachments[node]?.isEmpty == true { attachments[node] = nil }
    touchedAt[node] = date
  }

  package mutating func update(_ policy: String, content: String, at date: Date) throws(SimulatedChangeError)
  {
    guard policies[policy] != nil else { throw .unknownPolicy(policy) }
    policies[policy]?.content = content
    for node in targets(of: policy) { touchedAt[node] = date }
  }

  package mutating func move(_ account: String, to parent: String, at date: Date) throws(SimulatedChangeError)
  {
    guard let old = accounts[account]?.parentID else { throw .unknownAccount(account) }
    guard isParent(parent) else { throw .noParent(parent) }
    childAccountIDs[old]?.removeAll { $0 == account }
    childAccountIDs[parent, default: []].append(account)
    accounts[account]?.parentID = parent
    touchedAt[account] = date
  }

  /// The account stays listed with the state CLOSED, as AWS keeps it for 90 days.
  package mutating func close(_ account: String) throws(SimulatedChangeError) {
    try change(account) { $0.state = .closed }
  }

  /// Takes the account out of every listing, as AWS does when it leaves or 90 days after it was closed.
  package mutating func remove(_ account: String) throws(SimulatedChangeError) {
    guard let parent = accounts[account]?.parentID else { throw .unknownAccount(account) }
    accounts[account] = nil
    accountIDs.removeAll { $0 == account }
    childAccountIDs[parent]?.removeAll { $0 == account }
    attachments[account] = nil
  }

  package mutating func change(
    _ account: String, _ body: (inout SimulatedAccount) -> Void
  ) throws(SimulatedChangeError) {
    guard var changed = accounts[account] else { throw .unknownAccount(account) }
    let parent = changed.parentID
    body(&changed)
    changed.parentID = parent
    accounts[account] = changed
  }

  /// Renames an account, an OU, the root or a policy.
  package mutating func rename(_ id: String, to name: String) throws(SimulatedChangeError) {
    if policies[id] != nil {
      policies[id]?.name = name
      return
    }
    switch kind(of: id) {
    case .account: accounts[id]?.name = name
    case .organizationalUnit: organizationalUnits[id]?.name = name
    case .root: root.name = name
    case nil: throw .unknownNode(id)
    }
  }

  /// Enables the type without attaching anything again.
  package mutating func enablePolicyType(
    _ type: String = SimulatedOrganization.optOutPolicyType, at date: Date
  ) {
    setStatus(.enabled, of: type)
    touchedAt[root.id] = date
  }

  /// Disables the type and drops every attachment of it; the policies stay. AWS does the same
  /// (https://docs.aws.amazon.com/organizations/latest/userguide/disable-policy-type.html).
  package mutating func disablePolicyType(_ type: String = SimulatedOrganization.optOutPolicyType) {
    root.policyTypes.removeAll { $0.type == type }
    for (node, attached) in attachments {
      let kept = attached.filter { policies[$0]?.type != type }
      attachments[node] = kept.isEmpty ? nil : kept
    }
  }

  /// Shows the type with this status in `ListRoots`, attachments untouched: AWS passes through PENDING_ENABLE
  /// and PENDING_DISABLE.
  package mutating func setStatus(_ status: PolicyTypeStatus, of type: String) {
    if let index = root.policyTypes.firstIndex(where: { $0.type == type }) {
      root.policyTypes[index].status = status
    } else {
      root.policyTypes.append(.init(type: type, status: status))
    }
  }

  private func isParent(_ id: String) -> Bool {
    id == root.id || organizationalUnits[id] != nil
  }
}
