/// A customization of Landing Zone Accelerator that targets the management account only, and the pipeline step.
struct LandingZoneForm {
  var plan: RemediationPlan
  var options: FormOptions

  func files() throws(RemediationError) -> [GeneratedFile] {
    let made = ["madeBy": options.madeBy]
    return [
      GeneratedFile(
        path: "lza/customizations-config.yaml",
        text: try FileTemplate("lza-customizations-config.yaml").filled([
          "madeBy": options.madeBy, "region": options.region,
        ])),
      GeneratedFile(
        path: "lza/cloudformation/\(CloudFormationForm.fileName)",
        text: try CloudFormationForm(plan: plan, options: options).template()),
      GeneratedFile(
        path: "lza/pipeline/buildspec.yml", text: try FileTemplate("lza-buildspec.yml").filled(made)),
      GeneratedFile(
        path: "lza/pipeline/opt-out.sh", text: try CommandLineForm(plan: plan, options: options).script(),
        isExecutable: true),
    ]
  }
}
