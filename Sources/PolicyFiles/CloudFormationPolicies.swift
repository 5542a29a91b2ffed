import PolicyLanguage

/// Finds policies in the resources of a CloudFormation template.
///
/// `Content` of `AWS::Organizations::Policy` is an object or a JSON string
/// (<https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-policy.html>).
enum CloudFormationPolicies {
  static func policies(in resources: JSONNode) throws(PolicyFileError) -> [FoundPolicy] {
    var found: [FoundPolicy] = []
    for resource in resources.members ?? []
    where resource.value["Type"]?.string == "AWS::Organizations::Policy" {
      let properties = resource.value["Properties"]
      let content = properties?["Content"]
      guard isOptOutPolicy(type: properties?["Type"], content: content) else { continue }
      found.append(FoundPolicy(name: resource.key, content: read(content, at: resource.position)))
    }
    guard !found.isEmpty else { throw .noPolicy(in: "the CloudFormation template", resources.position) }
    return found
  }

  /// A type that is a parameter is told by the content.
  private static func isOptOutPolicy(type: JSONNode?, content: JSONNode?) -> Bool {
    if let type = type?.string { return type == PolicyFinder.policyType }
    return content?["services"] != nil || content?.string?.contains("opt_out_policy") == true
  }

  private static func read(_ content: JSONNode?, at position: SourcePosition) -> FoundPolicy.Content {
    guard let content else {
      return .unresolved(reason: "the resource has no \"Content\"", at: position)
    }
    if let text = content.string { return .text(text, at: content.position) }
    // A text without a placeholder is what Fn::Sub gives.
    if function(of: content) == "Fn::Sub", let inner = content.members?.first?.value, let text = inner.string,
      !text.contains("${")
    {
      return .text(text, at: inner.position)
    }
    if let call = firstCall(in: content) {
      return .unresolved(
        reason: "a part of it is made by \(Excerpt.quoted(call.name)) when the stack is deployed",
        at: call.position)
    }
    return .object(content)
  }

  /// The intrinsic function that `node` is.
  private static func function(of node: JSONNode) -> String? {
    guard let members = node.members, members.count == 1, let key = members.first?.key else { return nil }
    return key == "Ref" || key == "Condition" || key.hasPrefix("Fn::") ? key : nil
  }

  private static func firstCall(in node: JSONNode) -> (name: String, position: SourcePosition)? {
    if let name = function(of: node) { return (name, node.position) }
    switch node.value {
    case .object(let members):
      for member in members {
        if let call = firstCall(in: member.value) { return call }
      }
    case .array(let elements):
      for element in elements {
        if let call = firstCall(in: element) { return call }
      }
    case .string, .number, .boolean, .null: break
    }
    return nil
  }
}
