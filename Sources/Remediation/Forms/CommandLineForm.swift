import OrganizationModel

/// A shell script that makes the changes with the AWS CLI: it checks first, shows what it will do, does it with
/// `--apply`, and changes nothing when it is run again.
struct CommandLineForm {
  var plan: RemediationPlan
  var options: FormOptions

  func files() throws(RemediationError) -> [GeneratedFile] {
    [GeneratedFile(path: "opt-out.sh", text: try script(), isExecutable: true)]
  }

  func script() throws(RemediationError) -> String {
    try FileTemplate("opt-out.sh").filled([
      "madeBy": options.madeBy,
      "organization": ShellText.scriptWord(plan.snapshot?.organization.id.rawValue ?? ""),
      "root": ShellText.scriptWord(plan.root?.rawValue ?? ""), "steps": lines.joined(separator: "\n"),
    ])
  }

  private var names: PlanNames { PlanNames(plan: plan) }

  /// The checks of what stays, then the steps. A script that has nothing to do still checks.
  private var lines: [String] {
    var lines: [String] = []
    if case .existing(let id, let name) = plan.rootPolicy, !replacesRoot {
      lines.append(call("keep_text", [id.rawValue, names.policy(id, name), plan.rootText]))
    }
    for step in plan.steps {
      switch step {
      // The script does these by itself, whatever the snapshot says.
      case .createOrganization, .enableAllFeatures, .enablePolicyType: break
      case .createPolicy(let policy):
        lines.append(call("require_policy", [policy.name, policy.description, policy.text]))
        lines.append("\(variable(policy))=$policy")
      case .replaceText(let id, let name, let before, let after):
        lines.append(call("require_text", [id.rawValue, names.policy(id, name), before ?? "", after]))
      case .attach(let policy, let node): lines.append(attachment(of: policy, to: node))
      case .detach(let id, let name, let node, let reason):
        lines.append(
          call("detach", [id.rawValue, names.policy(id, name), node.rawValue, names.node(node), reason]))
      }
    }
    let attachesRoot = plan.steps.contains { step in
      if case .attach(plan.rootPolicy, let node) = step { node == plan.root.map { .root($0) } } else { false }
    }
    if !attachesRoot, let root = plan.root {
      lines.append(attachment(of: plan.rootPolicy, to: .root(root)))
    }
    return lines
  }

  private var replacesRoot: Bool {
    plan.steps.contains { step in
      if case .replaceText = step { true } else { false }
    }
  }

  private func attachment(of policy: PolicyReference, to node: NodeID?) -> String {
    let target = node.map { ShellText.scriptWord($0.rawValue) } ?? "\"$root\""
    let place = ShellText.scriptWord(node.map(names.node) ?? "the root")
    switch policy {
    case .existing(let id, let name):
      return "attach \(id) \(ShellText.scriptWord(names.policy(id, name))) \(target) \(place)"
    case .planned(let planned):
      return "attach \"$\(variable(planned))\" \(ShellText.scriptWord(planned.name)) \(target) \(place)"
    }
  }

  /// `policy_1` for the first policy that is created.
  private func variable(_ policy: PlannedPolicy) -> String {
    "policy_\((plan.createdPolicies.firstIndex(of: policy) ?? 0) + 1)"
  }

  private func call(_ function: String, _ words: [String]) -> String {
    ([function] + words.map(ShellText.scriptWord)).joined(separator: " ")
  }
}
