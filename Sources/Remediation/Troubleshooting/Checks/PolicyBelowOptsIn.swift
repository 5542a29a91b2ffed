import OrganizationModel
import PolicyLanguage

struct PolicyBelowOptsIn: TroubleshootingCheck {
  let id = "conflict-below"
  let title = "a policy further down opts in again"
  let advice =
    "detach it, or make the exception on purpose with remediate --except; explain ACCOUNT shows which policy wins"
  let reference =
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    let names = PlanNames(snapshot: posture.snapshot)
    let optedIn = posture.accounts.filter { $0.account.isActive && !$0.optedInServices.isEmpty }
    guard !optedIn.isEmpty else {
      let unknown = posture.accounts.count { $0.account.isActive && $0.effective == nil }
      return unknown > 0 ? .notKnown("what applies to \(unknown) accounts is not known") : .notFound
    }
    var details: [String] = []
    for attachment in posture.snapshot.attachments {
      guard let policy = posture.snapshot.policies.first(where: { $0.id == attachment.policy }),
        let text = policy.content.value, let document = try? PolicyDocument(parsing: text)
      else { continue }
      let services = document.services.statements.filter { $0.setting?.assignment?.value == .optIn }.map(
        \.service
      )
      .filter { service in optedIn.contains { $0.optedInServices.contains(service) } }
      guard !services.isEmpty else { continue }
      details.append(
        "\(names.policy(policy.id, policy.name)) on \(names.node(attachment.node)) opts in to "
          + services.map(ShownName.of).joined(separator: ", "))
    }
    if details.isEmpty { details = ["\(optedIn.count) accounts are opted in to a service"] }
    return .found(details)
  }
}
