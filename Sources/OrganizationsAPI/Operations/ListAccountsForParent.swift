/// [ListAccountsForParent](https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccountsForParent.html)
extension LiveOrganizations {
  package func listAccounts(parent: String) async throws(OperationFailure) -> [AccountDescription] {
    try await items(
      of: AccountsPage.self, operation: "ListAccountsForParent", target: parent,
      fields: ["ParentId": parent])
  }
}
