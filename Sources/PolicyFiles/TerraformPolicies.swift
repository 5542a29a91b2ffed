import PolicyLanguage

/// Finds policies in what `terraform show -json` prints for a plan or a state
/// (<https://developer.hashicorp.com/terraform/internals/json-format>).
enum TerraformPolicies {
  private static let resourceType = "aws_organizations_policy"

  static func recognizes(_ root: JSONNode) -> Bool {
    root["planned_values"] != nil || root["resource_changes"] != nil
      || (root["values"] != nil && (root["terraform_version"] != nil || root["format_version"] != nil))
  }

  static func policies(in root: JSONNode) throws(PolicyFileError) -> [FoundPolicy] {
    var found: [FoundPolicy] = []
    var addresses: Set<String> = []
    for module in [root["planned_values"], root["values"]].compactMap({ $0?["root_module"] }) {
      for resource in resources(in: module) {
        guard let policy = policy(resource, values: resource["values"]) else { continue }
        addresses.insert(policy.name ?? "")
        found.append(policy)
      }
    }
    for change in root["resource_changes"]?.elements ?? [] {
      let values = change["change"]?["after"]
      guard let policy = policy(change, values: values), !addresses.contains(policy.name ?? "") else {
        continue
      }
      found.append(policy)
    }
    guard !found.isEmpty else { throw .noPolicy(in: "the Terraform plan", root.position) }
    return found
  }

  /// The resources of a module and of those below it.
  private static func resources(in module: JSONNode) -> [JSONNode] {
    (module["resources"]?.elements ?? [])
      + (module["child_modules"]?.elements ?? []).flatMap { resources(in: $0) }
  }

  /// Nil for another kind of resource or policy, and for one that is deleted.
  private static func policy(_ resource: JSONNode, values: JSONNode?) -> FoundPolicy? {
    guard resource["type"]?.string == resourceType, resource["mode"]?.string != "data", let values,
      values.members != nil, values["type"]?.string == PolicyFinder.policyType
    else { return nil }
    let address = resource["address"]?.string
    guard let content = values["content"], let text = content.string else {
      return FoundPolicy(
        name: address,
        content: .unresolved(
          reason: "the plan does not know its content before it is applied",
          at: values["content"]?.position ?? values.position))
    }
    return FoundPolicy(name: address, content: .text(text, at: content.position))
  }
}

extension JSONNode {
  /// The elements when this is a list, else nil.
  var elements: [JSONNode]? {
    guard case .array(let elements) = value else { return nil }
    return elements
  }
}
