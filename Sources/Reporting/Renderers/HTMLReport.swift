/// The report as one HTML file that loads nothing: `report.html`.
package enum HTMLReport {
  package static func render(
    _ model: ReportModel, _ templates: TemplateSet
  ) throws(ReportError) -> [RenderedFile] {
    [RenderedFile(path: "report.html", text: try templates.render(model, with: "report.html.mustache"))]
  }
}
