/// A change to an organization that is tried on a snapshot.
package enum SnapshotChange: Hashable, Sendable {
  /// Attaches a policy to a node, after all policies that the node has.
  case attach(AttachedPolicy, to: NodeID)
  case detach(PolicyID, from: NodeID)
  /// Gives a policy another text, wherever it is attached.
  case replace(PolicyID, by: String)
  /// Moves an account to the root or an organizational unit.
  case move(AccountID, to: NodeID)
}

/// The policy that a change attaches.
package enum AttachedPolicy: Hashable, Sendable {
  /// A policy of the snapshot.
  case existing(PolicyID)
  /// A policy that is not created yet. Equal drafts are one policy, attached in several places.
  case draft(name: String, text: String)
}

/// Why a change cannot be tried: it does not fit the snapshot, or the changes contradict each other.
package enum SnapshotChangeError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownNode(NodeID)
  case unknownPolicy(PolicyID)
  case unknownAccount(AccountID)
  case notAttached(PolicyID, NodeID, attachedTo: [NodeID])
  /// It could not be read where the policy is attached.
  case targetsUnread(PolicyID, reason: String)
  case alreadyAttached(PolicyID, NodeID)
  case attachedTwice(String, NodeID)
  case detachedTwice(PolicyID, NodeID)
  case replacedTwice(PolicyID)
  case movedTwice(AccountID)
  case notAContainer(NodeID)
  case alreadyThere(AccountID, NodeID)

  package var description: String {
    switch self {
    case .unknownNode(let node): "\(node) is no root, organizational unit or account of the snapshot"
    case .unknownPolicy(let policy): "\(policy) is no AI services opt-out policy of the snapshot"
    case .unknownAccount(let account): "\(account) is no account of the snapshot"
    case .notAttached(let policy, let node, let nodes):
      "\(policy) is not attached to \(node), so it cannot be detached there; it is attached to "
        + (nodes.isEmpty ? "nothing" : nodes.map(\.rawValue).joined(separator: ", "))
    case .targetsUnread(let policy, let reason):
      "it could not be read where \(policy) is attached (\(reason)), so it cannot be detached; collect again"
    case .alreadyAttached(let policy, let node):
      "\(policy) is attached to \(node) already; detach it there as well to put it last"
    case .attachedTwice(let policy, let node): "\(policy) is attached to \(node) twice; once is enough"
    case .detachedTwice(let policy, let node): "\(policy) is detached from \(node) twice; once is enough"
    case .replacedTwice(let policy): "\(policy) is replaced twice; give one text"
    case .movedTwice(let account): "\(account) is moved twice; give one place"
    case .notAContainer(let node):
      "\(node) is an account; an account moves to the root or an organizational unit"
    case .alreadyThere(let account, let node): "\(account) is in \(node) already"
    }
  }
}
