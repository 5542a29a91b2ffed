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
  case notEmpty(String)

  package var description: String {
    switch self {
    case .unknownNode(let id): "the organization has no root, OU or account \(id): use an id of the tree"
    case .unknownAccount(let id): "the organization has no account \(id): use an account id of the tree"
    case .unknownPolicy(let id): "the organization has no policy \(id): add it first"
    case .noParent(let id): "\(id) is no root or OU of the organization: name one that is"
    case .duplicate(let id): "the organization has \(id) already: choose another id"
    case .attached(let policy, let node): "\(policy) is attached to \(node) already: detach it first"
    case .notAttached(let policy, let node): "\(policy) is not attached to \(node): nothing to detach"
    case .notEmpty(let id): "\(id) has OUs or accounts below it: move them first"
    }
  }
}

/// What an administrator does. `date` is the moment of the change; it moves `LastUpdatedTimestamp` where AWS
/// moves it, and is the time of the record that the change leaves in `trail`. Without a date there is no record.
extension SimulatedOrganization {
  package mutating func addOrganizationalUnit(
    _ unit: OrganizationalUnit, at date: Date? = nil
  ) throws(SimulatedChangeError) {
    guard kind(of: unit.id) == nil else { throw .duplicate(unit.id) }
    guard isParent(unit.parentID) else { throw .noParent(unit.parentID) }
    organizationalUnits[unit.id] = unit
    childUnitIDs[unit.parentID, default: []].append(unit.id)
    record(
      "CreateOrganizationalUnit", at: date,
      request: ["name": .string(unit.name), "parentId": .string(unit.parentID)],
      response: ["organizationalUnit": trailUnit(unit)])
  }

  /// What AWS has no operation for, and what two readings would show if it had.
  package mutating func moveOrganizationalUnit(
    _ unit: String, to parent: String
  ) throws(SimulatedChangeError) {
    guard let old = organizationalUnits[unit]?.parentID else { throw .unknownNode(unit) }
    guard isParent(parent) else { throw .noParent(parent) }
    organizationalUnits[unit]?.parentID = parent
    childUnitIDs[old]?.removeAll { $0 == unit }
    childUnitIDs[parent, default: []].append(unit)
  }

  package mutating func removeOrganizationalUnit(
    _ unit: String, at date: Date? = nil
  ) throws(SimulatedChangeError) {
    guard let parent = organizationalUnits[unit]?.parentID else { throw .unknownNode(unit) }
    guard childUnitIDs[unit, default: []].isEmpty, childAccountIDs[unit, default: []].isEmpty else {
      throw .notEmpty(unit)
    }
    organizationalUnits[unit] = nil
    childUnitIDs[parent]?.removeAll { $0 == unit }
    attachments[unit] = nil
    record("DeleteOrganizationalUnit", at: date, request: ["organizationalUnitId": .string(unit)])
  }

  /// Adds the account in its place. AWS creates accounts below the root, from where they are moved; here that is one
  /// change. An account that was invited accepts by itself, so that the record is in its own trail.
  package mutating func addAccount(
    _ account: SimulatedAccount, at date: Date? = nil
  ) throws(SimulatedChangeError) {
    guard kind(of: account.id) == nil else { throw .duplicate(account.id) }
    guard isParent(account.parentID) else { throw .noParent(account.parentID) }
    accounts[account.id] = account
    accountIDs.append(account.id)
    childAccountIDs[account.parentID, default: []].append(account.id)
    switch account.joinedMethod {
    case .created: recordCreation(of: account, at: date)
    case .invited: recordAcceptance(by: account, at: date)
    }
  }

  package mutating func addPolicy(_ policy: Policy, at date: Date? = nil) throws(SimulatedChangeError) {
    guard policies[policy.id] == nil else { throw .duplicate(policy.id) }
    policies[policy.id] = policy
    policyIDs.append(policy.id)
    record(
      "CreatePolicy", at: date,
      request: [
        "content": .string(policy.content), "description": .string(policy.description),
        "name": .string(policy.name), "type": .string(policy.type),
      ], response: ["policy": trailPolicy(policy)])
  }

  /// Removes the policy and every attachment of it.
  package mutating func removePolicy(_ policy: String, at date: Date) throws(SimulatedChangeError) {
    guard policies[policy] != nil else { throw .unknownPolicy(policy) }
    for node in targets(of: policy) { try detach(policy, from: node, at: date) }
    policies[policy] = nil
    policyIDs.removeAll { $0 == policy }
    record("DeletePolicy", at: date, request: ["policyId": .string(policy)])
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
    record("AttachPolicy", at: date, request: ["policyId": .string(policy), "targetId": .string(node)])
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
    record("DetachPolicy", at: date, request: ["policyId": .string(policy), "targetId": .string(node)])
  }

  package mutating func update(_ policy: String, content: String, at date: Date) throws(SimulatedChangeError)
  {
    guard policies[policy] != nil else { throw .unknownPolicy(policy) }
    policies[policy]?.content = content
    recordUpdate(of: policy, [.init("content", .string(content))], at: date)
  }

