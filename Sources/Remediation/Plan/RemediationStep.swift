package import OrganizationModel

/// One change that somebody makes to the organization.
package enum RemediationStep: Hashable, Sendable {
  /// There is no organization yet.
  case createOrganization
  /// The organization has consolidated billing only.
  case enableAllFeatures
  case enablePolicyType
  case createPolicy(PlannedPolicy)
  /// Gives an existing policy another text. `before` is the text that the snapshot has, nil when it could not be read.
  case replaceText(PolicyID, name: String, before: String?, after: String)
  case attach(PolicyReference, to: NodeID?)
  case detach(PolicyID, name: String, from: NodeID, because: String)
}

/// A policy that does not exist yet.
package struct PlannedPolicy: Hashable, Sendable {
  /// Chosen so that no policy of the organization has it.
  package var name: String
  package var description: String
  package var text: String
}

/// A policy that is attached: one that exists, or one that is created first.
package enum PolicyReference: Hashable, Sendable {
  case existing(PolicyID, name: String)
  case planned(PlannedPolicy)

  package var name: String {
    switch self {
    case .existing(_, let name): name
    case .planned(let policy): policy.name
    }
  }
}
