import Testing

@testable import Reporting

struct TemplateSetTests {
  private static let html = "{{% CONTENT_TYPE: REPORT_HTML}}\n"
  private static let markdown = "{{% CONTENT_TYPE: REPORT_MARKDOWN}}\n"

  @Test func `every tag of every shipped template is known`() throws {
    _ = try TemplateSet.embedded()
    #expect(TemplateSet.names.contains("report.html.mustache"))
  }

  @Test func `every shipped template is used`() throws {
    var texts: [String: String] = [:]
    for file in EmbeddedTemplates.files where file.path.hasPrefix("report") { texts[file.path] = file.text }
    var checker = TemplateChecker(texts: texts)
    TemplateFormat.registered
    try checker.check("report.html.mustache", format: .html)
    try checker.check("report.md.mustache", format: .markdown)
    #expect(checker.used.union(["report.css", "report.js"]) == Set(texts.keys))
  }

  @Test func `an overriding template replaces the shipped one`() throws {
    let templates = try TemplateSet(overriding: [
      "report.md.mustache": Self.markdown + "{{#exceptions}}{{title}} {{verdict.word}}\n{{/exceptions}}",
      "remediation/policy.json.mustache": "{{anything}}",
    ])
    let text = try MarkdownReport.render(ReportModel(SampleReport.input()), templates)[0].text
    #expect(text.hasPrefix("1 account is not opted out not opted out\n"))
  }

  @Test(arguments: [
    (
      "report.md.mustache", markdown + "\n{{titel}}",
      ReportError.unknownTag(template: "report.md.mustache", line: 3, tag: "titel", known: [])
    ),
    (
      "report.md.mustache", markdown + "{{#exceptions}}{{accounts.name}}{{/exceptions}}",
      .unknownTag(template: "report.md.mustache", line: 2, tag: "accounts.name", known: [])
    ),
    (
      "report.md.mustache", markdown + "{{#exceptions}}{{/exceptions}}{{explainCommand}}",
      .unknownTag(template: "report.md.mustache", line: 2, tag: "explainCommand", known: [])
    ),
    (
      "report.html.mustache", html + "{{{title}}}",
      .unescapedTag(template: "report.html.mustache", line: 2, tag: "title")
    ),
    (
      "report.html.mustache", html + "{{&title}}",
      .unescapedTag(template: "report.html.mustache", line: 2, tag: "title")
    ),
    (
      "report.html.mustache", "{{title}}",
      .wrongContentType(template: "report.html.mustache", expected: "{{% CONTENT_TYPE: REPORT_HTML}}")
    ),
    (
      "report/group.html.mustache", markdown,
      .wrongContentType(template: "report/group.html.mustache", expected: "{{% CONTENT_TYPE: REPORT_HTML}}")
    ),
    (
      "report.md.mustache", markdown + "{{> report/none.md}}",
      .missingPartial(template: "report.md.mustache", line: 2, partial: "report/none.md.mustache")
    ),
    (
      "report.md.mustache", markdown + "{{=<% %>=}}",
      .unsupportedTag(template: "report.md.mustache", line: 2, tag: "<% %>=")
    ),
    (
      "report/group.md.mustache", markdown + "{{> report/group.md}}",
      .recursivePartial(template: "report/group.md.mustache")
    ),
  ])
  func `a template that would lose or leak something is refused`(
    name: String, text: String, expected: ReportError
  ) {
    let error = #expect(throws: ReportError.self) { try TemplateSet(overriding: [name: text]) }
    if case .unknownTag(let template, let line, let tag, _)? = error {
      #expect(.unknownTag(template: template, line: line, tag: tag, known: []) == expected)
    } else {
      #expect(error == expected)
    }
  }

  @Test func `a template that does not compile is named with its line`() throws {
    let error = try #require(
      #expect(throws: ReportError.self) {
        try TemplateSet(overriding: ["report.md.mustache": Self.markdown + "a\n{{#exceptions}}"])
      })
    #expect("\(error)".contains("\"report.md.mustache\" does not compile (line 3"))
    #expect("\(error)".contains("a section is not closed"))
  }

  @Test func `a file that no report uses is refused`() {
    #expect(throws: ReportError.unknownTemplate("reprot.md.mustache", known: TemplateSet.names)) {
      try TemplateSet(overriding: ["reprot.md.mustache": Self.markdown])
    }
  }

  @Test func `a tag that is absent does not fall through to one further out`() throws {
    let templates = try TemplateSet(overriding: [
      "report.md.mustache": Self.markdown
        + "{{#inOrder}}{{#accounts}}[{{reason}}]{{^reason}}-{{/reason}}{{/accounts}}{{/inOrder}}"
    ])
    let text = try MarkdownReport.render(ReportModel(SampleReport.input()), templates)[0].text
    #expect(text == "[]-[]-[]-")
  }
}
