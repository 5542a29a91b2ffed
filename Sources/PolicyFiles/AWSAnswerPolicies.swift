import PolicyLanguage

/// Finds policies in what the AWS CLI prints or takes: answers of DescribePolicy, CreatePolicy and UpdatePolicy, lists of
/// such answers, and `--cli-input-json` of the latter two. The content is a JSON string in each of them
/// (<https://docs.aws.amazon.com/organizations/latest/APIReference/API_DescribePolicy.html>).
enum AWSAnswerPolicies {
  static func recognizes(_ root: JSONNode) -> Bool {
    if let elements = root.elements { return elements.contains { recognizes($0) } }
    return root["Policy"]?.members != nil || root["Content"]?.string != nil
      || root["Policies"]?.elements != nil
      || root["EffectivePolicy"]?.members != nil
  }

  static func policies(in root: JSONNode) throws(PolicyFileError) -> [FoundPolicy] {
    if root["EffectivePolicy"] != nil { throw .effectivePolicy(root.position) }
    let list = root.elements ?? root["Policies"]?.elements
    guard let list else { return [try policy(in: root["Policy"] ?? root)] }
    var found: [FoundPolicy] = []
    var failure: PolicyFileError?
    for element in list {
      do {
        found.append(try policy(in: element["Policy"] ?? element))
      } catch {
        failure = failure ?? error
      }
    }
    guard found.isEmpty else { return found }
    throw failure ?? .noPolicy(in: "the list", root.position)
  }

  /// - Parameter node: a `Policy` of an answer, or an input.
  private static func policy(in node: JSONNode) throws(PolicyFileError) -> FoundPolicy {
    let summary = node["PolicySummary"] ?? node
    if let type = summary["Type"]?.string, type != PolicyFinder.policyType {
      throw .otherPolicyType(type, node.position)
    }
    if node["PolicyContent"] != nil { throw .effectivePolicy(node.position) }
    guard let content = node["Content"] else { throw .listWithoutContents(node.position) }
    let name = (summary["Id"] ?? node["PolicyId"] ?? summary["Name"])?.string
    guard let text = content.string else { return FoundPolicy(name: name, content: .object(content)) }
    return FoundPolicy(name: name, content: .text(text, at: content.position))
  }
}
