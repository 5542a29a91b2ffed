import Foundation

/// The records of AWS Organizations answers, made from an organization: used by the server, with times as
/// numbers, and by the export, with times as the AWS CLI prints them.
///
/// Shapes: https://docs.aws.amazon.com/organizations/latest/APIReference/API_Types.html
struct OrganizationRecords {
  let organization: SimulatedOrganization
  let includesPaths: Bool
  let stateFields: SimulatorBehaviour.StateFields
  let time: (Date) -> JSONValue

  var organizationRecord: JSONValue {
    let management = organization.managementAccountID
    return [
      "Id": .string(organization.id),
      "Arn": .string(arn("organization", organization.id, nested: false)),
      "FeatureSet": .string(organization.featureSet.rawValue),
      "MasterAccountArn": .string(arn("account", management)),
      "MasterAccountId": .string(management),
      "MasterAccountEmail": .string(organization.accounts[management]?.email ?? ""),
      // AWS documents this list as incomplete; it does not tell which types are enabled.
      "AvailablePolicyTypes": [["Type": "SERVICE_CONTROL_POLICY", "Status": "ENABLED"]],
    ]
  }

  var root: JSONValue {
    let root = organization.root
    return [
      "Id": .string(root.id),
      "Arn": .string(arn("root", root.id)),
      "Name": .string(root.name),
      "PolicyTypes": .array(
        root.policyTypes.map { ["Type": .string($0.type), "Status": .string($0.status.rawValue)] }),
    ]
  }

  func unit(_ unit: SimulatedOrganization.OrganizationalUnit) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("Id", .string(unit.id)), .init("Arn", .string(arn("ou", unit.id))),
      .init("Name", .string(unit.name)),
    ]
    if includesPaths { members.append(.init("Path", .string(path(of: unit.id)))) }
    return .object(members)
  }

  func account(_ account: SimulatedAccount) -> JSONValue {
    .object(accountMembers(account, withPaths: includesPaths))
  }

  func delegatedAdministrator(_ account: SimulatedAccount) -> JSONValue {
    let since = account.delegatedServices.map(\.since).min() ?? account.joinedAt
    return .object(accountMembers(account, withPaths: false) + [.init("DelegationEnabledDate", time(since))])
  }

  func delegatedService(_ grant: SimulatedOrganization.ServiceGrant) -> JSONValue {
    ["ServicePrincipal": .string(grant.principal), "DelegationEnabledDate": time(grant.since)]
  }

  func trustedService(_ grant: SimulatedOrganization.ServiceGrant) -> JSONValue {
    ["ServicePrincipal": .string(grant.principal), "DateEnabled": time(grant.since)]
  }

  func policySummary(_ policy: SimulatedOrganization.Policy) -> JSONValue {
    let type = policy.type.lowercased()
    let arn =
      policy.isAWSManaged
      ? "arn:\(organization.partition):organizations::aws:policy/\(type)/\(policy.id)"
      : self.arn("policy", "\(type)/\(policy.id)")
    return [
      "Id": .string(policy.id), "Arn": .string(arn), "Name": .string(policy.name),
      "Description": .string(policy.description), "Type": .string(policy.type),
      "AwsManaged": .bool(policy.isAWSManaged),
    ]
  }

  func policy(_ policy: SimulatedOrganization.Policy) -> JSONValue {
    ["PolicySummary": policySummary(policy), "Content": .string(policy.content)]
  }

  func target(_ node: String) -> JSONValue {
    let kind = organization.kind(of: node) ?? .account
    let type =
      switch kind {
      case .root: "root"
      case .organizationalUnit: "ou"
      case .account: "account"
      }
    return [
      "TargetId": .string(node), "Arn": .string(arn(type, node)),
      "Name": .string(organization.name(of: node) ?? ""), "Type": .string(kind.rawValue),
    ]
  }

  func resourcePolicy(_ policy: SimulatedOrganization.ResourcePolicy) -> JSONValue {
    [
      "ResourcePolicySummary": [
        "Id": .string(policy.id), "Arn": .string(arn("resourcepolicy", policy.id)),
      ],
      "Content": .string(policy.content),
    ]
  }

  func effectivePolicy(_ content: String, of account: SimulatedAccount, type: String) -> JSONValue {
    [
      "PolicyContent": .string(content),
      "LastUpdatedTimestamp": time(organization.effectivePolicyUpdatedAt(account)),
      "TargetId": .string(account.id), "PolicyType": .string(type),
    ]
  }

  private func accountMembers(_ account: SimulatedAccount, withPaths: Bool) -> [JSONValue.Member] {
    var members: [JSONValue.Member] = [
      .init("Id", .string(account.id)), .init("Arn", .string(arn("account", account.id))),
      .init("Email", .string(account.email)), .init("Name", .string(account.name)),
    ]
    if stateFields != .stateOnly, let status = account.state.status {
      members.append(.init("Status", .string(status)))
    }
    if stateFields != .statusOnly { members.append(.init("State", .string(account.state.rawValue))) }
    if withPaths { members.append(.init("Paths", [.string(path(of: account.id))])) }
    members.append(.init("JoinedMethod", .string(account.joinedMethod.rawValue)))
    members.append(.init("JoinedTimestamp", time(account.joinedAt)))
    return members
  }

  /// `o-.../r-.../ou-.../123456789012/`.
  private func path(of node: String) -> String {
    organization.id + "/" + organization.path(to: node).joined(separator: "/") + "/"
  }

  private func arn(_ kind: String, _ id: String, nested: Bool = true) -> String {
    let resource = nested ? "\(organization.id)/\(id)" : id
    return
      "arn:\(organization.partition):organizations::\(organization.managementAccountID):\(kind)/\(resource)"
  }
}
