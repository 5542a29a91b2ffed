import OrganizationModel
import Remediation
import TestSupport
import Testing

@Suite struct TerraformFormTests {
  private func snapshot(_ change: (inout Snapshot) -> Void = { _ in }) throws -> Snapshot {
    var snapshot = try Snapshot.parsing(
      tree: "r-root Root\n  111111111111 Management", policies: [:], status: nil)
    guard case .known(var root) = snapshot.root else { return snapshot }
    root.policyTypes = ["SERVICE_CONTROL_POLICY": "ENABLED", "TAG_POLICY": "PENDING_DISABLE"]
    snapshot.root = .known(root)
    snapshot.trustedServices = .known(["config.amazonaws.com", "sso.amazonaws.com"])
    change(&snapshot)
    return snapshot
  }

  private func text(_ snapshot: Snapshot) throws -> String {
    var options = FormOptions(toolVersion: "0.0.0-test", origin: nil)
    options.managesOrganization = true
    var planner = try RemediationPlanner(snapshot: snapshot, exceptions: [])
    return try #require(try RemediationForm.terraform.files(for: planner.plan(), options).first).text
  }

  @Test func `the organization keeps everything it has`() throws {
    let text = try text(try snapshot())
    for line in [
      "\"AISERVICES_OPT_OUT_POLICY\",", "\"SERVICE_CONTROL_POLICY\",", "\"config.amazonaws.com\",",
      "\"sso.amazonaws.com\",", "prevent_destroy = true", "id = \"o-exampleorg1\"", "feature_set ",
      "target_id = aws_organizations_organization.this.roots[0].id",
    ] {
      #expect(text.contains(line), "no \(line)")
    }
    #expect(!text.contains("TAG_POLICY"))
    #expect(!text.contains("enable-policy-type"), "Terraform enables the type itself")
  }

  @Test func `what was not read is not switched off`() throws {
    let changes: [(inout Snapshot) -> Void] = [
      { $0.trustedServices = .unread(reason: "AccessDenied") }, { $0.trustedServices = .known(nil) },
      { $0.organization.featureSet = nil },
      {
        guard case .known(var root) = $0.root else { return }
        root.policyTypes["BACKUP_POLICY"] = ""
        $0.root = .known(root)
      },
    ]
    for change in changes {
      let snapshot = try snapshot(change)
      #expect(throws: RemediationError.self) { try text(snapshot) }
    }
  }
}
