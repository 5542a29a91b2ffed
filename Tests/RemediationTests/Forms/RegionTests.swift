import OrganizationModel
import Remediation
import TestSupport
import Testing

/// Organizations is reached in one Region of each partition, which files have to name.
@Suite struct RegionTests {
  private func text(_ form: RemediationForm, region: String?) throws -> String {
    var options = FormOptions(toolVersion: "0.0.0-test", origin: nil)
    if let region { options.region = region }
    var planner = try RemediationPlanner(
      snapshot: try Snapshot.parsing(tree: "r-root Root\n  111111111111 Management", policies: [:]),
      exceptions: [])
    return try form.files(for: planner.plan(), options).map(\.text).joined(separator: "\n")
  }

  @Test(arguments: [
    RemediationForm.cloudformation, .stackset, .controlTower, .cdk, .lza, .eventbridge, .dashboard,
  ])
  func `files name the partition's Region of Organizations`(form: RemediationForm) throws {
    #expect(try text(form, region: nil).contains("us-east-1"))
    #expect(try text(form, region: "cn-northwest-1").contains("cn-northwest-1"))
  }

  @Test(arguments: RemediationForm.allCases)
  func `no file names the Region of another partition`(form: RemediationForm) throws {
    #expect(try !text(form, region: "cn-northwest-1").contains("us-east-1"))
  }
}
