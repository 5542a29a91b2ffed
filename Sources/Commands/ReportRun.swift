import Checklist
import HistoryStore
import OrganizationModel
import Parallelism
import PolicyLanguage
import Reporting
import Timeline

/// A report from a store, with everything that shapes it: the same value and the same store give the same bytes.
///
/// `report`, `demo` and `pack` make reports with it, and `verify` makes a pack's report again.
struct ReportRun {
  /// The snapshot reported on.
  var snapshot: SnapshotOptions
  var reportDate: Timestamp
  /// The time whose changes are told and that checklists ask about; nil for the 12 months before the report date.
  var period: Moment?
  var catalogues: [ChecklistCatalogue] = ChecklistCatalogue.builtIn
  var configuration = AuditConfiguration()
  var scope: Set<NodeID>?
  var title: String?
  var organizationName: String?
  var logo: ReportLogo?
  /// Whether people in the store are pseudonyms, so that digests of entries that name them cannot be worked out.
  var actorsAreRedacted = false
  var templates: TemplateSet

  /// What a report is made from, with what other output needs of it.
  struct Outcome {
    var subject: AuditSubject
    var checklistRun: ChecklistRun
    var checklists: [ChecklistResult]
    var model: ReportModel
  }

  func outcome(from store: HistoryStore) throws -> Outcome {
    let subject = try AuditSubject(
      from: store, options: snapshot, reportDate: reportDate, verifiesChain: true,
      actorsAreRedacted: actorsAreRedacted,
      maximumGap: configuration.maximumInferredGap)
    let run = try ChecklistRun(
      subject: subject, store: store, reportDate: reportDate, catalogues: catalogues,
      configuration: configuration, period: period, scope: scope)
    let results = run.results()
    var input = ReportInput(
      observation: subject.observation, optOutDates: subject.optOutDates, checklists: results,
      reportDate: reportDate, chainHead: subject.chainHead, chainState: Self.state(subject.chainState),
      toolVersion: Version.current, catalogue: .builtIn, snapshots: subject.history, title: title)
    input.usage = try RecordedUsage.known(
      in: store, of: subject.observation.sealed.header.organization, recordedBy: reportDate,
      declared: configuration.servicesInUse
    ).map { ReportInput.Usage($0.usage, recordedAt: $0.recordedAt) }
    input.exceptions = ExceptionCover(
      posture: subject.posture, exceptions: configuration.acceptedExceptions, date: reportDate)
    input.organizationName = organizationName
    input.logo = logo
    input.history = run.evidence.history
    return Outcome(subject: subject, checklistRun: run, checklists: results, model: ReportModel(input))
  }

  /// The files of `model` in the formats given, in their order.
  func files(of model: ReportModel, _ formats: [Report.Format]) throws -> [RenderedFile] {
    try formats.concurrentMap { format throws(CommandFailure) in
      do {
        return switch format {
        case .markdown: try MarkdownReport.render(model, templates)
        case .html: try HTMLReport.render(model, templates)
        case .csv: CSVTables.render(model)
        case .json: try JSONReport.render(model)
        case .oscal: try OSCALReport.render(model)
        case .ocsf: try OCSFReport.render(model)
        case .sarif: try SARIFReport.render(model)
        }
      } catch {
        throw CommandFailure(error)
      }
    }.flatMap { $0 }
  }

  private static func state(_ state: ChecklistEvidence.ChainState) -> ReportInput.ChainState {
    switch state {
    case .intact: .intact
    case .broken: .broken
    case .unverified: .unverified
    }
  }
}
