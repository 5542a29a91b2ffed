package import OrganizationModel

extension AttestationBook {
  /// The attestation whose id is `text` or begins with it.
  package func attestation(_ text: String) throws(AttestationBookError) -> RecordedAttestation {
    if let exact = attestations.first(where: { $0.id == text }) { return exact }
    let candidates = text.isEmpty ? [] : attestations.filter { $0.id.hasPrefix(text) }
    guard let first = candidates.first else { throw .unknown(text) }
    guard candidates.count == 1 else { throw .ambiguous(text, candidates.map(\.id)) }
    return first
  }

  /// That the attestation `id` counts no longer.
  package func revocation(
    of id: String, reason: String, by: String, systemUser: String
  ) throws(AttestationBookError) -> RevocationNotice {
    let recorded = try attestation(id)
    if let revocation = recorded.revocation { throw .alreadyRevoked(recorded.id, revocation) }
    try Self.check(reason, "the reason", limit: AttestationRules.maxCharacters)
    try Self.check(by, "the name of who revokes", limit: AttestationRules.maxCharacters / 20)
    return RevocationNotice(attestation: recorded.id, reason: reason, by: by, systemUser: systemUser)
  }

  /// That `by` stands by the attestation `id` too, who has to be somebody else.
  package func countersignature(
    of id: String, by: String, systemUser: String
  ) throws(AttestationBookError) -> CountersignatureNotice {
    let recorded = try attestation(id)
    if let revocation = recorded.revocation { throw .alreadyRevoked(recorded.id, revocation) }
    try Self.check(by, "the name of who countersigns", limit: AttestationRules.maxCharacters / 20)
    if Self.isSamePerson(by, recorded.attestation.attestedBy) {
      throw .samePerson(recorded.id, recorded.attestation.attestedBy)
    }
    if let earlier = recorded.countersignatures.first(where: { Self.isSamePerson(by, $0.by) }) {
      throw .alreadyCountersigned(recorded.id, earlier)
    }
    return CountersignatureNotice(attestation: recorded.id, by: by, systemUser: systemUser)
  }

  /// The one that holds and says exactly what `attestation` says; nil when there is none.
  package func repeated(_ attestation: Attestation) -> RecordedAttestation? {
    attestations.last { $0.revocation == nil && $0.attestation == attestation }
  }

  private static func check(
    _ text: String, _ what: String, limit: Int
  ) throws(AttestationBookError) {
    if text.isEmpty { throw .text(.empty(what)) }
    if text.count > limit { throw .text(.tooLong(what, limit: limit)) }
    if limit < AttestationRules.maxCharacters, !text.isOneLine { throw .text(.severalLines(what)) }
  }

  /// Whether two names differ in case and white space at most.
  private static func isSamePerson(_ left: String, _ right: String) -> Bool {
    left.lowercased().split(whereSeparator: \.isWhitespace)
      == right.lowercased().split(whereSeparator: \.isWhitespace)
  }
}

/// Why nothing can be said about an attestation.
package enum AttestationBookError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknown(String)
  case ambiguous(String, [String])
  case alreadyRevoked(String, RecordedAttestation.Revocation)
  case samePerson(String, String)
  case alreadyCountersigned(String, RecordedAttestation.Countersignature)
  case text(AttestationProblem)

  package var description: String {
    switch self {
    case .unknown(let text):
      "no attestation has an id that begins with \"\(text)\"; \"optout-audit attest list\" lists them"
    case .ambiguous(let text, let ids):
      "several attestations have an id that begins with \"\(text)\": give more of it "
        + "(\(ids.prefix(5).joined(separator: ", ")))"
    case .alreadyRevoked(let id, let revocation):
      "\(id) was revoked on \(revocation.recordedAt.day) by \"\(revocation.by)\"; attest anew"
    case .samePerson(let id, let name):
      "\(id) was attested by \"\(name)\"; a countersignature is a second person's"
    case .alreadyCountersigned(let id, let earlier):
      "\(id) was countersigned by \"\(earlier.by)\" on \(earlier.recordedAt.day) already"
    case .text(let problem): "\(problem)"
    }
  }
}
