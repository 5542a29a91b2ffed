/// The effective AI services opt-out policy of a path, worked out by a small evaluator of its own.
///
/// Other tests hold the product's engine against it, so it shares no code with the product. Rules, from
/// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_inheritance_mgmt.html and
/// its examples:
///
/// - Nodes are taken from the root down. What a node may do is fixed by what the nodes above it allow.
/// - Adding a key below a container needs `@@assign` or `@@append` allowed on the container; a container that
///   came into being at the same node is free. A value needs `@@assign` allowed on its setting.
/// - Of several policies on one node the first attached wins for each value; their child controls are
///   intersected and bind lower nodes only. What is closed above cannot be opened below. A blocked change is
///   ignored.
/// - Only `services`, a service key and `opt_out_policy` carry child controls; operators at the document's
///   root do nothing. Other operators than `@@assign` have no meaning for a setting.
/// - The result shows plain values. Keys without a value are dropped, so with nothing in force it is `{}`.
package struct EffectivePolicyOracle: Sendable {
  /// The operators that lower nodes may use. The empty set is `@@none`.
  private struct Operators: OptionSet {
    var rawValue: Int
    static let assign = Operators(rawValue: 1)
    static let append = Operators(rawValue: 2)
    static let remove = Operators(rawValue: 4)
    static let all: Operators = [.assign, .append, .remove]

    var permitNewKeys: Bool { contains(.assign) || contains(.append) }

    /// What a container's or setting's child control lists; all operators without one.
    init(controlIn object: JSONValue) {
      guard let names = object["@@operators_allowed_for_child_policies"]?.array else {
        self = .all
        return
      }
      self = []
      for name in names {
        switch name.string {
        case "@@all": insert(.all)
        case "@@assign": insert(.assign)
        case "@@append": insert(.append)
        case "@@remove": insert(.remove)
        default: break
        }
      }
    }

    init(rawValue: Int) { self.rawValue = rawValue }
  }

  private struct Setting {
    var value: String?
    var allowed = Operators.all
  }

  private struct Service {
    var allowed = Operators.all
    var setting: Setting?
  }

  private struct Services {
    var allowed = Operators.all
    var keys: [String] = []
    var byKey: [String: Service] = [:]
  }

  private var services: Services?

  /// Nothing is in force above the root.
  package init() {}

  /// The effective policy of a path.
  /// - Parameter levels: the documents on each node, root first, each node's in the order of attachment.
  package init(levels: [[JSONValue]]) {
    for documents in levels { descend(through: documents) }
  }

  /// Adds the next lower node with its documents in the order of attachment.
  package mutating func descend(through documents: [JSONValue]) {
    let inherited = services
    var assigned: Set<String> = []
    for document in documents {
      guard let object = document["services"], object.members != nil else { continue }
      if services == nil { services = Services() }
      for member in object.members ?? [] where !member.name.hasPrefix("@@") {
        apply(member, inherited: inherited, assigned: &assigned)
      }
    }
    for document in documents {
      guard let object = document["services"], object.members != nil else { continue }
      restrict(by: object)
    }
  }

  private mutating func apply(_ member: JSONValue.Member, inherited: Services?, assigned: inout Set<String>) {
    let key = member.name
    guard member.value.members != nil else { return }
    if services?.byKey[key] == nil {
      guard inherited?.allowed.permitNewKeys ?? true else { return }
      services?.keys.append(key)
      services?.byKey[key] = Service()
    }
    guard let object = member.value["opt_out_policy"], object.members != nil else { return }
    let inheritedService = inherited?.byKey[key]
    if services?.byKey[key]?.setting == nil {
      guard inheritedService?.allowed.permitNewKeys ?? true else { return }
      services?.byKey[key]?.setting = Setting()
    }
    guard let value = object["@@assign"]?.string,
      inheritedService?.setting?.allowed.contains(.assign) ?? true,
      assigned.insert(key).inserted
    else { return }
    services?.byKey[key]?.setting?.value = value
  }

  private mutating func restrict(by object: JSONValue) {
    services?.allowed.formIntersection(Operators(controlIn: object))
    for member in object.members ?? [] where services?.byKey[member.name] != nil {
      services?.byKey[member.name]?.allowed.formIntersection(Operators(controlIn: member.value))
      guard let setting = member.value["opt_out_policy"] else { continue }
      services?.byKey[member.name]?.setting?.allowed.formIntersection(Operators(controlIn: setting))
    }
  }

  /// The document as `DescribeEffectivePolicy` shows it.
  package var document: JSONValue {
    let shown = (services?.keys ?? []).compactMap { key -> JSONValue.Member? in
      guard let value = services?.byKey[key]?.setting?.value else { return nil }
      return .init(key, ["opt_out_policy": .string(value)])
    }
    return shown.isEmpty ? [:] : ["services": .object(shown)]
  }
}
