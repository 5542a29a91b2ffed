/// Whether the caller may use one IAM action.
package struct CheckedAction: Hashable, Sendable {
  package enum Finding: Hashable, Sendable {
    case allowed
    /// AWS denies it; with AWS's words.
    case missing(reason: String)
    /// The call failed for another reason, which says nothing about permissions.
    case unclear(reason: String)
  }

  /// For example `organizations:ListRoots`.
  package var action: String
  package var finding: Finding

  package init(action: String, finding: Finding) {
    self.action = action
    self.finding = finding
  }
}

/// What an account is in its organization.
package enum CallerStanding: Hashable, Sendable {
  case managementAccount
  /// Registered as delegated administrator of some service.
  case delegatedAdministrator
  /// Reads the organization by its resource-based delegation policy alone.
  case delegatedByPolicy
  case member
  case inNoOrganization
  case unknown
}
