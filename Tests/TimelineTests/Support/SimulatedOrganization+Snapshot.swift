import Foundation
import OrganizationModel
import OrganizationSimulator
import PolicyLanguage

extension SimulatedOrganization {
  /// The organization as a collect would seal it: AWS answers for every account, what the policies amount to.
  func snapshot(endingAt end: Timestamp, lasting seconds: Int = 5) throws -> Snapshot {
    let organizationID = OrganizationID(unchecked: id)
    var snapshot = Snapshot(
      header: SnapshotHeader(
        organization: organizationID, startedAt: end.adding(.seconds(-seconds)), observedAt: end,
        source: .live(endpoint: nil, callerARN: nil), toolVersion: "0.0.0-test", effectiveMode: .every),
      organization: Organization(
        id: organizationID, arn: "", featureSet: "ALL",
        managementAccount: AccountID(unchecked: managementAccountID)),
      root: .known(
        OrganizationModel.Root(
          id: RootID(unchecked: root.id), arn: "", name: root.name,
          policyTypes: Dictionary(
            root.policyTypes.map { ($0.type, $0.status.rawValue) }, uniquingKeysWith: { first, _ in first })))
    )
    snapshot.organizationalUnits = organizationalUnits.values.compactMap { unit in
      NodeID(unit.parentID).map {
        OrganizationModel.OrganizationalUnit(
          id: OrganizationalUnitID(unchecked: unit.id), arn: "", name: unit.name, parent: $0)
      }
    }.sorted { $0.id < $1.id }
    snapshot.accounts = accounts.values.map { account in
      Account(
        id: AccountID(unchecked: account.id), arn: "", name: account.name, state: account.state.rawValue,
        joinedAt: Timestamp(account.joinedAt), parent: NodeID(account.parentID))
    }.sorted { $0.id < $1.id }
    snapshot.policies = policies.values.map {
      OrganizationModel.Policy(
        id: PolicyID(unchecked: $0.id), arn: "", name: $0.name, description: $0.description,
        isAWSManaged: false, content: .known($0.content))
    }.sorted { $0.id < $1.id }
    snapshot.attachments = attachments.flatMap { node, policies in
      policies.compactMap { policy in
        NodeID(node).map { Attachment(policy: PolicyID(unchecked: policy), node: $0) }
      }
    }.sorted()
    snapshot.delegation = Delegation(
      resourcePolicy: .known(resourcePolicy?.content),
      administrators: .known(
        accounts.values.filter { !$0.delegatedServices.isEmpty }.map {
          DelegatedAdministrator(
            account: AccountID(unchecked: $0.id), name: $0.name,
            services: .known($0.delegatedServices.map(\.principal).sorted()))
        }.sorted { $0.account < $1.account }))
    var judge = AccountJudge(tree: PolicyTree(of: snapshot, orders: orders))
    for account in snapshot.accounts {
      guard case .known(let policy) = judge.computed(for: account) else { continue }
      let updated = accounts[account.id.rawValue].map { Timestamp(effectivePolicyUpdatedAt($0)) }
      snapshot.effectivePolicies[account.id] = .reported(
        ReportedEffectivePolicy(
          text: snapshot.isPolicyTypeEnabled == true ? policy.json : nil, lastUpdated: updated))
    }
    return snapshot
  }

  /// The order in which policies were attached, which AWS tells nobody.
  var orders: [NodeID: [PolicyID]] {
    var result: [NodeID: [PolicyID]] = [:]
    for (node, policies) in attachments {
      if let node = NodeID(node) { result[node] = policies.map { PolicyID(unchecked: $0) } }
    }
    return result
  }

  /// The verdict of every account, as the whole truth has it.
  func verdicts() throws -> [AccountID: Verdict] {
    let posture = OrganizationPosture(
      of: try snapshot(endingAt: Timestamp(milliseconds: 0)), orders: orders)
    return Dictionary(uniqueKeysWithValues: posture.accounts.map { ($0.account.id, $0.verdict) })
  }

  func organizationVerdict() throws -> Verdict {
    OrganizationPosture(of: try snapshot(endingAt: Timestamp(milliseconds: 0)), orders: orders).verdict
  }
}
