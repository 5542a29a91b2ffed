import Foundation

/// The read operations of AWS Organizations, all but `DescribeEffectivePolicy`, which has a file of its own.
///
/// Members and errors: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Operations.html
struct OrganizationsOperations {
  let organization: SimulatedOrganization
  let records: OrganizationRecords
  let operation: String
  let input: JSONValue
  let behaviour: SimulatorBehaviour

  func answer() throws(AWSError) -> JSONValue {
    switch operation {
    case "DescribeOrganization": return ["Organization": records.organizationRecord]
    case "ListRoots": return try paging.answer("Roots", [organization]) { _ in records.root }
    case "ListOrganizationalUnitsForParent":
      let parent = try parent()
      let units = organization.organizationalUnits(below: parent)
      return try paging.answer("OrganizationalUnits", units, scope: parent, record: records.unit)
    case "ListAccountsForParent":
      let parent = try parent()
      let accounts = organization.accounts(below: parent)
      return try paging.answer("Accounts", accounts, scope: parent, record: records.account)
    case "ListChildren": return try listChildren()
    case "ListParents": return try listParents()
    case "ListAccounts":
      return try paging.answer("Accounts", organization.accountIDs) { id in
        organization.accounts[id].map(records.account) ?? .null
      }
    case "DescribeAccount": return ["Account": records.account(try account())]
    case "DescribeOrganizationalUnit": return try describeOrganizationalUnit()
    case "ListPolicies", "DescribePolicy", "ListTargetsForPolicy", "ListPoliciesForTarget",
      "DescribeResourcePolicy":
      return try policyAnswer()
    case "ListDelegatedAdministrators", "ListDelegatedServicesForAccount",
      "ListAWSServiceAccessForOrganization",
      "ListAccountsWithInvalidEffectivePolicy":
      return try administrationAnswer()
    default: throw AWSError(code: "UnknownOperationException", message: "")
    }
  }

  private func policyAnswer() throws(AWSError) -> JSONValue {
    switch operation {
    case "ListPolicies":
      let type = try policyType("Filter")
      let policies = organization.policyIDs.compactMap { organization.policies[$0] }.filter {
        $0.type == type
      }
      return try paging.answer("Policies", policies, scope: type, record: records.policySummary)
    case "ListPoliciesForTarget":
      let type = try policyType("Filter")
      let target = try required("TargetId")
      guard organization.kind(of: target) != nil else { throw Self.targetNotFound }
      let policies = organization.policies(attachedTo: target).filter { $0.type == type }
      return try paging.answer("Policies", policies, scope: target + type, record: records.policySummary)
    case "DescribePolicy": return ["Policy": records.policy(try policy())]
    case "ListTargetsForPolicy":
      let policy = try policy().id
      let targets = organization.targets(of: policy)
      return try paging.answer("Targets", targets, scope: policy, record: records.target)
    default:
      guard let policy = organization.resourcePolicy else {
        throw Self.noResourcePolicy
      }
      return ["ResourcePolicy": records.resourcePolicy(policy)]
    }
  }

  private func administrationAnswer() throws(AWSError) -> JSONValue {
    switch operation {
    case "ListDelegatedAdministrators":
      let principal = input["ServicePrincipal"]?.string
      let accounts = organization.delegatedAdministrators(for: principal)
      return try paging.answer(
        "DelegatedAdministrators", accounts, scope: principal ?? "", record: records.delegatedAdministrator)
    case "ListDelegatedServicesForAccount":
      let account = try account()
      guard !account.delegatedServices.isEmpty else {
        throw AWSError(
          code: "AccountNotRegisteredException",
          message:
            "The specified account is not a delegated administrator for this Amazon Web Services service.")
      }
      return try paging.answer(
        "DelegatedServices", account.delegatedServices, scope: account.id, record: records.delegatedService)
    case "ListAWSServiceAccessForOrganization":
      return try paging.answer(
        "EnabledServicePrincipals", organization.trustedServices, record: records.trustedService)
    default:
      let type = try policyType("PolicyType")
      guard organization.isEnabled(type) else { throw DescribeEffectivePolicy.notFound }
      let accounts = organization.accountIDs.compactMap { organization.accounts[$0] }
        .filter(\.hasInvalidEffectivePolicy)
      return try paging.answer(
        "Accounts", accounts, scope: type, extra: [.init("PolicyType", .string(type))],
        record: records.account)
    }
  }

