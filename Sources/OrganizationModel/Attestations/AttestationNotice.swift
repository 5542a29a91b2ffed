/// That an attestation counts no longer, as the store's chain records it.
package struct RevocationNotice: Hashable, Sendable, Codable {
  /// The attestation's id.
  package var attestation: String
  package var reason: String
  /// The name given with `--by`.
  package var by: String
  /// The operating-system user that recorded it.
  package var systemUser: String

  package init(attestation: String, reason: String, by: String, systemUser: String) {
    self.attestation = attestation
    self.reason = reason
    self.by = by
    self.systemUser = systemUser
  }
}

/// That a second person stands by an attestation, as the store's chain records it.
package struct CountersignatureNotice: Hashable, Sendable, Codable {
  /// The attestation's id.
  package var attestation: String
  /// The name given with `--by`.
  package var by: String
  /// The operating-system user that recorded it.
  package var systemUser: String

  package init(attestation: String, by: String, systemUser: String) {
    self.attestation = attestation
    self.by = by
    self.systemUser = systemUser
  }
}
