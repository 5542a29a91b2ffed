import OrganizationModel

struct AnswerDiffers: TroubleshootingCheck {
  let id = "aws-differs"
  let title = "AWS's answer is not what the policies give"
  let advice = "collect again: AWS publishes changes some seconds late; explain ACCOUNT shows both"
  let reference =
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_effective.html"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    if let reason = posture.snapshot.policiesUnread {
      return .notKnown("the policies could not be read: \(reason)")
    }
    return .found(
      ifAny: posture.snapshot.mismatches.prefix(5).map {
        "account \($0.account): AWS says \(ShownName.of($0.reported)); likely cause: \(ShownName.sentence($0.cause))"
      })
  }
}
