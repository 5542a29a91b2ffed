import PolicyLanguage

/// Who may change the policies themselves. A lock does not bind them, so they are shown beside it.
package struct CanEdit: Hashable, Sendable {
  /// Management account first, then in order of the delegation policy and the registrations.
  package var editors: [Editor]
  /// What could not be read, so that the list may be too short.
  package var unread: [String]

  package struct Editor: Hashable, Sendable {
    package enum Ground: Hashable, Sendable {
      case managementAccount
      /// The resource-based delegation policy lets it, by the actions named.
      case delegationPolicy(actions: [String])
      /// Registered as delegated administrator for the service principals named; nil when it is not known for which,
      /// so that it may be one of them.
      case delegatedAdministrator(services: [String]?)
    }

    /// An account id, an ARN or `*`.
    package var principal: String
    package var ground: Ground

    /// A clause that names the ground.
    package var explanation: String {
      switch ground {
      case .managementAccount: "management account"
      case .delegationPolicy(let actions): "delegation policy: \(actions.joined(separator: ", "))"
      case .delegatedAdministrator(let services?):
        "delegated administrator: \(services.joined(separator: ", "))"
      case .delegatedAdministrator(nil): "delegated administrator, for which services is not known"
      }
    }
  }

  package init(of snapshot: Snapshot) {
    editors = []
    unread = []
    if let account = snapshot.organization.managementAccount {
      editors.append(Editor(principal: account.rawValue, ground: .managementAccount))
    }
    switch snapshot.delegation.resourcePolicy {
    case .unread(let reason): unread.append("delegation policy: \(reason)")
    case .known(nil): break
    case .known(let text?):
      switch DelegationPolicy.editors(in: text) {
      case .success(let found): editors += found
      case .failure(let error): unread.append("delegation policy: \(error)")
      }
    }
    switch snapshot.delegation.administrators {
    case .unread(let reason): unread.append("delegated administrators: \(reason)")
    case .known(let administrators):
      for administrator in administrators {
        let services = administrator.services.value
        let relevant = services?.filter { Self.principalsThatEditPolicies.contains($0) }
        guard relevant?.isEmpty != true else { continue }
        editors.append(
          Editor(
            principal: administrator.account.rawValue, ground: .delegatedAdministrator(services: relevant)))
        if let reason = administrator.services.reason {
          unread.append("delegated services of \(administrator.account): \(reason)")
        }
      }
    }
  }

  /// Whom the resource-based delegation policy `text` lets edit; nil when it does not parse.
  package static func editors(byDelegationPolicy text: String) -> [Editor]? {
    try? DelegationPolicy.editors(in: text).get()
  }

  /// The accounts that can edit; nil when it is not known which all of them are, or when they cannot be listed.
  package var accounts: Set<AccountID>? {
    guard unread.isEmpty else { return nil }
    var result: Set<AccountID> = []
    for editor in editors {
      // `arn:aws:iam::111111111111:role/Name`
      let parts = editor.principal.split(separator: ":", omittingEmptySubsequences: false)
      guard let id = AccountID(parts.count > 5 ? String(parts[4]) : editor.principal) else { return nil }
      result.insert(id)
    }
    return result
  }

  /// Service principals whose delegated administrators may change Organizations policies of any kind.
  ///
  /// AWS documents policy changes by members only through the delegation policy; a registration for Account
  /// Management or a security service gives none:
  /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html>.
  private static let principalsThatEditPolicies: Set<String> = ["organizations.amazonaws.com"]
}

/// Reads the resource-based delegation policy, which is written in IAM's policy language:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html>.
private enum DelegationPolicy {
  /// Operations that change an AI services opt-out policy or where it is in force.
  static let changingActions = [
    "AttachPolicy", "CreatePolicy", "DeletePolicy", "DetachPolicy", "DisablePolicyType", "EnablePolicyType",
    "UpdatePolicy",
  ]

