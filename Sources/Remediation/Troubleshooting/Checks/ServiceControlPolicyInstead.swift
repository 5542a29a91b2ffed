import OrganizationModel
import PolicyLanguage

struct ServiceControlPolicyInstead: TroubleshootingCheck {
  let id = "scp-instead"
  let title = "a service control policy stands in for the opt-out"
  let advice =
    "keep it if it is meant to stop people from using a service; it does not change what AWS may do with content, "
    + "so attach an AI services opt-out policy as well"
  let reference = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html"

  func result(in posture: OrganizationPosture) -> TroubleshootingResult {
    guard let answer = posture.snapshot.serviceControlPolicies else {
      return .notKnown("service control policies were not read; collect --scps reads them")
    }
    guard let policies = answer.value else { return .notKnown(answer.reason ?? "they could not be read") }
    var details: [String] = []
    for item in policies {
      guard let text = item.policy.content.value, let root = try? JSONParser.parse(text) else { continue }
      let prefixes = Self.prefixes(in: root)
      guard !prefixes.isEmpty else { continue }
      details.append(
        "\(ShownName.of(item.policy.name, id: item.policy.id.rawValue)) denies or limits "
          + "\(prefixes.joined(separator: ", ")): that controls who may call the service, not what happens to content"
      )
    }
    // Limiting access beside an opt-out that is complete is no mistake.
    return posture.verdict == .optedOut ? .notFound : .found(ifAny: details)
  }

  /// IAM prefixes of AI services: the catalogue's keys, as far as they are prefixes, and those that differ.
  private static let services = Set(ServiceCatalogue.builtIn.keys).union([
    "bedrock", "codewhisperer", "qbusiness", "sagemaker", "quicksight",
  ]).subtracting([
    "config", "cloudwatch", "workspaces", "glue", "dms", "guardduty", "securityhub", "securitylake",
  ])

  /// Prefixes of AI services in the actions of Deny statements, sorted.
  private static func prefixes(in root: JSONNode) -> [String] {
    var found: Set<String> = []
    for statement in list(root["Statement"]) where statement["Effect"]?.string == "Deny" {
      for action in (list(statement["Action"]) + list(statement["NotAction"])).compactMap(\.string) {
        let prefix = action.split(separator: ":").first.map { $0.lowercased() } ?? ""
        if services.contains(prefix) { found.insert(prefix) }
      }
    }
    return found.sorted()
  }

  /// A value or a list of values, as IAM allows either.
  private static func list(_ node: JSONNode?) -> [JSONNode] {
    guard let node else { return [] }
    guard case .array(let elements) = node.value else { return [node] }
    return elements
  }
}
