/// Why a report cannot be rendered with the templates given.
package enum ReportError: Error, Hashable, Sendable, CustomStringConvertible {
  case missingTemplate(String)
  case unknownTemplate(String, known: [String])
  case doesNotCompile(template: String, line: Int, column: Int, problem: String)
  case wrongContentType(template: String, expected: String)
  case unknownTag(template: String, line: Int, tag: String, known: [String])
  case unescapedTag(template: String, line: Int, tag: String)
  case unsupportedTag(template: String, line: Int, tag: String)
  case missingPartial(template: String, line: Int, partial: String)
  case recursivePartial(template: String)
  case notEncoded(detail: String)

  package var description: String {
    switch self {
    case .missingTemplate(let name):
      "there is no template \"\(name)\"; add it or use the templates that are built in"
    case .unknownTemplate(let name, let known):
      "no report uses the template \"\(name)\"; the names that can be overridden are \(known.joined(separator: ", "))"
    case .doesNotCompile(let template, let line, let column, let problem):
      "template \"\(template)\" does not compile (line \(line), column \(column)): \(problem)"
    case .wrongContentType(let template, let expected):
      "template \"\(template)\" does not begin with \(expected), without which its text would not be escaped for its "
        + "format; make that its first line"
    case .unknownTag(let template, let line, let tag, let known):
      "template \"\(template)\", line \(line): there is no \"\(tag)\" to show here; known here: "
        + known.joined(separator: ", ")
    case .unescapedTag(let template, let line, let tag):
      "template \"\(template)\", line \(line): \"\(tag)\" may hold text that account owners chose and must be escaped; "
        + "write it with two braces"
    case .unsupportedTag(let template, let line, let tag):
      "template \"\(template)\", line \(line): the tag \"\(tag)\" is of a kind that reports do not use; "
        + "use variables, sections and partials"
    case .missingPartial(let template, let line, let partial):
      "template \"\(template)\", line \(line): there is no partial \"\(partial)\"; add the file or use another name"
    case .recursivePartial(let template):
      "template \"\(template)\" includes itself; take the partial out"
    case .notEncoded(let detail):
      "the report cannot be written as JSON: \(detail)"
    }
  }
}
