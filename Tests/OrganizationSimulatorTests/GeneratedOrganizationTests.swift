import OrganizationSimulator
import Testing

@Suite struct GeneratedOrganizationTests {
  @Test func `the same seed gives the same organization`() {
    func summary(seed: UInt64) -> [String] {
      let organization = SimulatedOrganization.generated(
        accounts: 50, organizationalUnits: 12, policies: 6, seed: seed)
      return [organization.id] + organization.accountIDs + organization.policyIDs
        + organization.attachments.map { "\($0.key)=\($0.value)" }.sorted()
    }
    #expect(summary(seed: 3) == summary(seed: 3))
    #expect(summary(seed: 3) != summary(seed: 4))
  }

  @Test(arguments: [(1, 0, 0), (300, 20, 8), (5000, 200, 60)])
  func `a generated organization is one that AWS could have`(accounts: Int, units: Int, policies: Int) throws
  {
    let organization = SimulatedOrganization.generated(
      accounts: accounts, organizationalUnits: units, policies: policies, seed: 1)
    #expect(organization.accounts.count == accounts)
    #expect(organization.organizationalUnits.count == units)
    #expect(organization.policies.count == policies)
    #expect(organization.id.wholeMatch(of: /o-[a-z0-9]{10,32}/) != nil)
    #expect(organization.root.id.wholeMatch(of: /r-[0-9a-z]{4,32}/) != nil)
    #expect(organization.accountIDs.allSatisfy { $0.wholeMatch(of: /\d{12}/) != nil })
    #expect(
      organization.organizationalUnits.keys.allSatisfy {
        $0.wholeMatch(of: /ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}/) != nil
      })
    #expect(organization.policyIDs.allSatisfy { $0.wholeMatch(of: /p-[0-9a-z]{8,128}/) != nil })
    #expect(organization.accounts.values.allSatisfy { (6...64).contains($0.email.count) })
    #expect(organization.attachments.values.allSatisfy { (1...5).contains($0.count) })
    let depths = organization.organizationalUnits.keys.map { organization.path(to: $0).count - 1 }
    #expect(depths.allSatisfy { (1...5).contains($0) })
    if units > 100 { #expect(depths.max() == 5) }
    #expect(organization.accountIDs.allSatisfy { organization.path(to: $0).first == organization.root.id })
  }

  @Test func `policies lie at the root, at OUs and at accounts, and one is unattached`() {
    let organization = SimulatedOrganization.generated(
      accounts: 300, organizationalUnits: 20, policies: 8, seed: 1)
    let kinds = Set(organization.attachments.keys.compactMap { organization.kind(of: $0) })
    #expect(kinds == [.root, .organizationalUnit, .account])
    #expect(organization.policyIDs.filter { organization.targets(of: $0).isEmpty }.count == 1)
  }
}
