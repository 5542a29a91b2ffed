package import OrganizationModel
package import PolicyLanguage
package import Timeline

/// All that automatic checks may look at.
package struct ChecklistEvidence: Sendable {
  /// The snapshot that is assessed, with the answer it gives.
  package var observation: Observation
  package var optOutDates: OptOutDates
  package var chain: ChainState
  /// Whether no later snapshot of the organization was stored up to the report date.
  package var isNewest: Bool
  /// The moment at which ages are judged, by its day in UTC.
  package var reportDate: Timestamp
  /// How old the newest snapshot may be at the report date.
  package var maximumAge: Duration
  package var catalogue: ServiceCatalogue

  /// Whether the stored evidence is as it was sealed.
  package enum ChainState: Hashable, Sendable {
    case intact
    /// The problem is a clause.
    case broken(problem: String)
    /// Nobody looked, or looking failed.
    case unverified(reason: String)
  }

  package static let usualMaximumAge: Duration = .seconds(7 * 86_400)

  package init(
    observation: Observation, optOutDates: OptOutDates, chain: ChainState, isNewest: Bool,
    reportDate: Timestamp, maximumAge: Duration = usualMaximumAge, catalogue: ServiceCatalogue = .builtIn
  ) {
    self.observation = observation
    self.optOutDates = optOutDates
    self.chain = chain
    self.isNewest = isNewest
    self.reportDate = reportDate
    self.maximumAge = maximumAge
    self.catalogue = catalogue
  }
}

extension ChecklistEvidence {
  var snapshot: Snapshot { observation.posture.snapshot }

  var activeAccounts: [AccountPosture] { observation.posture.accounts.filter(\.account.isActive) }

  /// The sentence that dates everything else: which snapshot, of when, and what of it AWS did not vouch for.
  var dating: String {
    let header = observation.sealed.header
    let sentence =
      "Snapshot \(observation.sealed.id) of organization \(header.organization) was observed at \(header.observedAt)"
    return header.source.assertedByOperator.map { "\(sentence); \($0)" } ?? sentence
  }
}
