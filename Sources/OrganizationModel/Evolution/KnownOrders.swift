/// What is proven about the order in which the policies of nodes were attached.
package struct KnownOrders: Hashable, Sendable {
  /// The whole order of a node's policies.
  package var whole: [NodeID: [PolicyID]]
  /// Policies that came after all others of their node, in their order.
  package var last: [NodeID: [PolicyID]]

  package init(whole: [NodeID: [PolicyID]] = [:], last: [NodeID: [PolicyID]] = [:]) {
    self.whole = whole
    self.last = last
  }

  package static let none = KnownOrders()

  /// The nodes of which something else is known in `other`.
  func differences(from other: KnownOrders) -> Set<NodeID> {
    guard self != other else { return [] }
    let nodes = Set(whole.keys).union(last.keys).union(other.whole.keys).union(other.last.keys)
    return nodes.filter { whole[$0] != other.whole[$0] || last[$0] != other.last[$0] }
  }
}
