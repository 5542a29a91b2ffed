/// An AWS Organization as DescribeOrganization gives it.
package struct Organization: Hashable, Sendable {
  package var id: OrganizationID
  package var arn: String
  /// `ALL` or `CONSOLIDATED_BILLING`; nil when AWS did not say.
  package var featureSet: String?
  package var managementAccount: AccountID?

  package init(id: OrganizationID, arn: String, featureSet: String?, managementAccount: AccountID?) {
    self.id = id
    self.arn = arn
    self.featureSet = featureSet
    self.managementAccount = managementAccount
  }

  /// Only organizations with all features can use policies.
  package var hasAllFeatures: Bool { featureSet == "ALL" }
}

/// The root of an organization with the policy types that ListRoots names.
///
/// ListRoots is the authority for whether a policy type is enabled:
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListRoots.html>.
package struct Root: Hashable, Sendable {
  package var id: RootID
  package var arn: String
  package var name: String
  /// Status by policy type, as AWS spells them; a type that is not enabled is absent.
  package var policyTypes: [String: String]

  package init(id: RootID, arn: String, name: String, policyTypes: [String: String]) {
    self.id = id
    self.arn = arn
    self.name = name
    self.policyTypes = policyTypes
  }

  package static let optOutPolicyType = "AISERVICES_OPT_OUT_POLICY"

  /// Status of the AI services opt-out policy type: `ENABLED`, `PENDING_ENABLE`, `PENDING_DISABLE`; nil when disabled.
  package var optOutPolicyTypeStatus: String? { policyTypes[Self.optOutPolicyType] }
}

package struct OrganizationalUnit: Hashable, Sendable {
  package var id: OrganizationalUnitID
  package var arn: String
  package var name: String
  /// The root or an organizational unit.
  package var parent: NodeID

  package init(id: OrganizationalUnitID, arn: String, name: String, parent: NodeID) {
    self.id = id
    self.arn = arn
    self.name = name
    self.parent = parent
  }
}

package struct Account: Hashable, Sendable {
  package var id: AccountID
  package var arn: String
  /// Exactly as AWS sent it; members choose it, so it is untrusted text.
  package var name: String
  /// AWS's `State`, else what its older `Status` says; nil when AWS sent neither.
  package var state: String?
  package var joinedMethod: String?
  package var joinedAt: Timestamp?
  /// The root or an organizational unit; nil when the place is not known.
  package var parent: NodeID?

  package init(
    id: AccountID, arn: String, name: String, state: String?, joinedMethod: String? = nil,
    joinedAt: Timestamp? = nil, parent: NodeID?
  ) {
    self.id = id
    self.arn = arn
    self.name = name
    self.state = state
    self.joinedMethod = joinedMethod
    self.joinedAt = joinedAt
    self.parent = parent
  }

  /// Whether the account counts in verdicts. An account whose state AWS did not send, or that this version does not
  /// know, counts, so that nothing is passed over in silence. The states:
  /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_accounts_account_state.html>.
  package var isActive: Bool {
    switch state {
    case "PENDING_ACTIVATION", "SUSPENDED", "PENDING_CLOSURE", "CLOSED": false
    default: true
    }
  }
}
