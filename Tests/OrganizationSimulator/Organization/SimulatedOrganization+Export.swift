package import Foundation

/// What an offline export leaves out or shows as failed.
package struct ExportOptions: Sendable {
  /// The accounts whose effective policy is asked for; nil asks for every account's.
  package var effectivePolicyAccounts: Set<String>?
  /// Files that are not written, by their path in the folder: `list-policies.json`.
  package var omittedFiles: Set<String> = []
  /// Answers that failed, by the path of the file that a success would have: `describe-policy/p-1.json`. The
  /// message goes to `describe-policy/p-1.error.txt`.
  package var failures: [String: String] = [:]
  package var includesPaths = true
  package var stateFields = SimulatorBehaviour.StateFields.both

  package init() {}
}

extension SimulatedOrganization {
  /// Writes the organization as a folder of AWS CLI answers: pages joined, times as ISO 8601, one file for
  /// each call. Calls that AWS refuses for this organization (no resource policy, policy type disabled) leave
  /// their message in `.error.txt`.
  ///
  /// - Parameter folder: is made when it is missing; files in it with the same names are replaced.
  /// - Throws: Foundation's error when a file cannot be written.
  package func writeExport(to folder: URL, options: ExportOptions = .init()) throws {
    try OrganizationExport(organization: self, folder: folder, options: options).write()
  }
}

private struct OrganizationExport {
  let organization: SimulatedOrganization
  let folder: URL
  let options: ExportOptions

  private var records: OrganizationRecords {
    OrganizationRecords(
      organization: organization, includesPaths: options.includesPaths, stateFields: options.stateFields,
      time: { .string(CivilTime($0).iso8601) })
  }

  func write() throws {
    let records = records
    let accounts = organization.accountIDs.compactMap { organization.accounts[$0] }
    try write(["Organization": records.organizationRecord], to: "describe-organization.json")
    try write(["Roots": [records.root]], to: "list-roots.json")
    try write(["Accounts": .array(accounts.map(records.account))], to: "list-accounts.json")
    let parents = [organization.root.id] + organization.organizationalUnits.keys.sorted()
    for parent in parents {
      let units = organization.organizationalUnits(below: parent).map(records.unit)
      try write(
        ["OrganizationalUnits": .array(units)], to: "list-organizational-units-for-parent/\(parent).json")
      let accounts = organization.accounts(below: parent).map(records.account)
      try write(["Accounts": .array(accounts)], to: "list-accounts-for-parent/\(parent).json")
    }
    try writePolicies(records)
    try writeEffectivePolicies(of: accounts, records)
    try writeAdministration(of: accounts, records)
  }

  private func writePolicies(_ records: OrganizationRecords) throws {
    let policies = organization.policyIDs.compactMap { organization.policies[$0] }
      .filter { $0.type == SimulatedOrganization.optOutPolicyType }
    try write(["Policies": .array(policies.map(records.policySummary))], to: "list-policies.json")
    for policy in policies {
      try write(["Policy": records.policy(policy)], to: "describe-policy/\(policy.id).json")
      let targets = organization.targets(of: policy.id).map(records.target)
      try write(["Targets": .array(targets)], to: "list-targets-for-policy/\(policy.id).json")
    }
  }

  private func writeEffectivePolicies(of accounts: [SimulatedAccount], _ records: OrganizationRecords) throws
  {
    let type = SimulatedOrganization.optOutPolicyType
    var cache = EffectivePolicyCache()
    for account in accounts where options.effectivePolicyAccounts?.contains(account.id) ?? true {
      let file = "describe-effective-policy/\(account.id).json"
      guard organization.isEnabled(type) else {
        try write(DescribeEffectivePolicy.notFound, of: "DescribeEffectivePolicy", to: file)
        continue
      }
      let content = cache.text(for: account.id, in: organization)
      try write(["EffectivePolicy": records.effectivePolicy(content, of: account, type: type)], to: file)
    }
  }

  private func writeAdministration(of accounts: [SimulatedAccount], _ records: OrganizationRecords) throws {
    if let policy = organization.resourcePolicy {
      try write(["ResourcePolicy": records.resourcePolicy(policy)], to: "describe-resource-policy.json")
    } else {
      try write(
        OrganizationsOperations.noResourcePolicy, of: "DescribeResourcePolicy",
        to: "describe-resource-policy.json")
    }
    let administrators = organization.delegatedAdministrators(for: nil).map(records.delegatedAdministrator)
    try write(["DelegatedAdministrators": .array(administrators)], to: "list-delegated-administrators.json")
    let file = "list-accounts-with-invalid-effective-policy.json"
    let type = SimulatedOrganization.optOutPolicyType
    guard organization.isEnabled(type) else {
      try write(DescribeEffectivePolicy.notFound, of: "ListAccountsWithInvalidEffectivePolicy", to: file)
      return
    }
    let invalid = accounts.filter(\.hasInvalidEffectivePolicy).map(records.account)
    try write(["Accounts": .array(invalid), "PolicyType": .string(type)], to: file)
  }

  private func write(_ answer: JSONValue, to path: String) throws {
    if let message = options.failures[path] {
      try write(text: message + "\n", to: errorPath(path))
    } else if !options.omittedFiles.contains(path) {
      try write(text: answer.prettyText, to: path)
    }
  }

  /// As the AWS CLI reports an error on stderr.
  private func write(_ error: AWSError, of operation: String, to path: String) throws {
    guard !options.omittedFiles.contains(path) else { return }
    let message =
      "\nAn error occurred (\(error.code)) when calling the \(operation) operation: \(error.message)\n"
    try write(text: options.failures[path].map { $0 + "\n" } ?? message, to: errorPath(path))
  }

  private func errorPath(_ path: String) -> String {
    String(path.dropLast(".json".count)) + ".error.txt"
  }

  private func write(text: String, to path: String) throws {
    let file = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }
}
