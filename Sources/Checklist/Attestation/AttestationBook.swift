package import OrganizationModel

/// All attestations of an organization, with what was said about them later, and which of them count on a day.
///
/// An attestation counts by its days, whenever it was recorded: from its effective day through the day it expires. A
/// revoked one counts on no day, also not on days before the revocation: what was revoked was not right. Where several
/// hold, the later recorded one counts; one for a part of the organization stands beside those for other parts.
package struct AttestationBook: Hashable, Sendable {
  /// In the order of their recording.
  package private(set) var attestations: [RecordedAttestation] = []

  /// What the store's chain has about attestations, decoded.
  package enum Entry: Hashable, Sendable {
    /// The digest is that of the chain's entry, from which the attestation gets its id.
    case attestation(Attestation, digest: String, recordedAt: Timestamp)
    case revocation(RevocationNotice, recordedAt: Timestamp)
    case countersignature(CountersignatureNotice, recordedAt: Timestamp)
  }

  /// - Parameter entries: in the order of the chain. Notices of unknown attestations are passed over.
  package init(entries: [Entry] = []) {
    var positions: [String: Int] = [:]
    for entry in entries {
      switch entry {
      case .attestation(let attestation, let digest, let recordedAt):
        let id = Self.id(digest: digest)
        positions[id] = attestations.count
        attestations.append(
          RecordedAttestation(id: id, recordedAt: recordedAt, attestation: attestation))
      case .revocation(let notice, let recordedAt):
        guard let position = positions[notice.attestation] else { continue }
        attestations[position].revocation = RecordedAttestation.Revocation(
          reason: notice.reason, by: notice.by, systemUser: notice.systemUser, recordedAt: recordedAt)
      case .countersignature(let notice, let recordedAt):
        guard let position = positions[notice.attestation] else { continue }
        attestations[position].countersignatures.append(
          RecordedAttestation.Countersignature(
            by: notice.by, systemUser: notice.systemUser, recordedAt: recordedAt))
      }
    }
  }

  /// `a-` and the first twelve hexadecimal digits of `digest`.
  package static func id(digest: String) -> String { "a-" + digest.prefix(12) }

  /// What the attestations of `item` come to on the day of `date`.
  package func standing(of item: String, on date: Timestamp) -> AttestationStanding {
    AttestationStanding(attestations.filter { $0.attestation.item == item }, on: date)
  }

  /// Of each attestation, in their order, whether it counts on the day of `date`.
  package func states(on date: Timestamp) -> [(attestation: RecordedAttestation, state: AttestationState)] {
    let byItem = Dictionary(grouping: attestations, by: \.attestation.item)
      .mapValues { AttestationStanding($0, on: date) }
    return attestations.map { ($0, byItem[$0.attestation.item]?.states[$0.id] ?? .expired) }
  }
}

/// Whether an attestation counts on a day.
package enum AttestationState: Hashable, Sendable {
  case valid
  case expired
  case notYetEffective
  case revoked
  /// A later one about the same holds too; its id.
  case superseded(by: String)

  /// `valid`, `expired`, `notYetEffective`, `revoked` or `superseded`.
  package var word: String {
    switch self {
    case .valid: "valid"
    case .expired: "expired"
    case .notYetEffective: "notYetEffective"
    case .revoked: "revoked"
    case .superseded: "superseded"
    }
  }
}

/// What the attestations of one item come to on a day.
package struct AttestationStanding: Hashable, Sendable {
  /// The one that decides: of those that count the worst, `failed` before `passed` before `notApplicable`, and of equals
  /// the later recorded one. Nil when none counts.
  package var deciding: RecordedAttestation?
  /// Those that count: one, or one for each part of the organization. In the order of their recording.
  package var counting: [RecordedAttestation]
  /// All others of the item, in the order of their recording.
  package var others: [RecordedAttestation]
  /// By id.
  package var states: [String: AttestationState]

  /// - Parameter attestations: all of one item, in the order of their recording.
  init(_ attestations: [RecordedAttestation], on date: Timestamp) {
    var states: [String: AttestationState] = [:]
    for (index, recorded) in attestations.enumerated() {
      let state = Self.state(of: recorded, on: date)
      let later = attestations[(index + 1)...].last {
        Self.state(of: $0, on: date) == .valid && $0.attestation.replaces(recorded.attestation)
      }
      if state == .valid, let later {
        states[recorded.id] = .superseded(by: later.id)
      } else {
        states[recorded.id] = state
      }
    }
    self.states = states
    counting = attestations.filter { states[$0.id] == .valid }
    others = attestations.filter { states[$0.id] != .valid }
    deciding = nil
    for recorded in counting where recorded.attestation.weight >= deciding?.attestation.weight ?? 0 {
      deciding = recorded
    }
  }

  /// The expired one that held last, where none counts: its expiry is why the item is open.
  package var lastExpired: RecordedAttestation? {
    guard deciding == nil else { return nil }
    let expired = others.filter { states[$0.id] == .expired }
    return expired.max { ($0.attestation.expires, $0.recordedAt) < ($1.attestation.expires, $1.recordedAt) }
  }

  /// Those that hold and say something else than `recorded` about the same.
  package func contradicting(_ recorded: RecordedAttestation) -> [RecordedAttestation] {
    (counting + others).filter { other in
      switch states[other.id] {
      case .valid?, .superseded?: break
      default: return false
      }
      return other.attestation.outcome != recorded.attestation.outcome
        && (other.attestation.replaces(recorded.attestation)
          || recorded.attestation.replaces(other.attestation))
    }
  }

  /// By its own days, whatever else there is.
  private static func state(of recorded: RecordedAttestation, on date: Timestamp) -> AttestationState {
    if recorded.revocation != nil { return .revoked }
    if recorded.attestation.holds(on: date) { return .valid }
    return date.days(since: recorded.attestation.effective) < 0 ? .notYetEffective : .expired
  }
}

extension Attestation {
  /// The part of the organization that it speaks about; empty for the whole.
  private var part: [String] { [scope, details["workload"]].compactMap(\.self) }

  /// Whether it says anew what `other` said: about the same part, or about the whole.
  fileprivate func replaces(_ other: Attestation) -> Bool { part.isEmpty || part == other.part }

  /// What is worse weighs more.
  fileprivate var weight: Int {
    switch outcome {
    case .failed: 3
    case .passed: 2
    case .notApplicable: 1
    }
  }
}
