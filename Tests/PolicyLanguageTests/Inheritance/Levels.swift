import PolicyLanguage

/// What the levels amount to, each written as the node with the texts of its policies by id; a nil text could not be
/// read.
func inherit(
  _ levels: [(node: String, policies: KeyValuePairs<String, String?>)], orders: [String: [String]] = [:]
) throws -> InheritedPolicy {
  var inherited = InheritedPolicy()
  for level in levels {
    let policies = try level.policies.map { id, text in
      LevelPolicy(
        id: id,
        content: try text.map { .document(try PolicyDocument(parsing: $0)) }
          ?? .unreadable(reason: "access denied"))
    }
    inherited.apply(
      InheritanceLevel(node: level.node, policies: policies, attachmentOrder: orders[level.node]))
  }
  return inherited
}
