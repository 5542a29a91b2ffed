/// An AI services opt-out policy as AWS reads it, with the position of each part.
///
/// The grammar is that of
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out_syntax.html>:
///
/// ```json
/// { "services": {
///     "@@operators_allowed_for_child_policies": ["@@none"],
///     "default": {
///       "@@operators_allowed_for_child_policies": ["@@none"],
///       "opt_out_policy": {
///         "@@operators_allowed_for_child_policies": ["@@none"],
///         "@@assign": "optOut" } } } }
/// ```
///
/// Every part may be absent: AWS accepts a policy without a value, which then does nothing. What AWS rejects but a
/// stored text contains all the same has no effect here and is listed in `irregularities`.
package struct PolicyDocument: Hashable, Sendable {
  package var services: ServicesBlock
  package var irregularities: [Irregularity]

  package init(services: ServicesBlock, irregularities: [Irregularity] = []) {
    self.services = services
    self.irregularities = irregularities
  }
}

/// The value under `services`.
package struct ServicesBlock: Hashable, Sendable {
  package var position: SourcePosition
  package var childControl: ChildControl?
  /// In source order; keys are distinct.
  package var statements: [Statement]
}

/// What a policy says about one service key or `default`.
package struct Statement: Hashable, Sendable {
  package var service: String
  /// Position of the service key.
  package var position: SourcePosition
  package var childControl: ChildControl?
  package var setting: Setting?
}

/// The value under `opt_out_policy`.
package struct Setting: Hashable, Sendable {
  package var position: SourcePosition
  package var childControl: ChildControl?
  package var assignment: Assignment?
}

/// An `@@assign` with the position of its value.
package struct Assignment: Hashable, Sendable {
  package var value: OptOutValue
  package var position: SourcePosition
}

/// The two values a service key can have. They are case-sensitive.
package enum OptOutValue: String, Hashable, Sendable, CaseIterable {
  case optOut
  case optIn
}

/// An `@@operators_allowed_for_child_policies` list.
package struct ChildControl: Hashable, Sendable {
  package var allowed: OperatorSet
  package var position: SourcePosition
}

/// The value-setting operators that a lower level may use.
package struct OperatorSet: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let assign = OperatorSet(rawValue: 1)
  package static let append = OperatorSet(rawValue: 2)
  package static let remove = OperatorSet(rawValue: 4)
  package static let all: OperatorSet = [.assign, .append, .remove]

  /// Whether a container with this control takes new keys from below.
  package var allowsNewKeys: Bool { !isDisjoint(with: [.assign, .append]) }
}

/// A part of a stored text that AWS would have rejected, or that has no effect.
package struct Irregularity: Hashable, Sendable {
  package var position: SourcePosition
  /// The service key it belongs to; nil above the service level.
  package var service: String?
  /// What is wrong, as a clause: `"optout" is not a value; it must be exactly "optOut" or "optIn"`.
  package var message: String
}
