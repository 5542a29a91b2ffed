package import OrganizationModel

/// How nodes and policies are named to people: name and id, harmless.
package struct PlanNames {
  private var nodes: [NodeID: String] = [:]

  package init(plan: RemediationPlan) { self.init(snapshot: plan.snapshot) }

  package init(snapshot: Snapshot?) {
    guard let snapshot else { return }
    if let root = snapshot.root.value { nodes[.root(root.id)] = root.name }
    for unit in snapshot.organizationalUnits { nodes[.organizationalUnit(unit.id)] = unit.name }
    for account in snapshot.accounts { nodes[.account(account.id)] = account.name }
  }

  package func node(_ node: NodeID) -> String {
    nodes[node].map { ShownName.of($0, id: node.rawValue) } ?? node.rawValue
  }

  package func policy(_ id: PolicyID, _ name: String) -> String { ShownName.of(name, id: id.rawValue) }
}
