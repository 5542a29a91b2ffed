/// The questions that an audit asks about an organization.
///
/// `LiveOrganizations` asks AWS; an offline export and tests answer from what they hold. Lists are whole:
/// all pages, each item once, in the order of their first appearance.
package protocol OrganizationsReading: Sendable {
  func callerIdentity() async throws(OperationFailure) -> CallerIdentity
  func describeOrganization() async throws(OperationFailure) -> OrganizationDescription
  /// The roots with the policy types that are enabled or pending there; a type that is absent is disabled.
  func listRoots() async throws(OperationFailure) -> [RootDescription]
  /// The direct children of a root or an organizational unit.
  func listOrganizationalUnits(
    parent: String
  ) async throws(OperationFailure) -> [OrganizationalUnitDescription]
  /// All accounts. `eachPage` is given the accounts of every page as it arrives, so that work on them can begin.
  func listAccounts(
    eachPage: @escaping @Sendable ([AccountDescription]) -> Void
  ) async throws(OperationFailure) -> [AccountDescription]
  /// The accounts directly under a root or an organizational unit.
  func listAccounts(parent: String) async throws(OperationFailure) -> [AccountDescription]
  /// The policies of a type such as `AISERVICES_OPT_OUT_POLICY`.
  func listPolicies(type: String) async throws(OperationFailure) -> [PolicySummary]
  func describePolicy(id: String) async throws(OperationFailure) -> PolicyDescription
  /// The nodes that a policy is attached to.
  func listTargets(policy: String) async throws(OperationFailure) -> [PolicyTarget]
  /// The effective policy of an account, or of the caller's own account when `account` is nil.
  func describeEffectivePolicy(
    type: String, account: String?
  ) async throws(OperationFailure) -> EffectivePolicyDescription
  /// The resource-based delegation policy; `notFound` when there is none.
  func describeResourcePolicy() async throws(OperationFailure) -> ResourcePolicyDescription
  func listDelegatedAdministrators() async throws(OperationFailure) -> [DelegatedAdministratorDescription]
  func listDelegatedServices(
    account: String
  ) async throws(OperationFailure) -> [DelegatedServiceDescription]
  func listAccountsWithInvalidEffectivePolicy(
    type: String
  ) async throws(OperationFailure) -> [AccountDescription]
  func listServiceAccess() async throws(OperationFailure) -> [ServiceAccessDescription]
}

extension OrganizationsReading {
  /// All accounts.
  package func listAccounts() async throws(OperationFailure) -> [AccountDescription] {
    try await listAccounts(eachPage: { _ in })
  }
}
