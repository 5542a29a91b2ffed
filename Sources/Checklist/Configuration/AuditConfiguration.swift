package import OrganizationModel

/// What an organization says about itself in `optout-audit.yaml`.
package struct AuditConfiguration: Hashable, Sendable {
  /// Public sites whose robots.txt is probed: `https://example.com`.
  package var sites: [String] = []
  /// Files and folders of editor settings to probe.
  package var settingsPaths: [String] = []
  /// How many developers use the editors that the probe looks at.
  package var developers: Int?
  /// Names of AI services in use, when Cost Explorer is not asked.
  package var servicesInUse: [String] = []
  /// Days for which an attestation of an item holds, in place of the catalogue's, by item id.
  package var renewalDays: [String: Int] = [:]
  /// How old the newest snapshot may be at the report date.
  package var maximumAge: Duration = ChecklistEvidence.usualMaximumAge
  /// The longest span without events that still counts as covered.
  package var maximumInferredGap: Duration = .seconds(86_400)
  /// Manual and probe items that do not apply, by item id.
  package var notApplicable: [String: Waiver] = [:]
  package var acceptedExceptions: [AcceptedException] = []

  package init() {}

  /// Why an item does not apply, and who says so.
  package struct Waiver: Hashable, Sendable {
    package var reason: String
    package var person: String

    package init(reason: String, person: String) {
      self.reason = reason
      self.person = person
    }
  }
}

/// An intended opt-in. It changes no verdict and no outcome.
package struct AcceptedException: Hashable, Sendable {
  package var service: String
  /// An account, or an OU or root with everything below.
  package var node: NodeID
  package var reason: String
  package var approver: String
  /// The last day (UTC, its beginning) on which it is accepted.
  package var expires: Timestamp

  package init(service: String, node: NodeID, reason: String, approver: String, expires: Timestamp) {
    self.service = service
    self.node = node
    self.reason = reason
    self.approver = approver
    self.expires = expires
  }
}
