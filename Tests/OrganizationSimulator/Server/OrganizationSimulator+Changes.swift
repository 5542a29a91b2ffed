import Foundation

/// The changes of `SimulatedOrganization+Changes.swift` while the simulator runs, at the time of its clock.
extension OrganizationSimulator {
  package func attach(_ policy: String, to node: String) throws {
    let now = now
    try change { try $0.attach(policy, to: node, at: now) }
  }

  package func detach(_ policy: String, from node: String) throws {
    let now = now
    try change { try $0.detach(policy, from: node, at: now) }
  }

  package func update(_ policy: String, content: String) throws {
    let now = now
    try change { try $0.update(policy, content: content, at: now) }
  }

  package func addPolicy(_ policy: SimulatedOrganization.Policy) throws {
    try change { try $0.addPolicy(policy) }
  }

  package func removePolicy(_ policy: String) throws {
    let now = now
    try change { try $0.removePolicy(policy, at: now) }
  }

  package func move(_ account: String, to parent: String) throws {
    let now = now
    try change { try $0.move(account, to: parent, at: now) }
  }

  package func enablePolicyType(_ type: String = SimulatedOrganization.optOutPolicyType) {
    let now = now
    change { $0.enablePolicyType(type, at: now) }
  }

  package func disablePolicyType(_ type: String = SimulatedOrganization.optOutPolicyType) {
    change { $0.disablePolicyType(type) }
  }

  package func addAccount(_ account: SimulatedAccount) throws { try change { try $0.addAccount(account) } }

  package func addOrganizationalUnit(_ unit: SimulatedOrganization.OrganizationalUnit) throws {
    try change { try $0.addOrganizationalUnit(unit) }
  }

  package func close(_ account: String) throws { try change { try $0.close(account) } }

  package func rename(_ id: String, to name: String) throws { try change { try $0.rename(id, to: name) } }

  private var now: Date { behaviour.clock() }
}
