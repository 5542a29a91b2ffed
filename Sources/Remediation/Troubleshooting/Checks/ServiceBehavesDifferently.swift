import OrganizationModel

struct ServiceBehavesDifferently: TroubleshootingCheck {
  let id = "behaviour-changed"
  let title = "a service behaves differently since the opt-out"
  let advice =
    "record service, Region, account, request ids, and what differs before and after; the opt-out changes no feature, so "
    + "open a case with AWS Support; if one service must be opted in meanwhile, limit it: remediate --except SERVICE=NODE"
  let reference =
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out.html"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    .notKnown("no snapshot can tell; the people who use the service can")
  }
}
