import OrganizationModel
import Remediation
import TestSupport
import Testing

@Suite struct CloudFormationFormTests {
  @Test func `a policy that its author wrote over many lines stands on one`() throws {
    #expect(SamplePolicies.hardened.contains("\n"))
    let snapshot = try Snapshot.parsing(
      tree: "r-root Root [p-right]\n  111111111111 Management", policies: ["p-right": SamplePolicies.hardened]
    )
    var planner = try RemediationPlanner(snapshot: snapshot, exceptions: [])
    let options = FormOptions(toolVersion: "0.0.0-test", origin: nil)
    let files = try RemediationForm.cloudformation.files(for: planner.plan(), options)
    let lines = try #require(files.first).text.split(separator: "\n")
    #expect(lines.contains("      Content: \(OptOutPolicyText.hardened)"))
  }
}
