import Foundation
package import OrganizationsAPI

/// A folder of AWS CLI answers, read as if AWS were asked.
///
/// The CLI joins pages and writes times as ISO 8601. An answer that failed is kept as `<name>.error.txt` with the CLI's
/// message, which is read back into the failure that it was. Ids are checked before they become part of a path, so no
/// answer can name a file outside the export.
package struct OfflineExport: OrganizationsReading {
  private static let listedType = "AISERVICES_OPT_OUT_POLICY"

  private let source: any ExportSource

  package init(_ source: any ExportSource) {
    self.source = source
  }

  package func callerIdentity() async throws(OperationFailure) -> CallerIdentity {
    throw missing("GetCallerIdentity", target: nil, path: "get-caller-identity.json")
  }

  package func describeOrganization() async throws(OperationFailure) -> OrganizationDescription {
    try read(DescribeOrganizationAnswer.self, "describe-organization", "DescribeOrganization").organization
  }

  package func listRoots() async throws(OperationFailure) -> [RootDescription] {
    try list(ListRootsPage.self, "list-roots", "ListRoots")
  }

  package func listOrganizationalUnits(
    parent: String
  ) async throws(OperationFailure) -> [OrganizationalUnitDescription] {
    try list(
      ListOrganizationalUnitsForParentPage.self, "list-organizational-units-for-parent/\(parent)",
      "ListOrganizationalUnitsForParent", target: parent)
  }

  package func listAccounts(
    eachPage: @escaping @Sendable ([AccountDescription]) -> Void
  ) async throws(OperationFailure) -> [AccountDescription] {
    let accounts = try list(AccountsPage.self, "list-accounts", "ListAccounts")
    eachPage(accounts)
    return accounts
  }

  package func listAccounts(parent: String) async throws(OperationFailure) -> [AccountDescription] {
    try list(
      AccountsPage.self, "list-accounts-for-parent/\(parent)", "ListAccountsForParent", target: parent)
  }

  package func listPolicies(type: String) async throws(OperationFailure) -> [PolicySummary] {
    let all = try list(ListPoliciesPage.self, "list-policies", "ListPolicies", target: type)
    let found = all.filter { ($0.type.isEmpty ? Self.listedType : $0.type) == type }
    // The file is the answer for one type; that it names none of another says nothing about the other.
    guard !found.isEmpty || type == Self.listedType else {
      throw missing("ListPolicies", target: type, path: "list-policies.json with policies of type \(type)")
    }
    return found
  }

  package func describePolicy(id: String) async throws(OperationFailure) -> PolicyDescription {
    try read(DescribePolicyAnswer.self, "describe-policy/\(id)", "DescribePolicy", target: id).policy
  }

  package func listTargets(policy: String) async throws(OperationFailure) -> [PolicyTarget] {
    try list(
      ListTargetsForPolicyPage.self, "list-targets-for-policy/\(policy)", "ListTargetsForPolicy",
      target: policy)
  }

  package func describeEffectivePolicy(
    type: String, account: String?
  ) async throws(OperationFailure) -> EffectivePolicyDescription {
    let name = "describe-effective-policy/\(account ?? "own")"
    return try read(
      DescribeEffectivePolicyAnswer.self, name, "DescribeEffectivePolicy", target: account
    ).effectivePolicy
  }

  package func describeResourcePolicy() async throws(OperationFailure) -> ResourcePolicyDescription {
    try read(DescribeResourcePolicyAnswer.self, "describe-resource-policy", "DescribeResourcePolicy")
      .resourcePolicy
  }

  package func listDelegatedAdministrators() async throws(OperationFailure)
    -> [DelegatedAdministratorDescription]
  {
    try list(
      ListDelegatedAdministratorsPage.self, "list-delegated-administrators", "ListDelegatedAdministrators")
  }

  package func listDelegatedServices(
    account: String
  ) async throws(OperationFailure) -> [DelegatedServiceDescription] {
    try list(
      ListDelegatedServicesForAccountPage.self, "list-delegated-services-for-account/\(account)",
      "ListDelegatedServicesForAccount", target: account)
  }

  package func listAccountsWithInvalidEffectivePolicy(
    type: String
  ) async throws(OperationFailure) -> [AccountDescription] {
    try list(
      AccountsPage.self, "list-accounts-with-invalid-effective-policy",
      "ListAccountsWithInvalidEffectivePolicy")
  }

  package func listServiceAccess() async throws(OperationFailure) -> [ServiceAccessDescription] {
    try list(
      ListAWSServiceAccessPage.self, "list-aws-service-access-for-organization",
      "ListAWSServiceAccessForOrganization")
  }

  // MARK: - Files

  private func list<Page: AnswerPage & Decodable>(
    _ type: Page.Type, _ name: String, _ operation: String, target: String? = nil
  ) throws(OperationFailure) -> [Page.Item] {
    let page = try read(type, name, operation, target: target)
    guard page.nextToken == nil else {
      throw OperationFailure(
        operation: operation, target: target, code: "CutOffListing",
        message: "\(name).json holds one page of several (it has a NextToken)",
        kind: .malformedAnswer("one page of several"),
        advice: "let the AWS CLI join the pages: leave out --max-items and --no-paginate")
    }
    return page.items.firstOfEachIdentity()
  }

  private func read<Value: Decodable>(
    _ type: Value.Type, _ name: String, _ operation: String, target: String? = nil
  ) throws(OperationFailure) -> Value {
    let path = "\(name).json"
    guard target.map(Self.isFileName) ?? true else { throw missing(operation, target: target, path: path) }
    if let data = try contents(path, operation, target) {
      do {
        return try AnswerReader.read(type, from: data, operation: operation, target: target)
      } catch {
        var failure = error
        failure.message = "\(path): \(error.message)"
        throw failure
      }
    }
    let errorPath = "\(name).error.txt"
    if let data = try contents(errorPath, operation, target) {
      throw SavedFailure(text: String(decoding: data, as: UTF8.self), path: errorPath)
        .failure(operation: operation, target: target)
    }
    throw missing(operation, target: target, path: path)
  }

  /// Whether `id` can only name a file of its folder.
  private static func isFileName(_ id: String) -> Bool {
    (1...200).contains(id.utf8.count)
      && id.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  private func contents(
    _ path: String, _ operation: String, _ target: String?
  ) throws(OperationFailure) -> Data? {
    do {
      guard let data = try source.contents(of: path) else { return nil }
      // PowerShell writes this mark before UTF-8, and nothing is lost without it.
      let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
      return data.starts(with: byteOrderMark) ? Data(data.dropFirst(byteOrderMark.count)) : data
    } catch {
      throw OperationFailure(
        operation: operation, target: target, code: "UnreadableFile", message: "\(error)",
        kind: .malformedAnswer("\(error)"))
    }
  }

  private func missing(_ operation: String, target: String?, path: String) -> OperationFailure {
    OperationFailure(
      operation: operation, target: target, code: "MissingFile", message: "\(path) is not in the export",
      kind: .missingFile(path: path),
      advice: "make the export with the script that export-script prints")
  }
}
