import OrganizationModel

/// ListRoots says that the AI services opt-out policy type is ENABLED; pending is not enabled:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/enable-policy-type.html>.
struct PolicyTypeIsEnabled: Check {
  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    switch evidence.snapshot.root {
    case .unread(let reason):
      return Assessment(
        .notAssessed(reason: "the root could not be read: \(reason)"), evidence: [evidence.dating])
    case .known(let root):
      let status = root.optOutPolicyTypeStatus
      let answer = status.map { "status \($0) for" } ?? "no entry for"
      let facts = [
        evidence.dating, "ListRoots answered \(answer) \(Root.optOutPolicyType) on root \(root.id)",
      ]
      switch status {
      case "ENABLED": return Assessment(.passed, evidence: facts)
      case let status?:
        return Assessment(
          .failed(reason: "the status of \(Root.optOutPolicyType) is \(status), which is not ENABLED"),
          evidence: facts)
      case nil:
        return Assessment(.failed(reason: "\(Root.optOutPolicyType) is not enabled"), evidence: facts)
      }
    }
  }
}
