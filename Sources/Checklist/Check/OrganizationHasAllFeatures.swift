import OrganizationModel

/// The organization exists with all features, which policies need:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_getting-started_concepts.html>.
struct OrganizationHasAllFeatures: Check {
  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    let organization = evidence.snapshot.organization
    guard let featureSet = organization.featureSet else {
      return Assessment(
        .notAssessed(reason: "DescribeOrganization did not say which features are enabled"),
        evidence: [evidence.dating])
    }
    let facts = [
      evidence.dating, "DescribeOrganization answered FeatureSet \(featureSet) for \(organization.id)",
    ]
    guard organization.hasAllFeatures else {
      return Assessment(
        .failed(reason: "the feature set is \(featureSet); opt-out policies need all features (ALL)"),
        evidence: facts)
    }
    return Assessment(.passed, evidence: facts)
  }
}
