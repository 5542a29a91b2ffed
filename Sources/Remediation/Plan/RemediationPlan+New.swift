extension RemediationPlan {
  /// The full set for an organization that does not exist yet, or that nobody has looked at.
  package static let forNewOrganization: RemediationPlan = {
    let policy = PlannedPolicy(
      name: RemediationPlanner.rootName,
      description: "Opts all accounts out of AI services data use, and locks it.",
      text: OptOutPolicyText.hardened)
    return RemediationPlan(
      posture: nil, exceptions: [], rootPolicy: .planned(policy), rootText: policy.text, placements: [],
      steps: [
        .createOrganization, .enableAllFeatures, .enablePolicyType, .createPolicy(policy),
        .attach(.planned(policy), to: nil),
      ], after: nil, affectedAccounts: [], notes: [], problems: [])
  }()
}
