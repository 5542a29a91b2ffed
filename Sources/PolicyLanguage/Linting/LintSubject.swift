/// A policy as lint rules see it: the text where there is one, and its JSON taken apart as far as it has a policy's shape.
package struct LintSubject: Sendable {
  /// The text as AWS would store it; nil when the policy is written as an object inside a template.
  package let text: String?
  /// `null` when the text is not JSON.
  package let root: JSONNode
  package let syntaxError: PolicySyntaxError?
  package let catalogue: ServiceCatalogue
  /// The policy as AWS would read it; nil when it has no single reading.
  package let policy: PolicyDocument?

  package init(text: String, catalogue: ServiceCatalogue) {
    do {
      let root = try JSONParser.parse(text)
      self.init(text: text, root: root, syntaxError: nil, catalogue: catalogue)
    } catch {
      let start = JSONNode(.null, at: SourcePosition(line: 1, column: 1))
      self.init(text: text, root: start, syntaxError: error, catalogue: catalogue)
    }
  }

  package init(root: JSONNode, catalogue: ServiceCatalogue) {
    self.init(text: nil, root: root, syntaxError: nil, catalogue: catalogue)
  }

  private init(text: String?, root: JSONNode, syntaxError: PolicySyntaxError?, catalogue: ServiceCatalogue) {
    self.text = text
    self.root = root
    self.syntaxError = syntaxError
    self.catalogue = catalogue
    policy = syntaxError == nil ? try? PolicyDocument(reading: root) : nil
  }

  /// The member `services` of the document.
  package var services: JSONMember? { root.members?.first { $0.key == PolicyKey.services } }

  /// What stands under `services` besides operators: service keys and `default`.
  package var statements: [JSONMember] {
    (services?.value.members ?? []).filter { !PolicyKey.isOperator($0.key) }
  }

  /// The members `opt_out_policy`, each with the service key above it.
  package var settings: [(service: String, member: JSONMember)] {
    statements.flatMap { statement in
      (statement.value.members ?? []).filter { $0.key == PolicyKey.setting }
        .map { (service: statement.key, member: $0) }
    }
  }

  /// The lists of operators allowed to children at all places where AWS accepts one, the document root among them.
  package var childControls: [JSONMember] {
    let containers =
      [root, services?.value].compactMap { $0 } + statements.map(\.value) + settings.map(\.member.value)
    return containers.flatMap { ($0.members ?? []).filter { $0.key == PolicyKey.childControl } }
  }

  /// Statements that set a value, in source order.
  package var valued: [(statement: Statement, value: OptOutValue)] {
    (policy?.services.statements ?? []).compactMap { statement in
      statement.setting?.assignment.map { (statement: statement, value: $0.value) }
    }
  }

  /// The value of `default`; nil when the policy sets none.
  package var defaultValue: OptOutValue? {
    valued.first { $0.statement.service == EffectivePolicy.defaultKey }?.value
  }

  /// Whether everything in the document has a meaning for AWS, so that a warning is not the echo of an error.
  var isWhollyRead: Bool {
    guard let policy, statements.allSatisfy({ isReadable($0.key) }) else { return false }
    let inert = Set(OperatorsStandInsideServices.stray(in: self).map(\.position))
    return policy.irregularities.allSatisfy { inert.contains($0.position) }
  }

  /// A key that is merely unknown may be newer than the catalogue.
  private func isReadable(_ key: String) -> Bool {
    !ServiceKeyIsWellFormed.isMalformed(key)
      && ServiceKeyHasTheRightCase.rightKey(for: key, in: catalogue) == nil
  }
}

/// The words of the grammar.
enum PolicyKey {
  static let services = "services"
  static let setting = "opt_out_policy"
  static let assign = "@@assign"
  static let childControl = "@@operators_allowed_for_child_policies"

  static func isOperator(_ key: String) -> Bool { key.hasPrefix("@@") }
}
