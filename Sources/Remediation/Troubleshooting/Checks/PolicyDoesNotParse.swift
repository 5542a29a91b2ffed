import OrganizationModel
import PolicyLanguage

struct PolicyDoesNotParse: TroubleshootingCheck {
  let id = "syntax"
  let title = "a policy has an error in its text"
  let advice = "correct the text (lint names line and column), or replace the policy: remediate --as policy"
  let reference =
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    let snapshot = posture.snapshot
    if let reason = snapshot.policiesUnread { return .notKnown("the policies could not be read: \(reason)") }
    var details: [String] = []
    var unread = 0
    for policy in snapshot.policies {
      guard let text = policy.content.value else {
        unread += 1
        continue
      }
      details += Linter().diagnostics(for: text).filter {
        $0.severity == .error && $0.code != AssignIsMissing.code
      }
      .map { "\(ShownName.of(policy.name, id: policy.id.rawValue)) at \($0.position): \($0.message)" }
    }
    if case .known(let invalid?) = snapshot.invalidEffectivePolicies, !invalid.isEmpty {
      details.append(
        "AWS calls the effective policy of \(invalid.count) accounts invalid, such as \(invalid[0]); the last valid one stays in force"
      )
    }
    if details.isEmpty, unread > 0 { return .notKnown("the text of \(unread) policies could not be read") }
    return .found(ifAny: details)
  }
}
