/// Who besides the management account may change the policies, as far as AWS says.
package struct Delegation: Hashable, Sendable {
  /// The resource-based delegation policy's text; known nil when the organization has none.
  package var resourcePolicy: Answer<String?>
  /// Sorted by account.
  package var administrators: Answer<[DelegatedAdministrator]>

  package init(resourcePolicy: Answer<String?>, administrators: Answer<[DelegatedAdministrator]>) {
    self.resourcePolicy = resourcePolicy
    self.administrators = administrators
  }
}

/// A member account registered as delegated administrator for AWS services.
package struct DelegatedAdministrator: Hashable, Sendable {
  package var account: AccountID
  package var name: String
  /// Service principals, sorted, or why they could not be read.
  package var services: Answer<[String]>

  package init(account: AccountID, name: String, services: Answer<[String]>) {
    self.account = account
    self.name = name
    self.services = services
  }
}

/// A service control policy with the nodes it is attached to.
package struct ServiceControlPolicy: Hashable, Sendable {
  package var policy: Policy
  /// Sorted.
  package var targets: Answer<[NodeID]>

  package init(policy: Policy, targets: Answer<[NodeID]>) {
    self.policy = policy
    self.targets = targets
  }
}
