import OrganizationModel

/// What infrastructure code cannot do by itself, as one-line commands that stand in its comments. Ids alone are in them.
enum ManualCommands {
  private static let organizations = "aws organizations"

  /// The type is enabled by a command where the code does not own the organization.
  static func enabling(_ plan: RemediationPlan) -> [String] {
    let root =
      plan.root?.rawValue ?? #""$(aws organizations list-roots --query 'Roots[0].Id' --output text)""#
    var lines: [String] = []
    if plan.steps.contains(.createOrganization) {
      lines.append("\(organizations) create-organization --feature-set ALL")
    } else if plan.steps.contains(.enableAllFeatures) {
      lines.append("\(organizations) enable-all-features")
    }
    if plan.steps.contains(.enablePolicyType) {
      lines.append(
        "\(organizations) enable-policy-type --policy-type AISERVICES_OPT_OUT_POLICY --root-id \(root)")
    }
    return lines
  }

  /// Detaches what is in the way. Where the code makes a policy of its own, the policy on the root that it stands for
  /// goes as well.
  static func detaching(_ plan: RemediationPlan, takesOver: Bool) -> [String] {
    var pairs: [(PolicyID, NodeID)] = plan.steps.compactMap { step in
      guard case .detach(let policy, _, let node, _) = step else { return nil }
      return (policy, node)
    }
    if !takesOver, let root = plan.root, case .existing(let policy, _) = plan.rootPolicy,
      plan.snapshot?.attachments.contains(Attachment(policy: policy, node: .root(root))) == true
    {
      pairs.append((policy, .root(root)))
    }
    return pairs.map { "\(organizations) detach-policy --policy-id \($0) --target-id \($1)" }
  }

  /// Comment lines that introduce `commands`; empty when there are none.
  static func comments(before: [String], after: [String]) -> [String] {
    var lines: [String] = []
    if !before.isEmpty { lines += ["", "Before it, once:"] + before.map { "  \($0)" } }
    if !after.isEmpty {
      lines += ["", "After it, once, because they are in the way on their nodes or opt in below:"]
      lines += after.map { "  \($0)" }
    }
    return lines
  }
}

extension [String] {
  /// The lines behind `#`.
  var commented: String { map { $0.isEmpty ? "#" : "# \($0)" }.joined(separator: "\n") }
}
