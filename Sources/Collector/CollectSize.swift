package import OrganizationModel
package import OrganizationsAPI

/// How much there is to read, and so how many requests a collect sends.
package struct CollectSize: Hashable, Sendable {
  package var accounts: Int
  package var organizationalUnits: Int
  package var policies: Int
  /// Accounts that AWS is asked for.
  package var asked: Int

  package init(accounts: Int, organizationalUnits: Int, policies: Int, asked: Int) {
    self.accounts = accounts
    self.organizationalUnits = organizationalUnits
    self.policies = policies
    self.asked = asked
  }

  /// The size of what `snapshot` has.
  package init(of snapshot: Snapshot, mode: EffectiveMode) {
    accounts = snapshot.accounts.count
    organizationalUnits = snapshot.organizationalUnits.count
    policies = snapshot.policies.count
    asked = Representatives(of: snapshot, mode: mode).asked.count
  }

  /// What AWS lists, at the cost of the listings: accounts by the page, one request for each unit, policies by the page.
  ///
  /// Without the policies' targets, the distinct paths of `representative` are those of the containers of accounts.
  package init(
    listedBy api: any OrganizationsReading, mode: EffectiveMode, width: Int = 64
  ) async throws(OperationFailure) {
    let roots = try await api.listRoots()
    let listed = try await api.listAccounts()
    let policies = try await api.listPolicies(type: Root.optOutPolicyType)
    let reader = TreeReader(api: api, width: width)
    let root = roots.first.flatMap { RootID($0.id) }
    var tree = TreeReader.Tree()
    if let root { tree = await reader.readUnits(below: root) }
    tree = await reader.placing(listed, in: tree, root: root)
    accounts = listed.count
    organizationalUnits = tree.organizationalUnits.count
    self.policies = policies.count
    asked = mode == .every ? listed.count : Set(tree.parents.values).count
  }

  /// The least number of requests by operation; what has more than a page of children or targets takes more.
  package func requests(readsEvents: Bool) -> [String: Int] {
    var requests = [
      "GetCallerIdentity": 1, "DescribeOrganization": 1, "ListRoots": 2, "DescribeResourcePolicy": 1,
      "ListDelegatedAdministrators": 1, "ListAWSServiceAccessForOrganization": 1,
      "ListAccountsWithInvalidEffectivePolicy": 1,
      // Roots, accounts, policies and targets are listed again at the end, to see what moved meanwhile.
      "ListAccounts": 2 * pages(accounts), "ListOrganizationalUnitsForParent": organizationalUnits + 1,
      "ListPolicies": 2 * pages(policies), "ListTargetsForPolicy": 2 * policies, "DescribePolicy": policies,
      "DescribeEffectivePolicy": asked,
    ]
    if readsEvents { requests["LookupEvents"] = Event.writeNames.count }
    return requests.filter { $0.value > 0 }
  }

  /// AWS's pages have at most twenty items, and the first is asked for even when there are none.
  private func pages(_ items: Int) -> Int { max(1, (items + 19) / 20) }
}
