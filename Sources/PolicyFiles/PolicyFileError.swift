package import PolicyLanguage

/// Why no policy could be got out of a file.
package enum PolicyFileError: Error, Hashable, Sendable, CustomStringConvertible {
  case missing
  case directory
  case notRegular
  case unreadable(reason: String)
  case tooLarge(limit: Int)
  case utf16
  case syntax(PolicySyntaxError)
  case yaml(problem: String, SourcePosition?)
  case policyInYAML(SourcePosition)
  case terraformSource
  case effectivePolicy(SourcePosition)
  case listWithoutContents(SourcePosition)
  case otherPolicyType(String, SourcePosition)
  case noPolicy(in: String, SourcePosition)

  /// The place in the file, where there is one.
  package var position: SourcePosition? {
    switch self {
    case .missing, .directory, .notRegular, .unreadable, .tooLarge, .terraformSource: nil
    case .utf16: SourcePosition(line: 1, column: 1)
    case .syntax(let error): error.position
    case .yaml(_, let position): position
    case .policyInYAML(let position), .effectivePolicy(let position), .listWithoutContents(let position),
      .otherPolicyType(_, let position), .noPolicy(_, let position):
      position
    }
  }

  /// What is wrong and what to do, without the position.
  package var description: String {
    switch self {
    case .missing: "there is no such file"
    case .directory: "this is a folder; name the files in it"
    case .notRegular: "this is a pipe or a device and no file; give standard input as -"
    case .unreadable(let reason): "the file cannot be read: \(reason)"
    case .tooLarge(let limit):
      "the file has more than \(limit / 1_000_000) MB; no policy and no template needs that"
    case .utf16: "the file looks like UTF-16; save it as UTF-8"
    case .syntax(let error): error.message
    case .yaml(let problem, _): "the file is neither JSON nor readable as YAML: \(problem)"
    case .policyInYAML: "this looks like a policy written as YAML; AWS takes policies as JSON only"
    case .terraformSource:
      "Terraform source is not read; lint the plan: terraform show -json PLANFILE | optout-audit lint -"
    case .effectivePolicy:
      "this is an effective policy, which AWS computes; lint the policies that it comes from (aws organizations "
        + "describe-policy)"
    case .listWithoutContents:
      "this list of policies has no contents; save each with aws organizations describe-policy"
    case .otherPolicyType(let type, _):
      "the policy is of type \(Excerpt.quoted(type)), not an AI services opt-out policy (\(PolicyFinder.policyType))"
    case .noPolicy(let what, _):
      "\(what) has no AI services opt-out policy in it; expected a policy, an answer of the AWS CLI, a CloudFormation "
        + "template or a Terraform plan in JSON"
    }
  }
}
