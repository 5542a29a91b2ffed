import OrganizationModel
import PolicyLanguage

/// The service control policies that deny by Region:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples_general.html>.
struct RegionDenials {
  private(set) var sentences: [String] = []

  init(_ snapshot: Snapshot) {
    guard let answer = snapshot.serviceControlPolicies else {
      sentences = ["Service control policies were not read (collect --scps reads them)"]
      return
    }
    guard case .known(let policies) = answer else {
      sentences = ["Service control policies could not be read: \(answer.reason ?? "no reason is known")"]
      return
    }
    for item in policies {
      let name = "\(item.policy.name) (\(item.policy.id))"
      switch item.policy.content {
      case .unread(let reason):
        sentences.append("Service control policy \(name) could not be read: \(reason)")
      case .known(let text):
        guard let root = try? JSONParser.parse(text) else {
          sentences.append("Service control policy \(name) does not parse")
          continue
        }
        if Self.deniesByRegion(root) {
          let places = item.targets.value.map { $0.map(\.rawValue).joined(separator: ", ") }
          let place =
            places.map { $0.isEmpty ? "attached to nothing" : "attached to \($0)" }
            ?? "attached where is not known"
          sentences.append("Service control policy \(name) denies by aws:RequestedRegion, \(place)")
        }
      }
    }
    if sentences.isEmpty {
      sentences = ["None of \(policies.count) service control policies denies by aws:RequestedRegion"]
    }
  }

  private static func deniesByRegion(_ root: JSONNode) -> Bool {
    list(root["Statement"]).contains { statement in
      guard statement["Effect"]?.string == "Deny" else { return false }
      return (statement["Condition"]?.members ?? []).contains { test in
        (test.value.members ?? []).contains { $0.key.lowercased() == "aws:requestedregion" }
      }
    }
  }

  private static func list(_ node: JSONNode?) -> [JSONNode] {
    guard let node else { return [] }
    guard case .array(let elements) = node.value else { return [node] }
    return elements
  }
}
