import Collector
import OrganizationModel
import OrganizationSimulator
import Testing

@Suite struct CollectorTests {
  /// The ways in which AWS may cut the same answers.
  static let shapes: [(name: String, change: @Sendable (inout SimulatorBehaviour) -> Void)] = [
    ("as AWS sends them", { _ in }),
    ("without paths", { $0.includesPaths = false }),
    ("empty pages before each page", { $0.emptyPagesBeforeEachPage = 2 }),
    ("an empty page at the end", { $0.endsWithEmptyPage = true }),
    ("State alone", { $0.stateFields = .stateOnly }),
    ("times with exponents", { $0.timestampStyle = .exponent }),
  ]

  @Test(arguments: 0..<shapes.count)
  func `the snapshot is the organization however AWS cuts its answers`(shape: Int) async throws {
    let outcome = try await Simulation(.sample(), Self.shapes[shape].change).collect()
    expect(outcome.snapshot, equals: outcome.organization)
    #expect(outcome.snapshot.isComplete)
    #expect(outcome.snapshot.unread.isEmpty)
    #expect(outcome.snapshot.mismatches.isEmpty)
    #expect(outcome.snapshot.movedWhileReading.isEmpty)
    #expect(outcome.requests["ListParents"] == nil)
    #expect(
      outcome.snapshot.reported("444444444444")
        == #"{"services":{"default":{"opt_out_policy":"optOut"},"lex":{"opt_out_policy":"optIn"},"#
        + #""polly":{"opt_out_policy":"optIn"}}}"#)
  }

  @Test(arguments: [true, false])
  func `a generated organization of many pages is read whole`(hasPaths: Bool) async throws {
    let organization = SimulatedOrganization.generated(
      accounts: 130, organizationalUnits: 30, policies: 8, seed: 7)
    let outcome = try await Simulation(organization) {
      $0.includesPaths = hasPaths
      $0.emptyPagesBeforeEachPage = 1
    }.collect()
    expect(outcome.snapshot, equals: organization)
    #expect(outcome.snapshot.isComplete)
    #expect(outcome.snapshot.effectivePolicies.count == 130)
  }

  @Test func `each operation is asked as often as there is something to ask about`() async throws {
    let organization = SimulatedOrganization.generated(
      accounts: 45, organizationalUnits: 10, policies: 4, seed: 3)
    let withPaths = try await Simulation(organization).collect().requests
    #expect(
      withPaths == [
        "GetCallerIdentity": 1, "DescribeOrganization": 1, "ListRoots": 2, "ListAccounts": 6,
        "ListOrganizationalUnitsForParent": 11, "ListPolicies": 2, "DescribePolicy": 4,
        "ListTargetsForPolicy": 8, "DescribeEffectivePolicy": 45, "DescribeResourcePolicy": 1,
        "ListDelegatedAdministrators": 1, "ListAccountsWithInvalidEffectivePolicy": 1,
        "ListAWSServiceAccessForOrganization": 1,
      ])
    let without = try await Simulation(organization) { $0.includesPaths = false }.collect().requests
    var expected = withPaths
    // Where accounts do not say their place, the units are listed once more too.
    expected["ListOrganizationalUnitsForParent"] = 22
    expected["ListAccountsForParent"] = 0
    for parent in [organization.root.id] + organization.organizationalUnits.keys {
      expected["ListAccountsForParent", default: 0] +=
        2 * max(1, (organization.accounts(below: parent).count + 19) / 20)
    }
    #expect(without == expected)
  }

  @Test func `the header says who asked, where and when`() async throws {
    let header = try await Simulation(.sample()).collect().snapshot.header
    #expect(header.organization.rawValue == "o-exampleorg1")
    #expect(header.startedAt == Simulation.time)
    #expect(header.observedAt == Simulation.time)
    guard case .live(let endpoint?, let caller?) = header.source else {
      Issue.record("no endpoint or caller in \(header.source)")
      return
    }
    #expect(endpoint.hasPrefix("http://127.0.0.1:"))
    #expect(caller.contains("111111111111"))
  }

  @Test func `service control policies are read when asked for`() async throws {
    let tree = #"""
      o-exampleorg1 management=111111111111
      r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY,SERVICE_CONTROL_POLICY policies=p-guard
        111111111111 Management
        ou-ab12-workloads Workloads policies=p-guard
      policy p-guard Guard type=SERVICE_CONTROL_POLICY {"Version":"2012-10-17","Statement":[]}
      """#
    var simulation = try Simulation(tree: tree)
    #expect(try await simulation.collect().snapshot.serviceControlPolicies == nil)
    simulation.options.readsServiceControlPolicies = true
    let snapshot = try await simulation.collect().snapshot
    let policy = try #require(snapshot.serviceControlPolicies?.value?.first)
    #expect(policy.policy.content.value == #"{"Version":"2012-10-17","Statement":[]}"#)
    #expect(policy.targets.value?.map(\.rawValue) == ["ou-ab12-workloads", "r-ab12"])
    #expect(snapshot.policies.isEmpty)
    #expect(snapshot.attachments.isEmpty)
  }

  @Test(arguments: [
    ("", "not enabled"), ("pending-enable=AISERVICES_OPT_OUT_POLICY", "PENDING_ENABLE"),
    ("pending-disable=AISERVICES_OPT_OUT_POLICY", "PENDING_DISABLE"),
  ])
  func `nothing is asked about a policy type that is not in force`(
    attributes: String, status: String
  ) async throws {
    let tree = #"""
      o-exampleorg1 management=111111111111
      r-ab12 Root \#(attributes) policies=p-everyone
        111111111111 Management
      policy p-everyone E {"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}
      """#
    let outcome = try await Simulation(tree: tree).collect()
    #expect(outcome.requests["DescribeEffectivePolicy"] == nil)
    #expect(outcome.snapshot.isPolicyTypeEnabled == false)
    #expect(outcome.snapshot.isComplete)
    #expect(outcome.snapshot.effectivePolicies.values.allSatisfy { "\($0)".contains(status) })
    #expect(outcome.snapshot.effectivePolicies.count == 1)
    #expect(OrganizationPosture(of: outcome.snapshot).verdict == .notOptedOut)
  }

  @Test func `delegated administrators and invalid effective policies are listed`() async throws {
    let tree = #"""
      o-exampleorg1 management=111111111111
      r-ab12 Root enabled=AISERVICES_OPT_OUT_POLICY
        111111111111 Management
        222222222222 Security delegated=guardduty.amazonaws.com,access-analyzer.amazonaws.com
        333333333333 Broken invalid=true
      """#
    let snapshot = try await Simulation(tree: tree).collect().snapshot
    #expect(snapshot.delegation.resourcePolicy == .known(nil))
    let administrator = try #require(snapshot.delegation.administrators.value?.first)
    #expect(snapshot.delegation.administrators.value?.count == 1)
    #expect(administrator.account.rawValue == "222222222222")
    #expect(administrator.services == .known(["access-analyzer.amazonaws.com", "guardduty.amazonaws.com"]))
    #expect(snapshot.invalidEffectivePolicies.value?.map { $0.map(\.rawValue) } == ["333333333333"])
  }
}
