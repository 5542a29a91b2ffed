import Checklist
import OrganizationModel
import PolicyLanguage
import Reporting

/// Writes the report on one snapshot.
struct ReportWriter {
  var subject: AuditSubject
  var checklists: [ChecklistResult]
  var reportDate: Timestamp
  var title: String?
  var templates: TemplateSet
  /// Which services were in use; nil when nobody said.
  var usage: RecordedUsage?

  /// The paths of the files written.
  func write(_ formats: [Report.Format], to folder: OutputFolder) throws -> [String] {
    let model = ReportModel(input)
    var files: [RenderedFile] = []
    do {
      for format in formats {
        switch format {
        case .markdown: files += try MarkdownReport.render(model, templates)
        case .html: files += try HTMLReport.render(model, templates)
        case .csv: files += CSVTables.render(model)
        case .json: files += try JSONReport.render(model)
        case .oscal: files += try OSCALReport.render(model)
        case .ocsf: files += try OCSFReport.render(model)
        case .sarif: files += try SARIFReport.render(model)
        }
      }
    } catch {
      throw CommandFailure(error)
    }
    return try files.map { try folder.write($0.text, to: $0.path) }
  }

  private var input: ReportInput {
    ReportInput(
      observation: subject.observation, optOutDates: subject.optOutDates, checklists: checklists,
      reportDate: reportDate, chainHead: subject.chainHead, chainState: chainState,
      toolVersion: Version.current, catalogue: .builtIn, snapshots: subject.history, title: title,
      usage: usage.map { ReportInput.Usage($0.usage, recordedAt: $0.recordedAt) })
  }

  private var chainState: ReportInput.ChainState {
    switch subject.chainState {
    case .intact: .intact
    case .broken: .broken
    case .unverified: .unverified
    }
  }
}
