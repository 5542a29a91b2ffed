import OrganizationModel

/// A CloudFormation template for one stack in the management account.
struct CloudFormationForm {
  static let fileName = "ai-services-opt-out.yaml"

  var plan: RemediationPlan
  var options: FormOptions

  func files() throws(RemediationError) -> [GeneratedFile] {
    [GeneratedFile(path: "cloudformation/\(Self.fileName)", text: try template())]
  }

  func template() throws(RemediationError) -> String {
    let before = plan.steps.contains(.createOrganization) || plan.steps.contains(.enableAllFeatures)
    let comments = ManualCommands.comments(
      before: before ? Array(ManualCommands.enabling(plan).prefix(1)) : [],
      after: ManualCommands.detaching(plan, takesOver: false))
    return try FileTemplate("cloudformation.yaml").filled([
      "madeBy": options.madeBy, "comments": comments.commented, "rootPath": Self.rootPath(plan),
      "region": options.region,
      "handler": try FileTemplate("enable_policy_type.py").verbatim.trimmed,
      "expectedRoot": plan.root.map { "ExpectedRootId: \($0)" } ?? "",
      "policies": OwnedPolicy.all(of: plan, takesOver: false).map(resource).joined(separator: "\n\n"),
    ])
  }

  /// The end of the root's ARN: <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html>.
  static func rootPath(_ plan: RemediationPlan) -> String {
    guard let root = plan.root, let organization = plan.snapshot?.organization.id else { return "o-*/r-*" }
    return "\(organization)/\(root)"
  }

  private func resource(_ policy: OwnedPolicy) -> String {
    let targets =
      policy.targets.isEmpty
      ? "    - !GetAtt EnablePolicyType.RootId"
      : policy.targets.map { "    - \(QuotedText.yaml($0.rawValue))" }.joined(separator: "\n")
    // A target that is read off the custom resource is a dependency by itself.
    let dependency = policy.targets.isEmpty ? "" : "\n  DependsOn: EnablePolicyType"
    return """
      \(policy.identifier):
        Type: AWS::Organizations::Policy\(dependency)
        DeletionPolicy: Retain
        UpdateReplacePolicy: Retain
        Properties:
          Name: \(QuotedText.yaml(policy.name))
          Description: \(QuotedText.yaml(policy.description))
          Type: AISERVICES_OPT_OUT_POLICY
          Content: \(policy.text)
          TargetIds:
        \(targets.replacing("\n", with: "\n  "))
      """
  }
}

extension String {
  /// Without line feeds at its end.
  var trimmed: String {
    var copy = self[...]
    while copy.last == "\n" { copy.removeLast() }
    return String(copy)
  }
}
