package import OrganizationModel
package import PolicyLanguage
package import Timeline

/// All that checks may look at, and what people said.
package struct ChecklistEvidence: Sendable {
  /// The snapshot that is assessed, with the answer it gives.
  package var observation: Observation
  package var optOutDates: OptOutDates
  package var chain: ChainState
  /// Whether no later snapshot of the organization was stored up to the report date.
  package var isNewest: Bool
  /// The moment at which ages are judged, by its day in UTC.
  package var reportDate: Timestamp
  package var catalogue: ServiceCatalogue
  package var configuration = AuditConfiguration()
  /// In the order of their recording.
  package var attestations: [RecordedAttestation] = []
  /// The newest recorded by the report date, as the next two.
  package var robots: Recorded<RobotsProbe>?
  package var settings: Recorded<SettingsProbe>?
  package var usage: Recorded<ServiceUsage>?
  package var eligibility: EligibilityCatalogue = .builtIn
  /// Of the period that is looked at; nil when it was not worked out.
  package var history: OrganizationHistory?
  /// The period that was asked for; nil for all that is known. `history` speaks of the known part of it.
  package var period: Moment?
  /// What of the accounts' trails was read whole.
  package var eventCoverage: [EventCoverage] = []
  /// When the first snapshot of the organization was observed.
  package var recordBegins: Timestamp?
  /// Accounts and organizational units of one workload; nil for the whole organization.
  package var scope: Set<NodeID>?

  /// Whether the stored evidence is as it was sealed.
  package enum ChainState: Hashable, Sendable {
    case intact
    /// The problem is a clause.
    case broken(problem: String)
    /// Nobody looked, or looking failed.
    case unverified(reason: String)
  }

  /// Something that was read or declared once, with the moment of its recording.
  package struct Recorded<Value: Hashable & Sendable>: Hashable, Sendable {
    package var value: Value
    package var at: Timestamp

    package init(_ value: Value, at: Timestamp) {
      self.value = value
      self.at = at
    }
  }

  package static let usualMaximumAge: Duration = .seconds(7 * 86_400)

  package init(
    observation: Observation, optOutDates: OptOutDates, chain: ChainState, isNewest: Bool,
    reportDate: Timestamp, catalogue: ServiceCatalogue = .builtIn
  ) {
    self.observation = observation
    self.optOutDates = optOutDates
    self.chain = chain
    self.isNewest = isNewest
    self.reportDate = reportDate
    self.catalogue = catalogue
  }
}

extension ChecklistEvidence {
  /// How old the newest snapshot may be at the report date.
  var maximumAge: Duration { configuration.maximumAge }

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
