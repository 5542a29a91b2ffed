import OrganizationModel
import PolicyLanguage

struct AssignIsMissing: TroubleshootingCheck {
  let id = "missing-assign"
  let title = "\"@@assign\" is missing around a value"
  let advice =
    "write \"opt_out_policy\": {\"@@assign\": \"optOut\"}; the short form is that of effective policies only"
  let reference =
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html"
  /// The lint rule that finds it.
  static let code = "effective-form"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    if let reason = posture.snapshot.policiesUnread {
      return .notKnown("the policies could not be read: \(reason)")
    }
    return .found(
      ifAny: posture.snapshot.policies.compactMap { policy in
        guard let text = policy.content.value,
          let finding = Linter().diagnostics(for: text).first(where: { $0.code == Self.code })
        else { return nil }
        return "\(ShownName.of(policy.name, id: policy.id.rawValue)) at \(finding.position)"
      })
  }
}
