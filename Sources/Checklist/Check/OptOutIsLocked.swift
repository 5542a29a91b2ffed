import OrganizationModel
import Timeline

/// No policy below the root and the organizational units above an account could change what applies to it:
/// <https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html>.
struct OptOutIsLocked: Check {
  func assess(_ evidence: ChecklistEvidence) -> Assessment {
    let active = evidence.activeAccounts
    var openings: [String] = []
    var locks: [NodeID: Int] = [:]
    var open: [AccountPosture] = []
    var unknown: [(posture: AccountPosture, reason: String)] = []
    for posture in active {
      switch posture.lock {
      case .locked(let node): locks[node, default: 0] += 1
      case .unknown(let reason): unknown.append((posture, reason))
      case .open(let phrases):
        open.append(posture)
        openings += phrases.filter { !openings.contains($0) }
      }
    }
    let openGroup = AccountGroup(open, of: active)
    let unknownGroup = AccountGroup(unknown.map(\.posture), of: active)

    var facts = [evidence.dating]
    facts += locks.sorted { $0.key < $1.key }.map { node, count in
      "\(node) locks \(count) of \(active.count) active accounts: no policy below it can change or add anything"
    }
    if !openGroup.isEmpty { facts.append("Open: \(openGroup.naming)") }
    if !unknownGroup.isEmpty { facts.append("The lock is not known for \(unknownGroup.naming)") }
    let notOptedOut = AccountGroup(active.filter { $0.verdict != .optedOut }, of: active)
    if !notOptedOut.isEmpty {
      facts.append(
        "A lock holds whatever is in force, and \(notOptedOut.count) are not known to be opted out")
    }
    facts += Self.sentences(about: evidence.observation.posture.canEdit)

    if !openGroup.isEmpty {
      return Assessment(
        .failed(
          reason: "a policy further down could \(Self.list(openings)) for \(openGroup.naming)"),
        evidence: facts)
    }
    if let first = unknown.first {
      return Assessment(
        .notAssessed(reason: "the lock is not known for \(unknownGroup.naming) (\(first.reason))"),
        evidence: facts)
    }
    return Assessment(.passed, evidence: facts)
  }

  private static func list(_ phrases: [String]) -> String {
    guard let last = phrases.last, phrases.count > 1 else { return phrases.joined() }
    return phrases.dropLast().joined(separator: ", ") + " and " + last
  }

  private static func sentences(about canEdit: CanEdit) -> [String] {
    let editors = canEdit.editors.map { "\($0.principal) (\($0.explanation))" }
    let known = editors.isEmpty ? "nobody that is known" : editors.joined(separator: ", ")
    return ["A lock does not bind who can edit the policies themselves: \(known)"]
      + canEdit.unread.map {
        "There may be more who can edit the policies, since this could not be read: \($0)"
      }
  }
}
