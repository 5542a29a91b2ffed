import OrganizationModel

/// A CDK app in Python that makes the same resources as the CloudFormation template.
struct DevelopmentKitForm {
  var plan: RemediationPlan
  var options: FormOptions

  func files() throws(RemediationError) -> [GeneratedFile] {
    let comments = ManualCommands.comments(
      before: [], after: ManualCommands.detaching(plan, takesOver: false))
    let app = try FileTemplate("cdk-app.py").filled([
      "madeBy": options.madeBy, "comments": comments.joined(separator: "\n"),
      "root": plan.root.map { QuotedText.python($0.rawValue) } ?? "None",
      "rootPath": QuotedText.python(CloudFormationForm.rootPath(plan)),
      "account": plan.snapshot?.organization.managementAccount.map { QuotedText.python($0.rawValue) }
        ?? "None",
      "region": options.region,
      "policies": OwnedPolicy.all(of: plan, takesOver: false).map(tuple).joined(separator: "\n"),
    ])
    return [
      GeneratedFile(path: "cdk/app.py", text: app),
      GeneratedFile(path: "cdk/cdk.json", text: "{\"app\": \"python3 app.py\"}\n"),
      GeneratedFile(
        path: "cdk/enable_policy_type.py", text: try FileTemplate("enable_policy_type.py").verbatim),
      GeneratedFile(path: "cdk/requirements.txt", text: "aws-cdk-lib>=2.160,<3\n"),
    ]
  }

  /// A policy's JSON is a Python literal as well: it has objects, lists and strings only.
  private func tuple(_ policy: OwnedPolicy) -> String {
    let targets = policy.targets.map { QuotedText.python($0.rawValue) }.joined(separator: ", ")
    return """
      (
          \(QuotedText.python(policy.identifier)),
          \(QuotedText.python(policy.name)),
          \(QuotedText.python(policy.description)),
          \(policy.text),
          [\(targets)],
      ),
      """
  }
}
