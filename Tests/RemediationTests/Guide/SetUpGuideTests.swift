import OrganizationModel
import Remediation
import TestSupport
import Testing

@Suite struct SetUpGuideTests {
  private func guide(
    members: Int, trusted: Answer<[String]?> = .known(["sso.amazonaws.com"])
  ) throws -> SetUpGuide {
    let accounts = (0..<members).map { "  \(222_222_222_222 + $0) Member" }
    var snapshot = try Snapshot.parsing(
      tree: (["r-root Root", "  111111111111 Management"] + accounts).joined(separator: "\n"))
    snapshot.trustedServices = trusted
    return SetUpGuide(for: OrganizationPosture(of: snapshot))
  }

  @Test func `a single account takes the script`() throws {
    let guide = try guide(members: 0)
    #expect(guide.recommended.forms == [.cli])
    #expect(guide.reason == "1 active account")
  }

  @Test func `Control Tower takes one stack, however many accounts there are`() throws {
    for members in [0, 40] {
      let guide = try guide(members: members, trusted: .known(["controltower.amazonaws.com"]))
      #expect(guide.recommended.forms.first == .controlTower)
      #expect(guide.reason.contains("controltower.amazonaws.com"))
    }
  }

  @Test func `stacks for the organization speak for code`() throws {
    let service = "member.org.stacksets.cloudformation.amazonaws.com"
    #expect(
      try guide(members: 3, trusted: .known([service])).recommended.forms == [
        .terraform, .cloudformation, .cdk,
      ])
  }

  @Test func `where nothing is known of the set-up that is said`() throws {
    for trusted: Answer<[String]?> in [
      .unread(reason: "AccessDenied"), .known(nil), .known(["sso.amazonaws.com"]),
    ] {
      let guide = try guide(members: 3, trusted: trusted)
      #expect(guide.recommended.forms == [.cli])
      #expect(guide.reason.contains("works in every organization"))
    }
    #expect(SetUpGuide(for: nil).reason.contains("works in every organization"))
  }
}
