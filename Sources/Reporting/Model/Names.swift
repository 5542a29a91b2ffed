import OrganizationModel
import PolicyLanguage

/// The names of a snapshot's nodes.
struct NodeNames {
  private var names: [NodeID: String] = [:]

  init(of snapshot: Snapshot) {
    if let root = snapshot.root.value { names[.root(root.id)] = root.name }
    for unit in snapshot.organizationalUnits { names[.organizationalUnit(unit.id)] = unit.name }
    for account in snapshot.accounts { names[.account(account.id)] = account.name }
  }

  /// The name, or the id where the name is not known or empty.
  func name(of node: NodeID) -> String {
    names[node].flatMap { $0.isEmpty ? nil : $0 } ?? node.rawValue
  }

  /// `Security (ou-abcd-11111111)`, or the id alone.
  func nameAndID(of node: NodeID) -> String {
    let name = name(of: node)
    return name == node.rawValue ? name : "\(name) (\(node.rawValue))"
  }
}

/// The names of service keys.
struct ServiceNames {
  private var names: [String: String] = [:]

  init(_ catalogue: ServiceCatalogue) {
    for service in catalogue.services { names[service.key] = service.name }
  }

  /// `lex (Amazon Lex)`. A key that the catalogue does not have is unknown to this version, not wrong.
  func describe(_ key: String) -> String {
    if key == EffectivePolicy.defaultKey { return "default (every service without its own key)" }
    return "\(key) (\(names[key] ?? "unknown to this version"))"
  }
}