  private func listChildren() throws(AWSError) -> JSONValue {
    let parent = try parent()
    let type = try required("ChildType")
    let ids: [String]
    switch type {
    case "ACCOUNT": ids = organization.accounts(below: parent).map(\.id)
    case "ORGANIZATIONAL_UNIT": ids = organization.organizationalUnits(below: parent).map(\.id)
    default: throw .invalidInput("INVALID_ENUM", "You specified an invalid value for ChildType.")
    }
    return try paging.answer("Children", ids, scope: parent + type) { id in
      ["Id": .string(id), "Type": .string(type)]
    }
  }

  private func listParents() throws(AWSError) -> JSONValue {
    let child = try required("ChildId")
    guard let parent = organization.parent(of: child), let kind = organization.kind(of: parent) else {
      throw .notFound(
        "Child", "We can't find an organizational unit (OU) or account with the ChildId that you specified.")
    }
    return try paging.answer("Parents", [parent], scope: child) { id in
      ["Id": .string(id), "Type": .string(kind.rawValue)]
    }
  }

  private func describeOrganizationalUnit() throws(AWSError) -> JSONValue {
    guard let unit = organization.organizationalUnits[try required("OrganizationalUnitId")] else {
      throw .notFound(
        "OrganizationalUnit", "We can't find an OU with the OrganizationalUnitId that you specified.")
    }
    return ["OrganizationalUnit": records.unit(unit)]
  }

  private var paging: Paging { Paging(operation: operation, input: input, behaviour: behaviour) }

  private func parent() throws(AWSError) -> String {
    let parent = try required("ParentId")
    guard let kind = organization.kind(of: parent), kind != .account else {
      throw .notFound("Parent", "We can't find a root or OU with the ParentId that you specified.")
    }
    return parent
  }

  private func account() throws(AWSError) -> SimulatedAccount {
    guard let account = organization.accounts[try required("AccountId")] else {
      throw .notFound("Account", "You specified an account that doesn't exist.")
    }
    return account
  }

  private func policy() throws(AWSError) -> SimulatedOrganization.Policy {
    guard let policy = organization.policies[try required("PolicyId")] else {
      throw .notFound("Policy", "We can't find a policy with the PolicyId that you specified.")
    }
    return policy
  }

  private func policyType(_ name: String) throws(AWSError) -> String {
    let type = try required(name)
    guard type.hasSuffix("_POLICY") || type == "DECLARATIVE_POLICY_EC2" else {
      throw .invalidInput("INVALID_ENUM_POLICY_TYPE", "You specified an invalid policy type.")
    }
    return type
  }

  private func required(_ name: String) throws(AWSError) -> String {
    guard let text = input[name]?.string else {
      throw .invalidInput("INPUT_REQUIRED", "You must include a value for \(name).")
    }
    return text
  }

  static var noResourcePolicy: AWSError {
    .notFound(
      "ResourcePolicy", "We can't find a resource policy request with the parameter that you specified.")
  }

  static var targetNotFound: AWSError {
    .notFound("Target", "We can't find a root, OU, account, or policy with the TargetId that you specified.")
  }
}

extension SimulatedOrganization {
  /// The delegated administrators of the service, or of any service.
  func delegatedAdministrators(for principal: String?) -> [SimulatedAccount] {
    accountIDs.compactMap { accounts[$0] }.filter { account in
      account.delegatedServices.contains { principal == nil || $0.principal == principal }
    }
  }
}
