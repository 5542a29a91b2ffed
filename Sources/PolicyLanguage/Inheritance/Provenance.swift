/// Which policy at which node, and where in its text, something comes from.
package struct Provenance: Hashable, Sendable {
  package var policy: String
  package var node: String
  package var position: SourcePosition

  package init(policy: String, node: String, position: SourcePosition) {
    self.policy = policy
    self.node = node
    self.position = position
  }
}

/// A value with its origin.
package struct ProvenValue: Hashable, Sendable {
  package var value: OptOutValue
  package var provenance: Provenance
}

/// A statement on the path that changes nothing, and why.
package struct IgnoredStatement: Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    /// `services` is closed to new keys by the policy named.
    case servicesLocked(by: Provenance)
    /// The service key is closed to new parts by the policy named.
    case serviceLocked(by: Provenance)
    /// The value is closed by the policy named.
    case valueLocked(by: Provenance)
    /// Another policy on the same node, attached earlier, assigned the value first.
    case attachedLater(than: Provenance)
    /// AWS does not accept this text; the clause says what is wrong.
    case notAccepted(String)
  }

  package var provenance: Provenance
  /// The service key; nil above the service level.
  package var service: String?
  package var reason: Reason
}

/// Policies on one node that assign different values to one service, so that the order of attachment decides.
package struct OrderConflict: Hashable, Sendable {
  package var service: String
  package var node: String
  /// Sorted by id.
  package var policies: [String]
}
