internal import GRDB
package import OrganizationModel

extension HistoryStore {
  /// Every account that any snapshot of the organization names, also one that has left since.
  package func accountsEver(in organization: OrganizationID) throws(StoreError) -> Set<AccountID> {
    try read { database in
      var result: Set<AccountID> = []
      try PreparedStatement(
        database, "SELECT DISTINCT account_id FROM account WHERE organization_id = ?"
      ).forEachRow([.text(organization.rawValue)]) { result.insert(try $0.id(0)) }
      return result
    }
  }
}
