import OrganizationModel

struct OptOutIsOpen: TroubleshootingCheck {
  let id = "not-locked"
  let title = "a policy further down could undo the opt-out"
  let advice =
    "close all three levels on the root with \"@@operators_allowed_for_child_policies\": [\"@@none\"]"
  let reference =
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    switch posture.lock {
    case .locked: .notFound
    case .unknown(let reason): .notKnown(reason)
    case .open(let phrases):
      .found([
        "in \(posture.counts.open) of \(posture.counts.active) accounts it could "
          + phrases.prefix(4).map(ShownName.of).joined(separator: ", ")
      ])
    }
  }
}
