/// One node on the way from the root to an account, with the policies attached to it.
package struct InheritanceLevel: Hashable, Sendable {
  /// The node's id: `r-…`, `ou-…` or an account id.
  package var node: String
  /// Sorted by id; AWS returns no attachment order.
  package var policies: [LevelPolicy]
  /// The ids of `policies` in the order in which they were attached, when something proves it.
  package var attachmentOrder: [String]?
  /// The ids of policies that were attached after all others of the node, in their order, where something proves that.
  package var attachedLast: [String]
  /// Why it is not known which further policies are attached here; nil when all are known.
  package var unknownAttachments: String?

  package init(
    node: String, policies: [LevelPolicy], attachmentOrder: [String]? = nil, attachedLast: [String] = [],
    unknownAttachments: String? = nil
  ) {
    self.node = node
    self.policies = policies.sorted { $0.id < $1.id }
    self.attachmentOrder = attachmentOrder
    self.attachedLast = attachedLast
    self.unknownAttachments = unknownAttachments
  }
}

/// A policy as it takes part in inheritance: its document, or the reason why that is not known.
package struct LevelPolicy: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    case document(PolicyDocument)
    case unreadable(reason: String)
  }

  package var id: String
  package var content: Content

  package init(id: String, content: Content) {
    self.id = id
    self.content = content
  }
}
