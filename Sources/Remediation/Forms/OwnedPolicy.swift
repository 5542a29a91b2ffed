import OrganizationModel

/// A policy as infrastructure code owns it: with its text and its targets.
struct OwnedPolicy {
  /// `OptOut`, `Exception1`, …: a resource's name in the code.
  var identifier: String
  var name: String
  var description: String
  /// On one line, but where an existing policy keeps its own text.
  var text: String
  /// Sorted; empty for a root that is not known yet.
  var targets: [NodeID]
  /// The policy that is to be taken over; nil where a new one is made.
  var existing: PolicyID?

  /// The policies of a plan: that of the root first.
  ///
  /// - Parameter takesOver: whether existing policies are taken over (Terraform imports them); else new ones are made
  ///   beside them under names that are free.
  static func all(of plan: RemediationPlan, takesOver: Bool) -> [OwnedPolicy] {
    var usedNames = Set(plan.snapshot?.policies.map(\.name) ?? [])
    func owned(_ reference: PolicyReference, _ identifier: String, text: String, targets: [NodeID])
      -> OwnedPolicy
    {
      switch reference {
      case .planned(let policy):
        return OwnedPolicy(
          identifier: identifier, name: policy.name, description: policy.description, text: text,
          targets: targets)
      case .existing(let id, let name) where takesOver:
        let description = plan.snapshot?.policies.first { $0.id == id }?.description ?? ""
        return OwnedPolicy(
          identifier: identifier, name: name, description: description, text: text, targets: targets,
          existing: id)
      case .existing:
        var name = RemediationPlanner.rootName
        var number = 2
        while !usedNames.insert(name).inserted {
          name = "\(RemediationPlanner.rootName) (\(number))"
          number += 1
        }
        return OwnedPolicy(
          identifier: identifier, name: name,
          description: "Opts accounts out of AI services data use, and locks it.",
          text: CompactJSON.of(text) ?? text, targets: targets)
      }
    }
    var result = [
      owned(plan.rootPolicy, "OptOut", text: plan.rootText, targets: plan.root.map { [.root($0)] } ?? [])
    ]
    var seen: [PolicyReference] = []
    for placement in plan.placements where !seen.contains(placement.policy) {
      seen.append(placement.policy)
      result.append(
        owned(
          placement.policy, "Exception\(seen.count)", text: placement.text,
          targets: plan.placements.filter { $0.policy == placement.policy }.map(\.node)))
    }
    return result
  }
}
