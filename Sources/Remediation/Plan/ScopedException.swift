package import OrganizationModel

/// An intended opt-in: one service, at one node and everything below it.
package struct ScopedException: Hashable, Sendable, Comparable {
  package var service: String
  package var node: NodeID

  package init(service: String, node: NodeID) {
    self.service = service
    self.node = node
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.service, left.node) < (right.service, right.node)
  }
}
