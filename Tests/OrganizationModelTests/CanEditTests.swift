import OrganizationModel
import TestSupport
import Testing

@Suite struct CanEditTests {
  private func editors(
    _ statement: String?, administrators: Answer<[DelegatedAdministrator]> = .known([])
  ) throws -> CanEdit {
    var snapshot = try Snapshot.parsing(tree: "r-root Root\n  111111111111 Management")
    snapshot.delegation = Delegation(
      resourcePolicy: .known(statement.map { "{\"Version\":\"2012-10-17\",\"Statement\":[\($0)]}" }),
      administrators: administrators)
    return CanEdit(of: snapshot)
  }

  private func delegates(_ rest: String) throws -> [String] {
    try editors("{\"Effect\":\"Allow\",\(rest)}").editors.dropFirst().map(\.principal)
  }

  private static let principal = #""Principal":{"AWS":"arn:aws:iam::222222222222:root"}"#

  @Test func `the management account can always edit`() throws {
    let canEdit = try editors(nil)
    #expect(canEdit.editors.map(\.principal) == ["111111111111"])
    #expect(canEdit.unread.isEmpty)
  }

  @Test(
    arguments: [
      (#""Action":"organizations:UpdatePolicy""#, true), (#""Action":"*""#, true),
      (#""Action":["organizations:List*","ORGANIZATIONS:attach*"]"#, true),
      (#""Action":"organizations:?etachPolicy""#, true), (#""Action":"organizations:Describe*""#, false),
      (#""NotAction":"organizations:Describe*""#, true), (#""NotAction":"organizations:*""#, false),
      (#""NotAction":["organizations:*Policy","organizations:*PolicyType"]"#, false),
    ])
  func `actions that change policies make an editor`(action: String, isEditor: Bool) throws {
    #expect(try delegates("\(action),\(Self.principal)") == (isEditor ? ["222222222222"] : []))
  }

  @Test(
    arguments: [
      (#"{"StringEquals":{"organizations:PolicyType":"AISERVICES_OPT_OUT_POLICY"}}"#, true),
      (#"{"StringEquals":{"organizations:PolicyType":["TAG_POLICY","BACKUP_POLICY"]}}"#, false),
      (#"{"StringLike":{"organizations:PolicyType":"AISERVICES*"}}"#, true),
      (#"{"StringLike":{"organizations:policytype":"TAG*"}}"#, false),
      (#"{"StringNotEquals":{"organizations:PolicyType":"AISERVICES_OPT_OUT_POLICY"}}"#, false),
      (#"{"StringNotEquals":{"organizations:PolicyType":"*"}}"#, true),
      (#"{"StringNotLike":{"organizations:PolicyType":"AISERVICES*"}}"#, false),
      (#"{"StringNotEquals":{"organizations:PolicyType":"TAG_POLICY"}}"#, true),
      (#"{"StringEquals":{"aws:PrincipalTag/x":"y"}}"#, true),
    ])
  func `a condition excludes only what it names`(condition: String, isEditor: Bool) throws {
    let found = try delegates("\"Action\":\"organizations:*\",\(Self.principal),\"Condition\":\(condition)")
    #expect(found == (isEditor ? ["222222222222"] : []))
  }

  @Test func `several principals are each named`() throws {
    let list =
      #""Principal":{"AWS":["arn:aws:iam::222222222222:root","333333333333","arn:aws:iam::444444444444:role/x"]}"#
    #expect(
      try delegates("\"Action\":\"organizations:*\",\(list)")
        == ["222222222222", "333333333333", "arn:aws:iam::444444444444:role/x"])
    #expect(try delegates(#""Action":"*","Principal":"*""#) == ["*"])
    #expect(try delegates(#""Action":"*","NotPrincipal":{"AWS":"222222222222"}"#) == ["*"])
  }

  @Test func `a Deny makes no editor and broken text is unread`() throws {
    #expect(try editors("{\"Effect\":\"Deny\",\"Action\":\"*\",\(Self.principal)}").editors.count == 1)
    #expect(try editors("{").unread.count == 1)
  }

  @Test func `registrations count for Organizations itself or when unread`() throws {
    let account = try #require(AccountID("222222222222"))
    func with(_ services: Answer<[String]>) throws -> CanEdit {
      try editors(
        nil, administrators: .known([DelegatedAdministrator(account: account, name: "x", services: services)])
      )
    }
    #expect(try with(.known(["guardduty.amazonaws.com"])).editors.count == 1)
    #expect(try with(.known(["organizations.amazonaws.com"])).editors.count == 2)
    let unread = try with(.unread(reason: "AccessDeniedException"))
    #expect(unread.editors.count == 2)
    #expect(unread.unread.count == 1)
  }
}
