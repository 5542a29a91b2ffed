/// What applies to an account after inheritance: a plain value for each service key, no operators.
///
/// Shape and meaning:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_effective.html>. A service without
/// its own key follows `default`.
package struct EffectivePolicy: Hashable, Sendable {
  package static let defaultKey = "default"

  package var values: [String: OptOutValue]

  package init(_ values: [String: OptOutValue] = [:]) {
    self.values = values
  }

  package var defaultValue: OptOutValue? { values[Self.defaultKey] }

  /// What applies to `service`: its own value, else that of `default`, else nothing.
  package func value(for service: String) -> OptOutValue? {
    values[service] ?? defaultValue
  }

  /// The keys with an explicit `optIn`, `default` included, sorted.
  package var optedInKeys: [String] {
    values.filter { $0.value == .optIn }.keys.sorted()
  }

  /// AWS's JSON shape with sorted keys and no white space; `{}` when nothing applies.
  package var json: String {
    guard !values.isEmpty else { return "{}" }
    let members = values.sorted { $0.key < $1.key }.map { key, value in
      "\(JSONText.quoted(key)):{\"opt_out_policy\":\"\(value.rawValue)\"}"
    }
    return "{\"services\":{\(members.joined(separator: ","))}}"
  }
}

extension EffectivePolicy {
  /// Reads AWS's answer; `{}` is a policy that says nothing.
  ///
  /// - Throws: `EffectivePolicyTextError` when the text is not JSON or holds a value that is neither `optOut` nor
  ///   `optIn`. Nothing is guessed: an answer that is not understood is not an answer.
  package init(parsing text: String) throws(EffectivePolicyTextError) {
    let root: JSONNode
    do { root = try JSONParser.parse(text) } catch { throw .syntax(error) }
    guard let members = root.members else { throw .unexpectedShape(root.position) }
    self.init()
    guard !members.isEmpty else { return }
    guard let services = root["services"], let statements = services.members else {
      throw .unexpectedShape(root.position)
    }
    for statement in statements {
      guard values[statement.key] == nil,
        let raw = statement.value["opt_out_policy"]?.string
      else { throw .unexpectedShape(statement.position) }
      guard let value = OptOutValue(rawValue: raw) else {
        throw .unknownValue(statement.position, service: statement.key, value: raw)
      }
      values[statement.key] = value
    }
  }
}

/// Why AWS's effective policy text could not be understood.
package enum EffectivePolicyTextError: Error, Hashable, Sendable, CustomStringConvertible {
  case syntax(PolicySyntaxError)
  case unexpectedShape(SourcePosition)
  case unknownValue(SourcePosition, service: String, value: String)

  package var description: String {
    switch self {
    case .syntax(let error): "the effective policy is not JSON (\(error))"
    case .unexpectedShape(let position):
      "the effective policy does not have the shape that AWS documents (at \(position))"
    case .unknownValue(let position, let service, let value):
      "the effective policy has the value \"\(value)\" for \"\(service)\" (at \(position)), "
        + "which this version does not know"
    }
  }
}
