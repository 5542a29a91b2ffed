package import OrganizationModel

/// What has to change so that every account is opted out for good, and what that would do.
///
/// Made from a snapshot by `RemediationPlanner`, or without one for an organization that does not exist yet. The forms
/// (`RemediationForm`) write it down; nothing here changes anything.
package struct RemediationPlan: Hashable, Sendable {
  /// Nil for an organization that nobody has looked at.
  package var posture: OrganizationPosture?
  /// Intended opt-ins, sorted.
  package var exceptions: [ScopedException]
  /// The policy that holds the root, and what it is to say.
  package var rootPolicy: PolicyReference
  package var rootText: String
  /// Where policies besides the root's are to be attached, sorted by node.
  package var placements: [Placement]
  /// In the order in which they are made. Empty when nothing needs to change.
  package var steps: [RemediationStep]
  /// The organization as it would be; nil without a snapshot.
  package var after: OrganizationPosture?
  /// Accounts whose verdict, lock or values the steps change, sorted.
  package var affectedAccounts: [AccountID]
  /// Doubts and consequences, each as a sentence without its full stop.
  package var notes: [String]
  /// Why the result would not be what is wanted, or cannot be told; empty when it is.
  package var problems: [String]

  /// A policy for a node below the root.
  package struct Placement: Hashable, Sendable {
    package var policy: PolicyReference
    package var text: String
    package var node: NodeID
  }

  package var snapshot: Snapshot? { posture?.snapshot }
  package var root: RootID? { snapshot?.root.value?.id }
  package var needsChanges: Bool { !steps.isEmpty }

  /// Policies that are created, each once, in the order of the steps.
  package var createdPolicies: [PlannedPolicy] {
    steps.compactMap { step in
      guard case .createPolicy(let policy) = step else { return nil }
      return policy
    }
  }
}
