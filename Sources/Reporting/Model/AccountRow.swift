import Foundation
import OrganizationModel
import PolicyLanguage
import Timeline

/// One account as it is shown.
package struct AccountRow: Hashable, Sendable, Encodable {
  package var id: String
  /// As AWS sent it; `(no name)` when empty.
  package var name: String
  /// AWS's word, or that AWS sent none.
  package var state: String
  package var isActive: Bool
  /// Names from the root to the parent: `Root / Security`.
  package var place: String
  /// Ids from the root to the parent, joined by `/`.
  package var placeIDs: String
  package var verdict: Status
  package var lock: Status
  /// What locks it, what is open, or why that is unknown; a clause.
  package var lockExplanation: String
  /// `reported`, `representative`, `computed` or `none`.
  package var evidence: String
  package var optedIn: [String]
  package var uncovered: [String]
  package var reason: String?
  package var since: OptOutInterval?
  /// Whether the effective policy is known, reported or computed.
  package var isPolicyKnown: Bool
  /// The effective value of `default`, `optOut` or `optIn`; nil when there is none.
  package var defaultValue: String?
  /// Values that differ from `default`, sorted by service.
  package var deviations: [Deviation]

  /// A service with a value of its own that is not that of `default`.
  package struct Deviation: Hashable, Sendable, Encodable {
    package var service: String
    package var value: String
  }

  private static let separator = " / "
  /// Names of units longer than this are cut where accounts are listed: they stand in every row, and the ids and the whole
  /// names are in `accounts.csv` and `report.json`.
  private static let longestUnit = 64

  /// `place` for lists, with what is cut marked by `…`.
  var shortPlace: String {
    // Most places are short, and there are thousands.
    guard place.utf8.count > Self.longestUnit else { return place }
    return place.components(separatedBy: Self.separator).map { name in
      // A character may have any number of combining marks.
      name.unicodeScalars.count > Self.longestUnit
        ? String(String.UnicodeScalarView(name.unicodeScalars.prefix(Self.longestUnit - 1))) + "…" : name
    }.joined(separator: Self.separator)
  }

  init(_ posture: AccountPosture, names: NodeNames, catalogue: ServiceCatalogue, date: OptOutDate?) {
    let account = posture.account
    id = account.id.rawValue
    name = account.name.isEmpty ? "(no name)" : account.name
    state = account.state ?? "not told by AWS"
    isActive = account.isActive
    place =
      posture.path.isEmpty
      ? "not known" : posture.path.map { names.name(of: $0) }.joined(separator: Self.separator)
    placeIDs = posture.path.map(\.rawValue).joined(separator: "/")
    verdict = Status(posture.verdict)
    lock = Status(posture.lock)
    lockExplanation = posture.lock.explanation(names: names)
    evidence = posture.evidence.rawValue
    optedIn = posture.optedInServices
    uncovered = posture.uncoveredServices(in: catalogue)
    reason = posture.reason
    since = date.map { OptOutInterval($0) }
    let effective = posture.effective
    isPolicyKnown = effective != nil
    defaultValue = effective?.defaultValue?.rawValue
    deviations = (effective?.values ?? [:]).sorted { $0.key < $1.key }.compactMap { key, value in
      guard key != EffectivePolicy.defaultKey, value != effective?.defaultValue else { return nil }
      return Deviation(service: key, value: value.rawValue)
    }
  }
}

extension Lock {
  /// A clause that says what the word of the lock rests on.
  func explanation(names: NodeNames) -> String {
    switch self {
    case .locked(let node): "nothing below \(names.nameAndID(of: node)) can change or add anything"
    case .open(let phrases): "a policy further down could \(Words.list(phrases, limit: 6))"
    case .unknown(let reason): reason
    }
  }
}
