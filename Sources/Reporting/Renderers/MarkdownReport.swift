/// The report as GitHub-flavoured Markdown: `report.md`.
package enum MarkdownReport {
  package static func render(
    _ model: ReportModel, _ templates: TemplateSet
  ) throws(ReportError) -> [RenderedFile] {
    [RenderedFile(path: "report.md", text: try templates.render(model, with: "report.md.mustache"))]
  }
}
