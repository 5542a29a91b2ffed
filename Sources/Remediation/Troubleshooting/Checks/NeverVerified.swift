import OrganizationModel

struct NeverVerified: TroubleshootingCheck {
  let id = "never-verified"
  let title = "nobody has asked AWS what is in force"
  let advice = "collect with organizations:DescribeEffectivePolicy allowed (iam-policy prints what is needed)"
  let reference =
    "https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribeEffectivePolicy.html"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    let counts = posture.counts
    guard counts.active > 0, posture.snapshot.isPolicyTypeEnabled != false else { return .notFound }
    let unverified = counts.computed + counts.noEvidence
    guard unverified > 0 else { return .notFound }
    let reason = posture.accounts.first { $0.account.isActive && $0.evidence == .computed }?.reason
    return .found([
      "AWS has not answered for \(unverified) of \(counted(counts.active, "account"))"
        + (reason.map { ": \(ShownName.sentence($0))" } ?? "")
    ])
  }
}
