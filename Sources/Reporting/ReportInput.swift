package import Checklist
package import OrganizationModel
package import PolicyLanguage
package import Timeline

/// All that a report is made from. Nothing else enters one: no clock, no environment, no machine name.
package struct ReportInput: Sendable {
  /// The snapshot reported on, with its answer.
  package var observation: Observation
  package var optOutDates: OptOutDates
  package var checklists: [ChecklistResult]
  /// The day at which ages and expiries are judged.
  package var reportDate: Timestamp
  /// Digest of the newest entry of the organization's chain, in hexadecimal.
  package var chainHead: String
  package var chainState: ChainState
  /// Version of the program that makes the report, which need not be the one that took the snapshot.
  package var toolVersion: String
  package var catalogue: ServiceCatalogue
  /// The organization's snapshots up to the one reported on, oldest first.
  package var snapshots: [SealedSnapshot]
  /// Heading chosen by the operator; nil for the usual one.
  package var title: String?

  /// What the organization accepts of its opt-ins on the report date; nil when nobody was asked.
  package var exceptions: ExceptionCover?
  /// What the organization is called on the report; nil for its id.
  package var organizationName: String?
  /// A picture for the head of the HTML report; nil for none.
  package var logo: ReportLogo?
  /// What changed in the period, and the opt-out periods; nil when it was not worked out.
  package var history: OrganizationHistory?
  /// Which services were in use; nil when nobody said.
  package var usage: Usage?

  /// Services in use, with the time at which that was recorded.
  package struct Usage: Hashable, Sendable {
    package var usage: ServiceUsage
    /// Nil for a declaration that the store does not hold.
    package var recordedAt: Timestamp?

    package init(_ usage: ServiceUsage, recordedAt: Timestamp?) {
      self.usage = usage
      self.recordedAt = recordedAt
    }
  }

  /// What checking the digest chain said.
  package enum ChainState: String, Hashable, Sendable, CaseIterable {
    case intact
    case broken
    case unverified
  }

  package init(
    observation: Observation, optOutDates: OptOutDates, checklists: [ChecklistResult], reportDate: Timestamp,
    chainHead: String, chainState: ChainState, toolVersion: String, catalogue: ServiceCatalogue,
    snapshots: [SealedSnapshot], title: String? = nil, usage: Usage? = nil
  ) {
    self.observation = observation
    self.optOutDates = optOutDates
    self.checklists = checklists
    self.reportDate = reportDate
    self.chainHead = chainHead
    self.chainState = chainState
    self.toolVersion = toolVersion
    self.catalogue = catalogue
    self.snapshots = snapshots
    self.title = title
    self.usage = usage
  }
}
