import OrganizationModel
import Remediation
import Timeline

/// How `remediate` shows a plan.
struct RemediateOutput {
  var remedy: Remedy
  /// The paths of the files written; nil when none were asked for.
  var written: [String]?

  private var plan: RemediationPlan { remedy.plan }
  private var names: PlanNames { PlanNames(plan: plan) }

  // MARK: - JSON

  var json: JSONValue {
    .object([
      ("organization", .optional(plan.snapshot?.organization.id.rawValue)),
      ("snapshot", .optional(remedy.subject?.observation.sealed.id)),
      (
        "findings",
        .array(findings.map { .object([("id", .string($0.id)), ("detail", .string($0.detail))]) })
      ),
      ("steps", .array(plan.steps.map(json))), ("before", json(plan.posture)), ("after", json(plan.after)),
      ("affectedAccounts", .strings(plan.affectedAccounts.map(\.rawValue))),
      (
        "exceptions",
        .array(
          plan.exceptions.map {
            .object([("service", .string($0.service)), ("node", .string($0.node.rawValue))])
          })
      ),
      ("policy", .string(plan.rootText)), ("policies", .array(policies)), ("notes", .strings(plan.notes)),
      ("problems", .strings(plan.problems)), ("files", .strings(written ?? [])),
    ])
  }

  /// The policies as they are to be, the root's first, with their nodes.
  private var policies: [JSONValue] {
    var texts: [String] = [plan.rootText]
    for placement in plan.placements where !texts.contains(placement.text) { texts.append(placement.text) }
    return texts.map { text in
      let nodes = plan.placements.filter { $0.text == text }.map(\.node.rawValue)
      return .object([
        ("content", .string(text)),
        ("nodes", .strings(text == plan.rootText ? [plan.root?.rawValue].compactMap { $0 } : nodes)),
      ])
    }
  }

  private func json(_ posture: OrganizationPosture?) -> JSONValue {
    guard let posture else { return .null }
    return .object([("verdict", .string(posture.verdict.rawValue)), ("lock", .string(posture.lock.word))])
  }

  private func json(_ step: RemediationStep) -> JSONValue {
    var members: [(String, JSONValue)] = [("text", .string(phrase(step)))]
    switch step {
    case .createOrganization: members.append(("kind", .string("createOrganization")))
    case .enableAllFeatures: members.append(("kind", .string("enableAllFeatures")))
    case .enablePolicyType: members.append(("kind", .string("enablePolicyType")))
    case .createPolicy(let policy):
      members += [
        ("kind", .string("createPolicy")), ("name", .string(policy.name)), ("content", .string(policy.text)),
      ]
    case .replaceText(let id, _, _, let after):
      members += [
        ("kind", .string("replacePolicy")), ("policy", .string(id.rawValue)), ("content", .string(after)),
      ]
    case .attach(let policy, let node):
      var id: String?
      if case .existing(let existing, _) = policy { id = existing.rawValue }
      members += [
        ("kind", .string("attach")), ("policy", .optional(id)), ("name", .string(policy.name)),
        ("node", .optional(node?.rawValue)),
      ]
    case .detach(let id, _, let node, let reason):
      members += [
        ("kind", .string("detach")), ("policy", .string(id.rawValue)), ("node", .string(node.rawValue)),
        ("reason", .string(reason)),
      ]
    }
    return .object(members)
  }

  private var findings: [(id: String, detail: String)] {
    guard let posture = plan.posture, plan.needsChanges else { return [] }
    return Troubleshooter.answers(for: posture).flatMap { answer in
      answer.details.map { (answer.check.id, "\(answer.check.title): \($0)") }
    }
  }

  // MARK: - Text

  func text(_ context: CommandContext) -> String {
    var lines: [String] = []
    if let subject = remedy.subject { lines += ["On \(subject.summaryLine):", ""] }
    lines += headline(context)
    lines += section("What is wrong", findings.map(\.detail))
    lines += section(
      "What to change", plan.steps.enumerated().map { "\($0 + 1). \(phrase($1))" })
    lines += section("Mind", plan.notes)
    lines += section("Not as wanted", plan.problems)
    lines = lines.map { TerminalText.wrapped(TerminalText.safe($0), to: context.columns, indent: 4) }
    if let written {
      lines += [""] + written.map { "wrote \($0)" }
      lines += ["Review them, apply them, and then: optout-audit collect && optout-audit status"]
    } else {
      lines += ["", "The policy (\(plan.rootText.unicodeScalars.count) of 2,500 characters):", plan.rootText]
      lines += ["", "Files: optout-audit remediate --as cli --output FOLDER (--help lists the other forms)"]
    }
    return lines.joined(separator: "\n")
  }

  private func headline(_ context: CommandContext) -> [String] {
    guard let before = plan.posture, let after = plan.after else {
      return ["For an organization that does not exist yet: everything from the beginning."]
    }
    guard plan.needsChanges else {
      return ["NOTHING TO CHANGE  every account is as wanted: \(after.verdict.rawValue), \(after.lock.word)"]
    }
    return [
      "verdict: \(before.verdict.rawValue) -> \(after.verdict.rawValue)",
      "lock:    \(before.lock.word) -> \(after.lock.word)",
      "\(plan.affectedAccounts.count) of \(plural(before.counts.accounts, "account")) affected",
    ]
  }

  private func section(_ title: String, _ sentences: [String]) -> [String] {
    sentences.isEmpty ? [] : ["", title] + sentences.map { "  \($0)" }
  }

  private func phrase(_ step: RemediationStep) -> String {
    switch step {
    case .createOrganization:
      "create an organization with all features, where there is none; it is free, and this account pays for all its "
        + "accounts from then on"
    case .enableAllFeatures:
      "enable all features, where there is consolidated billing only; invited accounts must accept, and it cannot be "
        + "undone"
    case .enablePolicyType: "enable the policy type AISERVICES_OPT_OUT_POLICY on the root"
    case .createPolicy(let policy): "create the policy \"\(policy.name)\""
    case .replaceText(let id, let name, _, _): "replace the text of \(names.policy(id, name))"
    case .attach(.existing(let id, let name), let node):
      "attach \(names.policy(id, name)) to \(node.map(names.node) ?? "the root")"
    case .attach(.planned(let policy), let node):
      "attach \"\(policy.name)\" to \(node.map(names.node) ?? "the root")"
    case .detach(let id, let name, let node, let reason):
      "detach \(names.policy(id, name)) from \(names.node(node)): \(reason)"
    }
  }
}
