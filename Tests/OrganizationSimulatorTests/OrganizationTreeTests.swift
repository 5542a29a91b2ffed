import Foundation
import OrganizationSimulator
import Testing

@Suite struct OrganizationTreeTests {
  @Test func `a tree gives every part of the organization`() throws {
    let organization = try SimulatedOrganization.sample()
    #expect(organization.id == "o-exampleorg1")
    #expect(organization.accountIDs == ["111111111111", "222222222222", "333333333333", "444444444444"])
    #expect(
      organization.path(to: "333333333333") == [
        "r-ab12", "ou-ab12-workloads", "ou-ab12-prod0000", "333333333333",
      ])
    #expect(organization.name(of: "ou-ab12-prod0000") == "Production \"A\" ünïcode 東京")
    #expect(
      organization.policies(attachedTo: "ou-ab12-workloads").map(\.id) == ["p-lexlocked1", "p-lexoptin01"])
    #expect(organization.targets(of: "p-everyone01") == ["r-ab12"])
    #expect(organization.targets(of: "p-draft00001").isEmpty)
    #expect(organization.policies["p-everyone01"]?.description == "For all")
    #expect(organization.policies["p-scp0000001"]?.type == "SERVICE_CONTROL_POLICY")
    #expect(organization.trustedServices.map(\.principal) == ["config.amazonaws.com"])
    let archive = try #require(organization.accounts["222222222222"])
    #expect(archive.state == .closed)
    #expect(archive.joinedMethod == .invited)
    #expect(archive.joinedAt == Date(timeIntervalSince1970: 1_714_557_600.5))
    #expect(archive.delegatedServices.map(\.principal) == ["guardduty.amazonaws.com"])
    #expect(organization.accounts["333333333333"]?.hasInvalidEffectivePolicy == true)
    #expect(organization.accounts["444444444444"]?.email == "search@example.com")
  }

  @Test func `content is the rest of the line verbatim`() throws {
    let organization = try SimulatedOrganization.sample()
    #expect(
      organization.policies["p-draft00001"]?.content
        == #"{"services": {"default": {"opt_out_policy": {"@@assign": "optOut"}}}}"#)
    #expect(organization.policies["p-draft00001"]?.name == "Draft # not a comment")
  }

  @Test func `unchecked content may be anything`() throws {
    let tree =
      SimulatedOrganization.sampleTree + "\npolicy p-broken0001 Broken unchecked=true {oops # no comment  "
    let organization = try SimulatedOrganization(tree: tree)
    #expect(organization.policies["p-broken0001"]?.content == "{oops # no comment")
  }

  private static let head = "o-exampleorg1 management=111111111111\nr-ab12 Root\n  111111111111 Management\n"

  @Test(arguments: [
    ("", 1, OrganizationTreeError.Problem.missing("the line of the organization (o-... management=...)")),
    ("r-ab12 Root", 1, .missing("the line of the organization (o-... management=...) above")),
    ("o-a features=ALL", 1, .missing("management=ACCOUNT")),
    (
      "o-a management=1 features=SOME", 1,
      .badValue(attribute: "features", value: "SOME", expected: "ALL, CONSOLIDATED_BILLING")
    ),
    ("o-a management=111111111111\nr-a Root", 2, .missing("the line of the management account 111111111111")),
    (head + "  ou-a", 4, .missing("the name of the OU")),
    (head + "  222222222222 Log Archive", 4, .unexpected("Archive")),
    (head + "  222222222222 \"Log Archive", 4, .unclosedQuote),
    (head + "  111111111111 Again", 4, .duplicate("111111111111")),
    (head + "   222222222222 Crooked", 4, .indentation),
    (head + "222222222222 Outside", 4, .indentation),
    (head + "\t222222222222 Tab", 4, .tab),
    (head + "  222222222222 A colour=red", 4, nil),
    (
      head + "  222222222222 A joined=yesterday", 4,
      .badValue(attribute: "joined", value: "yesterday", expected: "a time such as 2024-05-01T00:00:00Z")
    ),
    (head + "\n# nothing\n  222222222222 A policies=p-nowhere", 6, .unknownPolicy("p-nowhere")),
    (head + "policy q-1 Name {}", 4, .badID("q-1", expected: "an id that begins with p-")),
    (head + "policy p-1 Name", 4, .missing("the JSON content")),
    (head + "policy p-1 Name {", 4, .badContent("no JSON at byte 1: expected a member name in quotes")),
    (head + "policy p-1 Name 12", 4, .badContent("no JSON object")),
    (head + "policy p-1 Name {}\npolicy p-1 Name {}", 5, .duplicate("p-1")),
    (head + "account 222222222222 A", 4, .unknownStatement("account")),
  ])
  func `a mistake is reported with its line`(tree: String, line: Int, problem: OrganizationTreeError.Problem?)
  {
    let error = #expect(throws: OrganizationTreeError.self) { try SimulatedOrganization(tree: tree) }
    #expect(error?.line == line)
    if let problem { #expect(error?.problem == problem) }
    #expect(error?.description.hasPrefix("line \(line): ") == true)
  }
}
