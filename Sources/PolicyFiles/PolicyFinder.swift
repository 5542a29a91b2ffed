import PolicyLanguage

/// Finds the AI services opt-out policies in a file's bytes.
///
/// A file may be a policy, an answer of the AWS CLI (or an input for it), a CloudFormation template in JSON or YAML, or a
/// Terraform plan or state in JSON. Which one is told by its keys, not by its name.
package enum PolicyFinder {
  package static let policyType = "AISERVICES_OPT_OUT_POLICY"

  /// The policies in source order, at least one.
  ///
  /// - Parameter name: the file's name, which tells Terraform source and JSON that does not look like it.
  /// - Throws: `PolicyFileError` when there is none.
  package static func policies(in bytes: [UInt8], name: String = "") throws(PolicyFileError) -> [FoundPolicy]
  {
    let isMarked = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
    // Without a mark, one byte of the first character is zero.
    if isMarked || (bytes.count >= 2 && bytes.prefix(2).contains(0)) { throw .utf16 }
    if name.hasSuffix(".tf") { throw .terraformSource }
    let first = bytes.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let isJSON =
      name.hasSuffix(".json")
      || [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), 0xEF, nil].contains(first)
    guard !isJSON else {
      let root: JSONNode
      do { root = try JSONParser.parse(bytes: bytes) } catch { throw .syntax(error) }
      return try policies(in: root, text: String(decoding: bytes, as: UTF8.self))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .syntax(.notUTF8(positionOfBadByte(in: bytes)))
    }
    return try policies(inYAML: text)
  }

  private static func policies(inYAML text: String) throws(PolicyFileError) -> [FoundPolicy] {
    let roots = try YAMLDocument.roots(of: text)
    var found: [FoundPolicy] = []
    var failure: PolicyFileError?
    for root in roots {
      do {
        found += try policies(in: root, text: nil)
      } catch {
        failure = failure ?? error
      }
    }
    guard found.isEmpty else { return found }
    throw failure ?? .noPolicy(in: "the file", SourcePosition(line: 1, column: 1))
  }

  /// - Parameter text: the file's text when it is JSON, nil when it is YAML.
  private static func policies(
    in root: JSONNode, text: String?
  ) throws(PolicyFileError) -> [FoundPolicy] {
    if root["services"] == nil {
      if let resources = root["Resources"], resources.members != nil {
        return try CloudFormationPolicies.policies(in: resources)
      }
      if TerraformPolicies.recognizes(root) { return try TerraformPolicies.policies(in: root) }
      if AWSAnswerPolicies.recognizes(root) { return try AWSAnswerPolicies.policies(in: root) }
    }
    guard looksLikePolicy(root) else { throw .noPolicy(in: "the file", root.position) }
    guard let text else { throw .policyInYAML(root.position) }
    return [FoundPolicy(name: nil, content: .file(text))]
  }

  /// Whether somebody meant this for a policy, right or wrong.
  private static func looksLikePolicy(_ root: JSONNode) -> Bool {
    guard let members = root.members else { return false }
    if members.contains(where: { $0.key == "services" || $0.key.hasPrefix("@@") }) { return true }
    return members.allSatisfy { $0.value.members != nil } || mentionsSetting(root, depth: 0)
  }

  private static func mentionsSetting(_ node: JSONNode, depth: Int) -> Bool {
    guard depth < 4 else { return false }
    return (node.members ?? []).contains {
      $0.key == "opt_out_policy" || mentionsSetting($0.value, depth: depth + 1)
    }
  }

  private static func positionOfBadByte(in bytes: [UInt8]) -> SourcePosition {
    var position = SourcePosition(line: 1, column: 1)
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      position =
        scalar == "\n"
        ? SourcePosition(line: position.line + 1, column: 1)
        : SourcePosition(line: position.line, column: position.column + 1)
    }
    return position
  }
}
