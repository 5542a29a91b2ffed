/// [ListAccountsWithInvalidEffectivePolicy](https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsWithInvalidEffectivePolicy.html)
extension LiveOrganizations {
  package func listAccountsWithInvalidEffectivePolicy(
    type: String
  ) async throws(OperationFailure) -> [AccountDescription] {
    try await items(
      of: AccountsPage.self, operation: "ListAccountsWithInvalidEffectivePolicy", target: type,
      fields: ["PolicyType": type])
  }
}
