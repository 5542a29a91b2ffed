import Collector
import OrganizationModel
import OrganizationSimulator
import Testing

/// Answers that lack a member, or have it with another type.
///
/// Each member of each answer is taken away and mistyped, one at a time. Whatever follows, no account is called
/// anything else than what it is, unless it is called unknown.
@Suite struct FieldFaultTests {
  static let members: [(operation: String, names: [String])] = [
    ("DescribeOrganization", ["Organization", "Id", "Arn", "FeatureSet", "MasterAccountId"]),
    ("ListRoots", ["Roots", "Id", "Arn", "Name", "PolicyTypes", "Type", "Status"]),
    (
      "ListAccounts",
      ["Accounts", "Id", "Arn", "Name", "State", "Status", "Paths", "JoinedTimestamp", "JoinedMethod"]
    ),
    ("ListOrganizationalUnitsForParent", ["OrganizationalUnits", "Id", "Arn", "Name", "Path"]),
    ("ListPolicies", ["Policies", "Id", "Arn", "Name", "Type"]),
    ("DescribePolicy", ["Policy", "PolicySummary", "Content", "Id"]),
    ("ListTargetsForPolicy", ["Targets", "TargetId", "Type"]),
    (
      "DescribeEffectivePolicy",
      ["EffectivePolicy", "PolicyContent", "TargetId", "PolicyType", "LastUpdatedTimestamp"]
    ),
    ("DescribeResourcePolicy", ["ResourcePolicy", "Content", "ResourcePolicySummary"]),
    ("ListAWSServiceAccessForOrganization", ["EnabledServicePrincipals", "ServicePrincipal"]),
  ]

  static let faults: [(operation: String, fault: FaultRule.Fault)] = members.flatMap { operation, names in
    names.flatMap { [(operation, .missingMember($0)), (operation, .wrongFieldType(member: $0))] }
  }

  @Test(arguments: faults)
  func `no verdict is wrong`(operation: String, fault: FaultRule.Fault) async throws {
    let truth = OrganizationPosture(of: try await Simulation(.sample()).collect().snapshot)
    var simulation = try Simulation(.sample()) { $0.faults = [FaultRule(operation, fault)] }
    let clock = HurriedClock()
    simulation.timing = clock.timing
    let snapshot: Snapshot
    do {
      snapshot = try await simulation.collect().snapshot
    } catch let error as CollectError {
      // Nothing is sealed, and one line says which answer was wrong.
      #expect(!error.description.contains("\n"))
      #expect(["DescribeOrganization", "ListAccounts", "ListRoots"].contains(operation), "\(error)")
      return
    }
    let posture = OrganizationPosture(of: snapshot)
    let expected = Dictionary(uniqueKeysWithValues: truth.accounts.map { ($0.account.id, $0) })
    for account in posture.accounts {
      let right = try #require(expected[account.account.id])
      #expect(account.verdict == right.verdict || account.verdict == .unknown, "\(account.account.id)")
      #expect(account.lock.word == right.lock.word || account.lock.word == "unknown", "\(account.account.id)")
    }
    // An account is left out only where the snapshot says that something is missing.
    #expect(posture.accounts.count == truth.accounts.count || !snapshot.isComplete)
    #expect(posture.verdict == truth.verdict || !snapshot.isComplete || posture.verdict == .unknown)
  }
}
