import Foundation
import OrganizationsAPI
import Testing

@Suite struct AnswerDecodingTests {
  private func read<Answer: Decodable>(_ type: Answer.Type, _ text: String) throws -> Answer {
    try AnswerReader.read(type, from: Data(text.utf8), operation: "Test")
  }

  @Test(arguments: [
    ("1704164645", 1_704_164_645.0), ("1704164645.25", 1_704_164_645.25),
    ("\"2024-01-02T03:04:05Z\"", 1_704_164_645),
    ("\"2024-01-02T03:04:05.250000+00:00\"", 1_704_164_645.25),
    ("\"2024-01-02T05:04:05.25+02:00\"", 1_704_164_645.25),
    ("\"2024-01-01T22:04:05-05:00\"", 1_704_164_645),
  ])
  func `times are epoch seconds or ISO 8601`(json: String, seconds: Double) throws {
    let page = try read(AccountsPage.self, #"{"Accounts":[{"Id":"1","JoinedTimestamp":\#(json)}]}"#)
    let date = try #require(page.items.first?.joinedTimestamp)
    #expect(abs(date.timeIntervalSince1970 - seconds) < 0.001)
  }

  @Test(arguments: ["\"yesterday\"", "\"2024-13-02T03:04:05Z\"", "1e30", "true"])
  func `what is no time is malformed`(json: String) {
    #expect(throws: OperationFailure.self) {
      try read(AccountsPage.self, #"{"Accounts":[{"Id":"1","JoinedTimestamp":\#(json)}]}"#)
    }
  }

  @Test func `values that this version does not know stay as they are`() throws {
    let page = try read(
      ListRootsPage.self,
      #"{"Roots":[{"Id":"r-1","PolicyTypes":[{"Type":"NEW_POLICY","Status":"HALF_ENABLED"}],"New":1}]}"#)
    #expect(page.items.first?.policyTypes == [PolicyTypeStatus(type: "NEW_POLICY", status: "HALF_ENABLED")])
    #expect(page.items.first?.arn == "")
  }

  @Test func `a policy, its targets and the delegation policy are read with AWS's names`() throws {
    let policy = try read(
      DescribePolicyAnswer.self,
      #"{"Policy":{"PolicySummary":{"Id":"p-1","Arn":"a","Name":"n","Description":"d","Type":"t","AwsManaged":true},"Content":"{}"}}"#
    ).policy
    #expect(
      policy
        == PolicyDescription(
          summary: PolicySummary(
            id: "p-1", arn: "a", name: "n", description: "d", type: "t", awsManaged: true), content: "{}"))
    let targets = try read(
      ListTargetsForPolicyPage.self,
      #"{"Targets":[{"TargetId":"r-1","Arn":"a","Name":"Root","Type":"ROOT"}]}"#)
    #expect(targets.items == [PolicyTarget(id: "r-1", name: "Root", type: "ROOT")])
    let resource = try read(
      DescribeResourcePolicyAnswer.self,
      #"{"ResourcePolicy":{"ResourcePolicySummary":{"Id":"rp-1","Arn":"a"},"Content":"{}"}}"#)
    #expect(resource.resourcePolicy == ResourcePolicyDescription(id: "rp-1", arn: "a", content: "{}"))
  }

  @Test func `an account keeps both state fields and its paths`() throws {
    let page = try read(
      AccountsPage.self,
      #"{"Accounts":[{"Id":"1","State":"CLOSED","Status":"SUSPENDED","Paths":["o-1/r-1/1/"],"JoinedMethod":"CREATED"}]}"#
    )
    #expect(
      page.items == [
        AccountDescription(
          id: "1", arn: "", name: "", state: "CLOSED", status: "SUSPENDED", paths: ["o-1/r-1/1/"],
          joinedMethod: "CREATED")
      ])
  }

  @Test func `service listings use the names of their keys`() throws {
    let access = try read(
      ListAWSServiceAccessPage.self,
      #"{"EnabledServicePrincipals":[{"ServicePrincipal":"config.amazonaws.com","DateEnabled":0}]}"#)
    #expect(
      access.items == [
        ServiceAccessDescription(
          servicePrincipal: "config.amazonaws.com", dateEnabled: Date(timeIntervalSince1970: 0))
      ])
    let services = try read(
      ListDelegatedServicesForAccountPage.self,
      #"{"DelegatedServices":[{"ServicePrincipal":"a.amazonaws.com"}]}"#)
    #expect(services.items == [DelegatedServiceDescription(servicePrincipal: "a.amazonaws.com")])
    let administrators = try read(
      ListDelegatedAdministratorsPage.self,
      #"{"DelegatedAdministrators":[{"Id":"1","Name":"n","DelegationEnabledDate":0}]}"#)
    #expect(administrators.items.first?.delegationEnabled == Date(timeIntervalSince1970: 0))
  }
}
