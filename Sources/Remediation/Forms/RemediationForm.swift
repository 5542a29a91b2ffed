/// A way to write a plan down.
package enum RemediationForm: String, CaseIterable, Sendable {
  case policy
  case cli
  case terraform
  case cloudformation
  case stackset
  case controlTower = "control-tower"
  case cdk
  case lza
  case configRule = "config-rule"
  case eventbridge
  case dashboard
  case scp
  case vscode
  case jetbrains
  case kiro
  case amazonQCLI = "amazon-q-cli"
  case robots
  case disclosure
  case ropa
  case dpia
}

/// A file that a form makes.
package struct GeneratedFile: Hashable, Sendable {
  /// Path below the output folder.
  package var path: String
  package var text: String
  package var isExecutable = false
}

extension RemediationForm {
  /// The files of this form for `plan`.
  package func files(
    for plan: RemediationPlan, _ options: FormOptions
  ) throws(RemediationError) -> [GeneratedFile] {
    switch self {
    case .policy: PolicyForm.files(for: plan)
    case .cli: try CommandLineForm(plan: plan, options: options).files()
    case .terraform: try TerraformForm(plan: plan, options: options).files()
    case .cloudformation: try CloudFormationForm(plan: plan, options: options).files()
    case .stackset:
      try OneStackForm(folder: "stackset", title: "One stack, not a StackSet", plan: plan, options: options)
        .files()
    case .controlTower:
      try OneStackForm(folder: "control-tower", title: "With AWS Control Tower", plan: plan, options: options)
        .files()
    case .cdk: try DevelopmentKitForm(plan: plan, options: options).files()
    case .lza: try LandingZoneForm(plan: plan, options: options).files()
    case .configRule: try ConfigRuleForm(options: options).files()
    case .eventbridge: try EventBridgeForm(plan: plan, options: options).files()
    case .dashboard: try DashboardForm(options: options).files()
    case .scp: try ServiceControlForm(options: options).files()
    case .vscode: try EditorForm(options: options).visualStudioCode()
    case .jetbrains: try EditorForm(options: options).jetBrains()
    case .kiro: try EditorForm(options: options).kiro()
    case .amazonQCLI: try EditorForm(options: options).commandLine()
    case .robots: try RobotsForm(existing: options.robots, options: options).files()
    case .disclosure: try StatementForms(plan: plan, options: options).disclosure()
    case .ropa: try StatementForms(plan: plan, options: options).record()
    case .dpia: try StatementForms(plan: plan, options: options).assessment()
    }
  }
}
