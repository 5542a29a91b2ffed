import OrganizationModel
import PolicyLanguage

struct DefaultIsMissing: TroubleshootingCheck {
  let id = "no-default"
  let title = "services are listed without \"default\""
  let advice = "opt out \"default\", which stands for all services, also those that AWS adds"
  let reference =
    "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    let active = posture.accounts.filter(\.account.isActive)
    let without = active.filter { account in
      account.effective.map { !$0.values.isEmpty && $0.defaultValue == nil } ?? false
    }
    if let first = without.first {
      let services =
        first.effective?.values.keys.sorted().map(ShownName.of).prefix(5).joined(separator: ", ") ?? ""
      return .found([
        "\(without.count) of \(counted(active.count, "account")) with values for \(services) only"
      ])
    }
    let unknown = active.count { $0.effective == nil }
    return unknown > 0 ? .notKnown("what applies to \(unknown) accounts is not known") : .notFound
  }
}
