/// An AI services opt-out policy with the text that AWS keeps.
package struct Policy: Hashable, Sendable {
  package var id: PolicyID
  package var arn: String
  package var name: String
  package var description: String?
  package var isAWSManaged: Bool
  /// The document exactly as stored, or why it could not be read.
  package var content: Answer<String>

  package init(
    id: PolicyID, arn: String, name: String, description: String?, isAWSManaged: Bool,
    content: Answer<String>
  ) {
    self.id = id
    self.arn = arn
    self.name = name
    self.description = description
    self.isAWSManaged = isAWSManaged
    self.content = content
  }
}

/// A policy on a node.
package struct Attachment: Hashable, Sendable, Comparable {
  package var policy: PolicyID
  package var node: NodeID

  package init(policy: PolicyID, node: NodeID) {
    self.policy = policy
    self.node = node
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.policy, left.node) < (right.policy, right.node)
  }
}
