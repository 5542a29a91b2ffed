import Checklist
import Foundation
import HistoryStore
import OrganizationModel
import Timeline

/// Checklists on one snapshot, with all that the store and the configuration add.
struct ChecklistRun {
  var catalogues: [ChecklistCatalogue]
  var evidence: ChecklistEvidence

  /// - Parameters:
  ///   - period: the time that items about a period ask for; nil for the 12 months before the report date's end.
  ///   - scope: the nodes of a workload.
  init(
    subject: AuditSubject, store: HistoryStore, reportDate: Timestamp,
    catalogues: [ChecklistCatalogue] = ChecklistCatalogue.builtIn,
    configuration: AuditConfiguration = AuditConfiguration(), period: Moment? = nil,
    scope: Set<NodeID>? = nil
  ) throws {
    self.catalogues = catalogues
    let organization = subject.observation.sealed.header.organization
    evidence = ChecklistEvidence(
      observation: subject.observation, optOutDates: subject.optOutDates, chain: subject.chainState,
      isNewest: subject.isNewest, reportDate: reportDate)
    evidence.configuration = configuration
    let period = period ?? Self.usualPeriod(before: reportDate)
    evidence.period = period
    evidence.history = subject.replay.history(in: period)
    evidence.eventCoverage = subject.eventCoverage
    evidence.scope = scope
    evidence.recordBegins = subject.history.first?.header.observedAt
    evidence.attestations = try AttestationBook(from: store, of: organization).attestations
    let ledger = try EvidenceLedger(store: store, organization: organization, reportDate: reportDate)
    evidence.robots = ledger.robots
    evidence.settings = ledger.settings
    evidence.usage = ledger.usage
  }

  /// The 12 months up to the last look before the report date's end.
  private static func usualPeriod(before reportDate: Timestamp) -> Moment {
    Moment(earliest: reportDate.adding(.seconds(-365 * 86_400)), latest: nil)
  }

  func results() -> [ChecklistResult] {
    ChecklistScorer.results(catalogues: catalogues, evidence: evidence)
  }
}

/// What probes read and what was billed, of each the newest that was recorded by the end of the report date.
private struct EvidenceLedger {
  var robots: ChecklistEvidence.Recorded<RobotsProbe>?
  var settings: ChecklistEvidence.Recorded<SettingsProbe>?
  var usage: ChecklistEvidence.Recorded<ServiceUsage>?

  init(store: HistoryStore, organization: OrganizationID, reportDate: Timestamp) throws {
    let entries: [LedgerEntry]
    do { entries = try store.entries(of: organization, kinds: [.probe, .usage]) } catch {
      throw CommandFailure(error)
    }
    for entry in entries where reportDate.days(since: entry.recordedAt) >= 0 {
      // Both probes are of one kind; the body tells which it is.
      if entry.kind == .usage, let value = try? entry.decode(ServiceUsage.self) {
        usage = .init(value, at: entry.recordedAt)
      } else if let value = (try? entry.decode(ProbeRecord.self))?.robots {
        robots = .init(value, at: entry.recordedAt)
      } else if let value = (try? entry.decode(ProbeRecord.self))?.settings {
        settings = .init(value, at: entry.recordedAt)
      } else {
        throw CommandFailure(
          "entry \(entry.position) of the chain of \(organization) cannot be read as \(entry.kind.rawValue); "
            + "use a newer optout-audit, or restore the store from a copy")
      }
    }
  }
}