  /// The principals of Allow statements with a changing action, unless a condition limits the statement to other
  /// policy types.
  static func editors(in text: String) -> Result<[CanEdit.Editor], PolicySyntaxError> {
    let root: JSONNode
    do { root = try JSONParser.parse(text) } catch { return .failure(error) }
    var result: [CanEdit.Editor] = []
    for statement in list(root["Statement"]) where statement["Effect"]?.string == "Allow" {
      let actions = changingActions(of: statement)
      guard !actions.isEmpty, mayConcernOptOutPolicies(statement["Condition"]) else { continue }
      // To allow all but some is to allow everybody else.
      let principals = statement["NotPrincipal"] == nil ? principals(of: statement["Principal"]) : ["*"]
      for principal in principals {
        let editor = CanEdit.Editor(principal: principal, ground: .delegationPolicy(actions: actions))
        if !result.contains(editor) { result.append(editor) }
      }
    }
    return .success(result)
  }

  private static func changingActions(of statement: JSONNode) -> [String] {
    if let excluded = statement["NotAction"] {
      let patterns = list(excluded).compactMap(\.string)
      return changingActions.filter { action in
        !patterns.contains { isAction(action, $0) }
      }
    }
    let patterns = list(statement["Action"]).compactMap(\.string)
    return changingActions.filter { action in
      patterns.contains { isAction(action, $0) }
    }
  }

  /// Action names are compared without case.
  private static func isAction(_ action: String, _ pattern: String) -> Bool {
    matches("organizations:\(action)".lowercased(), pattern: pattern.lowercased())
  }

  /// Whether the condition leaves room for the AI services opt-out policy type. Only the plain equality tests of
  /// `organizations:PolicyType` can exclude it; anything else might hold.
  private static func mayConcernOptOutPolicies(_ condition: JSONNode?) -> Bool {
    for test in condition?.members ?? [] {
      let name = test.key.lowercased()
      guard let comparison = Comparison(operatorName: name) else { continue }
      for member in test.value.members ?? [] where member.key.lowercased() == "organizations:policytype" {
        let types = list(member.value).compactMap(\.string)
        let contains = types.contains { comparison.holds(Root.optOutPolicyType, $0) }
        if contains == name.contains("stringnot") { return false }
      }
    }
    return true
  }

  /// How a condition operator compares texts, whether it asks for equal or for different ones:
  /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>.
  private enum Comparison {
    case exact
    case ignoringCase
    case wildcards

    /// Nil when `operatorName`, in lower case, is none of the plain string operators.
    init?(operatorName: String) {
      let name = operatorName.replacing("stringnot", with: "string")
      if name.contains("stringequalsignorecase") {
        self = .ignoringCase
      } else if name.contains("stringequals") {
        self = .exact
      } else if name.contains("stringlike") {
        self = .wildcards
      } else {
        return nil
      }
    }

    func holds(_ text: String, _ expected: String) -> Bool {
      switch self {
      case .exact: text == expected
      case .ignoringCase: text.lowercased() == expected.lowercased()
      case .wildcards: matches(text, pattern: expected)
      }
    }
  }

  private static func principals(of node: JSONNode?) -> [String] {
    guard let node else { return [] }
    if let text = node.string { return [text] }
    return (node.members ?? []).flatMap { list($0.value).compactMap(\.string) }.map { text in
      guard text.hasPrefix("arn:"), text.hasSuffix(":root") else { return text }
      return text.split(separator: ":", omittingEmptySubsequences: false).dropFirst(4).first.map(String.init)
        ?? text
    }
  }

  /// A value or a list of values, as IAM allows either.
  private static func list(_ node: JSONNode?) -> [JSONNode] {
    guard let node else { return [] }
    guard case .array(let elements) = node.value else { return [node] }
    return elements
  }

  /// IAM's wildcards: `*` for any text, `?` for one character.
  private static func matches(_ text: String, pattern: String) -> Bool {
    let text = Array(text)
    let pattern = Array(pattern)
    var textIndex = 0
    var patternIndex = 0
    var star: (pattern: Int, text: Int)?
    while textIndex < text.count {
      if patternIndex < pattern.count, pattern[patternIndex] == "*" {
        star = (patternIndex, textIndex)
        patternIndex += 1
      } else if patternIndex < pattern.count,
        pattern[patternIndex] == "?" || pattern[patternIndex] == text[textIndex]
      {
        textIndex += 1
        patternIndex += 1
      } else if let last = star {
        star = (last.pattern, last.text + 1)
        patternIndex = last.pattern + 1
        textIndex = last.text + 1
      } else {
        return false
      }
    }
    return pattern[patternIndex...].allSatisfy { $0 == "*" }
  }
}
