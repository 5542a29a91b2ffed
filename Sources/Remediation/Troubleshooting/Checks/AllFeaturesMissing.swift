import OrganizationModel

struct AllFeaturesMissing: TroubleshootingCheck {
  let id = "all-features"
  let title = "the organization has consolidated billing only"
  let advice = "enable all features: remediate --as cli asks for it; invited accounts must accept"
  let reference =
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_org_support-all-features.html"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    guard let features = posture.snapshot.organization.featureSet else {
      return .notKnown("AWS did not say which features the organization has")
    }
    return features == "ALL" ? .notFound : .found(["the feature set is \(features), and policies need ALL"])
  }
}
