/// A person's signed-off statement about a checklist item, with what it rests on and how long it holds.
package struct Attestation: Hashable, Sendable, Codable {
  /// The checklist item's id.
  package var item: String
  package var outcome: AttestedOutcome
  package var statement: String
  /// The name given with `--by`.
  package var attestedBy: String
  /// The operating-system user that recorded it.
  package var systemUser: String
  /// The beginning of the day (UTC) from which it holds; renewal counts from it.
  package var effective: Timestamp
  /// The last day (UTC, its beginning) on which it holds.
  package var expires: Timestamp
  /// What it is about when not the whole organization: a workload, a review.
  package var scope: String?
  /// Facts that some items ask for, by name: `workload`, `lensEdition`, `reviewDate`.
  package var details: [String: String]
  package var files: [EvidenceFile]

  package init(
    item: String, outcome: AttestedOutcome, statement: String, attestedBy: String, systemUser: String,
    effective: Timestamp, expires: Timestamp, scope: String? = nil, details: [String: String] = [:],
    files: [EvidenceFile] = []
  ) {
    self.item = item
    self.outcome = outcome
    self.statement = statement
    self.attestedBy = attestedBy
    self.systemUser = systemUser
    self.effective = effective
    self.expires = expires
    self.scope = scope
    self.details = details
    self.files = files
  }

  /// Whether it holds on the day of `date`: its first and its last day count.
  package func holds(on date: Timestamp) -> Bool {
    date.days(since: effective) >= 0 && expires.days(since: date) >= 0
  }
}

package enum AttestedOutcome: String, Hashable, Sendable, Codable, CaseIterable {
  case passed
  case failed
  case notApplicable
}

/// A file kept in the store under its SHA-256.
package struct EvidenceFile: Hashable, Sendable, Codable {
  /// The name it was given by, without folders.
  package var name: String
  /// In lower-case hexadecimal.
  package var sha256: String
  package var byteCount: Int

  package init(name: String, sha256: String, byteCount: Int) {
    self.name = name
    self.sha256 = sha256
    self.byteCount = byteCount
  }
}

/// An attestation as the store holds it, with what was said about it later.
package struct RecordedAttestation: Hashable, Sendable {
  /// `a-` and the first twelve hexadecimal digits of its chain entry's digest.
  package var id: String
  package var recordedAt: Timestamp
  package var attestation: Attestation
  package var revocation: Revocation?
  /// In the order of their recording.
  package var countersignatures: [Countersignature]

  package init(
    id: String, recordedAt: Timestamp, attestation: Attestation, revocation: Revocation? = nil,
    countersignatures: [Countersignature] = []
  ) {
    self.id = id
    self.recordedAt = recordedAt
    self.attestation = attestation
    self.revocation = revocation
    self.countersignatures = countersignatures
  }

  package struct Revocation: Hashable, Sendable {
    package var reason: String
    package var by: String
    package var systemUser: String
    package var recordedAt: Timestamp

    package init(reason: String, by: String, systemUser: String, recordedAt: Timestamp) {
      self.reason = reason
      self.by = by
      self.systemUser = systemUser
      self.recordedAt = recordedAt
    }
  }

  package struct Countersignature: Hashable, Sendable {
    package var by: String
    package var systemUser: String
    package var recordedAt: Timestamp

    package init(by: String, systemUser: String, recordedAt: Timestamp) {
      self.by = by
      self.systemUser = systemUser
      self.recordedAt = recordedAt
    }
  }
}
