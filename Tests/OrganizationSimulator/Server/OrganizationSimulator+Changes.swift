package import Foundation

/// The changes of `SimulatedOrganization+Changes.swift` while the simulator runs, at the time of its clock.
extension OrganizationSimulator {
  package func attach(_ policy: String, to node: String) throws {
    try changeNow { try $0.attach(policy, to: node, at: $1) }
  }

  package func detach(_ policy: String, from node: String) throws {
    try changeNow { try $0.detach(policy, from: node, at: $1) }
  }

  package func update(_ policy: String, content: String) throws {
    try changeNow { try $0.update(policy, content: content, at: $1) }
  }

  package func update(_ policy: String, description: String) throws {
    try changeNow { try $0.update(policy, description: description, at: $1) }
  }

  package func addPolicy(_ policy: SimulatedOrganization.Policy) throws {
    try changeNow { try $0.addPolicy(policy, at: $1) }
  }

  package func removePolicy(_ policy: String) throws {
    try changeNow { try $0.removePolicy(policy, at: $1) }
  }

  package func move(_ account: String, to parent: String) throws {
    try changeNow { try $0.move(account, to: parent, at: $1) }
  }

  package func enablePolicyType(_ type: String = SimulatedOrganization.optOutPolicyType) {
    changeNow { $0.enablePolicyType(type, at: $1) }
  }

  package func disablePolicyType(_ type: String = SimulatedOrganization.optOutPolicyType) {
    changeNow { $0.disablePolicyType(type, at: $1) }
  }

  package func addAccount(_ account: SimulatedAccount) throws {
    try changeNow { try $0.addAccount(account, at: $1) }
  }

  package func addOrganizationalUnit(_ unit: SimulatedOrganization.OrganizationalUnit) throws {
    try changeNow { try $0.addOrganizationalUnit(unit, at: $1) }
  }

  package func removeOrganizationalUnit(_ unit: String) throws {
    try changeNow { try $0.removeOrganizationalUnit(unit, at: $1) }
  }

  package func close(_ account: String) throws { try changeNow { try $0.close(account, at: $1) } }

  package func remove(_ account: String) throws { try changeNow { try $0.remove(account, at: $1) } }

  package func leave(_ account: String) throws { try changeNow { try $0.leave(account, at: $1) } }

  package func rename(_ id: String, to name: String) throws {
    try changeNow { try $0.rename(id, to: name, at: $1) }
  }

  /// Changes the organization in one step at the time of the clock.
  package func changeNow<Result>(
    _ body: (inout SimulatedOrganization, Date) throws -> Result
  ) rethrows -> Result {
    let now = behaviour.clock()
    return try change { try body(&$0, now) }
  }
}
