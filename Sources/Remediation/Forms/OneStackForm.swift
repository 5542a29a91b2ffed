/// Why a StackSet to member accounts is wrong, and the one stack instead.
struct OneStackForm {
  var folder: String
  var title: String
  var plan: RemediationPlan
  var options: FormOptions

  func files() throws(RemediationError) -> [GeneratedFile] {
    let text = try FileTemplate("one-stack.md").filled([
      "title": title, "madeBy": options.madeBy, "region": options.region,
    ])
    return [
      GeneratedFile(path: "\(folder)/README.md", text: text),
      GeneratedFile(
        path: "\(folder)/\(CloudFormationForm.fileName)",
        text: try CloudFormationForm(plan: plan, options: options).template()),
    ]
  }
}
