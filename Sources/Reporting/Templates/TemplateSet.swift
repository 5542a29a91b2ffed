import Mustache

/// The templates of all reports, compiled and checked: every tag exists, and every text is escaped for its format.
///
/// Names are paths in the folder of templates: `report.html.mustache`, `report/account-rows.html.mustache`,
/// `report.css`. A partial is named by its path without `.mustache`. Files of other uses (`remediation/`) are passed over.
package struct TemplateSet: Sendable {
  private var library: MustacheLibrary
  private var stylesheet: String
  private var script: String

  private static let stylesheetName = "report.css"
  private static let scriptName = "report.js"
  private static let pages: [(name: String, format: TemplateFormat)] = [
    ("report.html.mustache", .html), ("report.md.mustache", .markdown),
  ]

  /// The templates that this version ships.
  package static func embedded() throws(ReportError) -> TemplateSet { try TemplateSet(texts: embeddedTexts) }

  /// The templates that this version ships, with those of `texts` in place of the ones with the same name. Further
  /// partials may be added.
  ///
  /// - Throws: `ReportError` naming the first template that does not compile, has a tag that does not exist, would show
  ///   text unescaped, or is used by no report.
  package init(overriding texts: [String: String]) throws(ReportError) {
    let own = texts.filter { !$0.key.hasPrefix("remediation/") }
    try self.init(texts: Self.embeddedTexts.merging(own) { _, new in new })
  }

  /// Names that can be overridden, sorted.
  package static var names: [String] { embeddedTexts.keys.sorted() }

  private static var embeddedTexts: [String: String] {
    Dictionary(
      EmbeddedTemplates.files.filter { $0.path.hasPrefix("report") }.map { ($0.path, $0.text) },
      uniquingKeysWith: { first, _ in first })
  }

  private init(texts: [String: String]) throws(ReportError) {
    TemplateFormat.registered
    guard let stylesheet = texts[Self.stylesheetName] else { throw .missingTemplate(Self.stylesheetName) }
    guard let script = texts[Self.scriptName] else { throw .missingTemplate(Self.scriptName) }
    self.stylesheet = stylesheet
    self.script = script
    library = MustacheLibrary()
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) where name.hasSuffix(".mustache") {
      library.register(try Self.compile(text, name), named: String(name.dropLast(".mustache".count)))
    }
    var checker = TemplateChecker(texts: texts)
    for page in Self.pages { try checker.check(page.name, format: page.format) }
    let used = checker.used.union([Self.stylesheetName, Self.scriptName])
    if let unused = texts.keys.sorted().first(where: { !used.contains($0) && Self.embeddedTexts[$0] == nil })
    {
      throw .unknownTemplate(unused, known: Self.names)
    }
  }

  private static func compile(_ text: String, _ name: String) throws(ReportError) -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: text)
    } catch let error as MustacheTemplate.ParserError {
      throw .doesNotCompile(
        template: name, line: error.context.lineNumber, column: error.context.columnNumber,
        problem: problem(of: error.error))
    } catch {
      throw .doesNotCompile(template: name, line: 1, column: 1, problem: "\(error)")
    }
  }

  private static func problem(of error: any Error) -> String {
    guard let error = error as? MustacheTemplate.Error else { return "a tag is not closed" }
    switch error {
    case .sectionCloseNameIncorrect:
      return "the section that is closed here is not the one that was opened last"
    case .unfinishedName: return "a tag is not closed or its name has a character that names do not have"
    case .expectedSectionEnd: return "a section is not closed"
    case .invalidSetDelimiter: return "the tag that sets delimiters is not complete"
    case .transformAppliedToInheritanceSection, .illegalTokenInsideInheritSection, .textInsideInheritSection:
      return "inheritance of templates is not used in reports"
    case .invalidConfigVariableSyntax: return "a pragma has the form {{% CONTENT_TYPE: NAME}}"
    case .unrecognisedConfigVariable:
      return "the content type is none of " + TemplateFormat.allCases.map(\.rawValue).joined(separator: ", ")
    }
  }

  func render(_ model: ReportModel, with name: String) throws(ReportError) -> String {
    let page = TemplateObject(
      subject: ReportPage(model: model, stylesheet: stylesheet, script: script), tags: ReportPage.tags)
    let key = String(name.dropLast(".mustache".count))
    guard let text = library.render(page, withTemplate: key) else { throw .missingTemplate(name) }
    return text
  }
}
