import OrganizationModel
import PolicyLanguage

/// Where the policies stand that make exceptions and keep them from being made elsewhere.
///
/// A value that is closed at the root cannot be opened below it
/// (<https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html>), so the value of an excepted
/// service is left open there, for that service alone. Its node then assigns optIn and closes it; every unit beside the
/// way from the root to the node assigns optOut and closes it. Accounts that hang directly on that way cannot be locked
/// for the service, because a policy never binds the node it stands on.
struct ExceptionPlacement {
  /// Services opted in for the whole organization.
  private(set) var optedInAtRoot: Set<String> = []
  /// Services whose value the root leaves open.
  private(set) var openAtRoot: Set<String> = []
  /// The text of the policy for each node below the root.
  private(set) var texts: [NodeID: String] = [:]
  /// Nodes where an excepted service is decided: on the way to an exception, at one, or beside it.
  private var decided: [String: Set<NodeID>] = [:]

  init(_ exceptions: [ScopedException], in snapshot: Snapshot, tree: PolicyTree) {
    guard case .known(let root) = snapshot.root else { return }
    let rootNode = NodeID.root(root.id)
    optedInAtRoot = Set(exceptions.filter { $0.node == rootNode }.map(\.service))
    let scoped = exceptions.filter { $0.node != rootNode && !optedInAtRoot.contains($0.service) }
    openAtRoot = Set(scoped.map(\.service))
    var optIns: [NodeID: Set<String>] = [:]
    var closings: [NodeID: Set<String>] = [:]
    for service in openAtRoot {
      let targets = Set(scoped.filter { $0.service == service }.map(\.node))
      let paths = targets.map { tree.path(to: $0) }
      let onTheWay = Set(paths.joined())
      for target in targets { optIns[target, default: []].insert(service) }
      for unit in snapshot.organizationalUnits {
        let node = NodeID.organizationalUnit(unit.id)
        guard !onTheWay.contains(node), onTheWay.contains(unit.parent), !targets.contains(unit.parent) else {
          continue
        }
        closings[node, default: []].insert(service)
      }
      decided[service] = onTheWay.union(closings.filter { $0.value.contains(service) }.keys)
    }
    for (node, services) in closings { texts[node] = OptOutPolicyText.leaf(services, .optOut) }
    for (node, services) in optIns {
      texts[node] = OptOutPolicyText.mixed(optedIn: services, optedOut: closings[node] ?? [])
    }
  }

  func concerns(_ node: NodeID, service: String) -> Bool { decided[service]?.contains(node) ?? false }
}
