import OrganizationModel

struct PolicyTypeNotEnabled: TroubleshootingCheck {
  let id = "policy-type"
  let title = "the policy type is not enabled"
  let advice =
    "enable AISERVICES_OPT_OUT_POLICY on the root: remediate --as cli does; then attach again, since disabling it "
    + "detached everything"
  let reference =
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_enable-disable.html"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    switch posture.snapshot.isPolicyTypeEnabled {
    case true: .notFound
    case nil: .notKnown(posture.snapshot.root.reason ?? "AWS did not say in which state the type is")
    case false:
      .found([
        posture.snapshot.root.value?.optOutPolicyTypeStatus.map { "its status is \($0)" }
          ?? "nothing is in force, whatever is attached"
      ])
    }
  }
}
