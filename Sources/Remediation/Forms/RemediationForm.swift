/// A way to write a plan down.
package enum RemediationForm: String, CaseIterable, Sendable {
  case policy
  case cli
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
    }
  }
}