  /// Moves `LastUpdatedTimestamp`, although nothing changes in what applies.
  package mutating func update(
    _ policy: String, description: String, at date: Date
  ) throws(SimulatedChangeError) {
    guard policies[policy] != nil else { throw .unknownPolicy(policy) }
    policies[policy]?.description = description
    recordUpdate(of: policy, [.init("description", .string(description))], at: date)
  }

  package mutating func move(_ account: String, to parent: String, at date: Date) throws(SimulatedChangeError)
  {
    guard let old = accounts[account]?.parentID else { throw .unknownAccount(account) }
    guard isParent(parent) else { throw .noParent(parent) }
    childAccountIDs[old]?.removeAll { $0 == account }
    childAccountIDs[parent, default: []].append(account)
    accounts[account]?.parentID = parent
    touchedAt[account] = date
    record(
      "MoveAccount", at: date,
      request: [
        "accountId": .string(account), "destinationParentId": .string(parent), "sourceParentId": .string(old),
      ])
  }

  /// The account stays listed with the state CLOSED, as AWS keeps it for 90 days.
  package mutating func close(_ account: String, at date: Date? = nil) throws(SimulatedChangeError) {
    try change(account) { $0.state = .closed }
    record("CloseAccount", at: date, request: ["accountId": .string(account)])
    recordResult(
      "CloseAccountResult", at: date,
      details: ["closeAccountStatus": ["accountId": .string(account), "state": "SUCCEEDED"]])
  }

  /// Takes the account out of every listing: AWS does so without a record 90 days after it was closed, which is a
  /// removal without a date.
  package mutating func remove(_ account: String, at date: Date? = nil) throws(SimulatedChangeError) {
    try takeOut(account)
    record("RemoveAccountFromOrganization", at: date, request: ["accountId": .string(account)])
  }

  /// The account takes itself out, so that the record is in its own trail.
  package mutating func leave(_ account: String, at date: Date? = nil) throws(SimulatedChangeError) {
    try takeOut(account)
    record(
      "LeaveOrganization", at: date,
      by: .session("owner", of: "AccountAdmin", in: account, partition: partition))
  }

  private mutating func takeOut(_ account: String) throws(SimulatedChangeError) {
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

  /// Renames an account, an OU, the root or a policy. Accounts are renamed through another service, and the root is not
  /// renamed at all, so that neither leaves a record.
  package mutating func rename(
    _ id: String, to name: String, at date: Date? = nil
  ) throws(SimulatedChangeError) {
    if policies[id] != nil {
      policies[id]?.name = name
      recordUpdate(of: id, [.init("name", .string(name))], at: date)
      return
    }
    switch kind(of: id) {
    case .account: accounts[id]?.name = name
    case .organizationalUnit:
      organizationalUnits[id]?.name = name
      record(
        "UpdateOrganizationalUnit", at: date,
        request: ["name": .string(name), "organizationalUnitId": .string(id)],
        response: ["organizationalUnit": organizationalUnits[id].map(trailUnit) ?? .null])
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
    recordTypeChange("EnablePolicyType", type, at: date)
  }

  /// Disables the type and drops every attachment of it, without a record of each; the policies stay. AWS does the same
  /// (https://docs.aws.amazon.com/organizations/latest/userguide/disable-policy-type.html).
  package mutating func disablePolicyType(
    _ type: String = SimulatedOrganization.optOutPolicyType, at date: Date? = nil
  ) {
    root.policyTypes.removeAll { $0.type == type }
    for (node, attached) in attachments {
      let kept = attached.filter { policies[$0]?.type != type }
      attachments[node] = kept.isEmpty ? nil : kept
    }
    recordTypeChange("DisablePolicyType", type, at: date)
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

  /// Puts the delegation policy in place of any earlier one.
  package mutating func putResourcePolicy(_ policy: ResourcePolicy, at date: Date? = nil) {
    resourcePolicy = policy
    record(
      "PutResourcePolicy", at: date, request: ["content": .string(policy.content)],
      response: [
        "resourcePolicy": [
          "content": .string(policy.content), "resourcePolicySummary": ["id": .string(policy.id)],
        ]
      ])
  }

  package mutating func deleteResourcePolicy(at date: Date? = nil) {
    resourcePolicy = nil
    record("DeleteResourcePolicy", at: date)
  }

  package mutating func registerDelegatedAdministrator(
    _ account: String, for principal: String, at date: Date
  ) throws(SimulatedChangeError) {
    try change(account) { $0.delegatedServices.append(.init(principal: principal, since: date)) }
    record(
      "RegisterDelegatedAdministrator", at: date,
      request: ["accountId": .string(account), "servicePrincipal": .string(principal)])
  }

  package mutating func deregisterDelegatedAdministrator(
    _ account: String, for principal: String, at date: Date
  ) throws(SimulatedChangeError) {
    try change(account) { $0.delegatedServices.removeAll { $0.principal == principal } }
    record(
      "DeregisterDelegatedAdministrator", at: date,
      request: ["accountId": .string(account), "servicePrincipal": .string(principal)])
  }

  private func isParent(_ id: String) -> Bool {
    id == root.id || organizationalUnits[id] != nil
  }
}
