/// Everything in the report as JSON: `report.json`, under the schema `schemas/report-1.schema.json`.
///
/// A member that is nil is absent. Members may be added under the same version; one that is renamed, removed or means
/// something else makes a new one.
package enum JSONReport {
  package static let path = "report.json"
  package static let version = 1

  package static func render(_ model: ReportModel) throws(ReportError) -> [RenderedFile] {
    [RenderedFile(path: path, text: try JSONFile.text(JSONReportDocument(report: model)))]
  }
}

struct JSONReportDocument: Encodable {
  var format = "optout-audit-report"
  var formatVersion = JSONReport.version
  var report: ReportModel
}
