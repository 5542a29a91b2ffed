import OrganizationModel
import PolicyLanguage
import Timeline

/// Facts that stand beside an item and never decide it, by the names that catalogues use.
package enum FactSource: String, Hashable, Sendable, CaseIterable {
  case servicesInUse
  /// For how many accounts, and since when, the opt-out is in force.
  case optOutInForce
  /// Service control policies that deny by Region.
  case regionDenials

  /// Each a sentence without a period; never empty.
  func sentences(_ evidence: ChecklistEvidence) -> [String] {
    switch self {
    case .servicesInUse: ServicesInUse(evidence).sentences
    case .optOutInForce: Self.optOutInForce(evidence)
    case .regionDenials: RegionDenials(evidence.snapshot).sentences
    }
  }

  private static func optOutInForce(_ evidence: ChecklistEvidence) -> [String] {
    let active = evidence.activeAccounts
    let optedOut = AccountGroup(active.filter { $0.verdict == .optedOut }, of: active)
    let reported = optedOut.members.count { $0.evidence == .reported || $0.evidence == .representative }
    var lines = [
      evidence.dating,
      "Observed: the opt-out is in force for \(optedOut.count), for \(reported) of them as AWS reports it",
    ]
    let dates = optedOut.members.compactMap { evidence.optOutDates[$0.account.id] }
    if let latest = dates.map(\.latest).max() {
      let earliest = dates.map(\.earliest)
      let begin = earliest.contains(nil) ? nil : earliest.compactMap(\.self).min()
      let since =
        switch begin {
        case latest?: "\(latest)"
        case let begin?: "some moment between \(begin) and \(latest)"
        case nil: "\(latest) at the latest"
        }
      lines.append("Observed: in force since \(since) for all of these")
    }
    return lines
  }
}
