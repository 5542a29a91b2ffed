extension PolicyDocument {
  /// Reads a policy's text.
  ///
  /// - Throws: `PolicySyntaxError` when the text is not JSON, has a duplicate key (AWS rejects those, so no reading of
  ///   it is right), or is not an object with an object under `services`.
  package init(parsing text: String) throws(PolicySyntaxError) {
    try self.init(reading: try JSONParser.parse(text))
  }

  /// Reads a policy from JSON that is parsed already.
  package init(reading root: JSONNode) throws(PolicySyntaxError) {
    var reader = PolicyDocumentReader()
    let services = try reader.readRoot(root)
    self.init(services: services, irregularities: reader.irregularities)
  }
}

/// Walks the JSON of a policy and notes what has no effect.
private struct PolicyDocumentReader {
  static let controlKey = "@@operators_allowed_for_child_policies"
  static let settingKey = "opt_out_policy"

  var irregularities: [Irregularity] = []

  mutating func readRoot(_ root: JSONNode) throws(PolicySyntaxError) -> ServicesBlock {
    guard let members = root.members else {
      throw .notAnObject(root.position, what: "the policy", found: root.kindName)
    }
    try Self.refuseDuplicates(in: root)
    guard let services = root["services"] else {
      throw .noServices(root.position, found: members.map { "\"\($0.key)\"" })
    }
    guard services.members != nil else {
      throw .notAnObject(services.position, what: "\"services\"", found: services.kindName)
    }
    for member in members where member.key != "services" {
      note(member.position, nil, "\"\(member.key)\" beside \"services\" has no effect")
    }
    return readServices(services)
  }

  /// Looks for duplicate keys everywhere, since AWS does.
  static func refuseDuplicates(in node: JSONNode) throws(PolicySyntaxError) {
    switch node.value {
    case .object(let members):
      var seen: [String: SourcePosition] = [:]
      for member in members {
        if let first = seen[member.key] {
          throw .duplicateKey(member.position, key: member.key, first: first)
        }
        seen[member.key] = member.position
        try refuseDuplicates(in: member.value)
      }
    case .array(let elements):
      for element in elements { try refuseDuplicates(in: element) }
    case .string, .number, .boolean, .null:
      break
    }
  }

  private mutating func readServices(_ node: JSONNode) -> ServicesBlock {
    var block = ServicesBlock(position: node.position, childControl: nil, statements: [])
    for member in node.members ?? [] {
      if member.key == Self.controlKey {
        block.childControl = readControl(member.value, service: nil)
      } else if member.key.hasPrefix("@@") {
        note(member.position, nil, "the operator \"\(member.key)\" has no effect under \"services\"")
      } else if let statement = readStatement(member) {
        block.statements.append(statement)
      }
    }
    return block
  }

  private mutating func readStatement(_ member: JSONMember) -> Statement? {
    guard let members = member.value.members else {
      note(
        member.value.position, member.key,
        "\"\(member.key)\" is \(member.value.kindName) where an object with \"opt_out_policy\" is expected")
      return nil
    }
    var statement = Statement(
      service: member.key, position: member.position, childControl: nil, setting: nil)
    for child in members {
      switch child.key {
      case Self.controlKey: statement.childControl = readControl(child.value, service: member.key)
      case Self.settingKey: statement.setting = readSetting(child.value, service: member.key)
      default:
        note(child.position, member.key, "\"\(child.key)\" has no effect under \"\(member.key)\"")
      }
    }
    return statement
  }

  private mutating func readSetting(_ node: JSONNode, service: String) -> Setting? {
    guard let members = node.members else {
      let isValue = node.string.flatMap(OptOutValue.init(rawValue:)) != nil
      note(
        node.position, service,
        isValue
          ? "the value is not wrapped in \"@@assign\", which is the form of an effective policy, not of a policy"
          : "\"opt_out_policy\" is \(node.kindName) where an object with \"@@assign\" is expected")
      return nil
    }
    var setting = Setting(position: node.position, childControl: nil, assignment: nil)
    for child in members {
      switch child.key {
      case Self.controlKey: setting.childControl = readControl(child.value, service: service)
      case "@@assign": setting.assignment = readAssignment(child.value, service: service)
      default: note(child.position, service, "\"\(child.key)\" has no effect under \"opt_out_policy\"")
      }
    }
    return setting
  }

  private mutating func readAssignment(_ node: JSONNode, service: String) -> Assignment? {
    guard let text = node.string else {
      note(
        node.position, service, "\"@@assign\" is \(node.kindName) where \"optOut\" or \"optIn\" is expected")
      return nil
    }
    guard let value = OptOutValue(rawValue: text) else {
      note(node.position, service, "\"\(text)\" is not a value; it must be exactly \"optOut\" or \"optIn\"")
      return nil
    }
    return Assignment(value: value, position: node.position)
  }

  /// A control list that AWS would reject restricts nothing: to read it as a lock would be a false assurance.
  private mutating func readControl(_ node: JSONNode, service: String?) -> ChildControl? {
    guard case .array(let elements) = node.value else {
      note(
        node.position, service, "the list of allowed operators is \(node.kindName) where a list is expected")
      return nil
    }
    let names = elements.map { $0.string ?? "" }
    let known: [String: OperatorSet] = [
      "@@assign": .assign, "@@append": .append, "@@remove": .remove, "@@all": .all, "@@none": [],
    ]
    guard !names.isEmpty, Set(names).count == names.count, names.allSatisfy({ known[$0] != nil }),
      names.count == 1 || !names.contains("@@none")
    else {
      note(
        node.position, service,
        "the list of allowed operators is not one that AWS accepts, so it restricts nothing")
      return nil
    }
    let allowed = names.reduce(into: OperatorSet()) { $0.formUnion(known[$1] ?? []) }
    return ChildControl(allowed: allowed, position: node.position)
  }

  private mutating func note(_ position: SourcePosition, _ service: String?, _ message: String) {
    irregularities.append(Irregularity(position: position, service: service, message: message))
  }
}
