/// Follows a template and its partials, and refuses every tag that would show nothing or show it unescaped.
///
/// Mustache itself renders an unknown tag as nothing, so a misspelt name would silently drop a fact from the report.
struct TemplateChecker {
  let texts: [String: String]
  /// Templates that were reached, so that those that no report uses can be named.
  private(set) var used: Set<String> = []

  /// Tags that may be shown unescaped: texts of the templates themselves, addresses that were checked to hold no
  /// character that any format gives a meaning, indentation, which is white space, and the chart, which holds numbers
  /// and dates only.
  private static let trusted: Set<String> = ["stylesheet", "script", "url", "indentation", "chart"]
  private static let maxDepth = 32

  init(texts: [String: String]) {
    self.texts = texts
  }

  mutating func check(_ name: String, format: TemplateFormat) throws(ReportError) {
    try check(name, format: format, scopes: [ReportPage.tags.shapes], depth: 0)
  }

  private mutating func check(
    _ name: String, format: TemplateFormat, scopes outer: [[String: TagShape]], depth: Int
  ) throws(ReportError) {
    guard let text = texts[name] else { throw .missingTemplate(name) }
    guard depth < Self.maxDepth else { throw .recursivePartial(template: name) }
    used.insert(name)
    guard text.hasPrefix(format.pragma) else {
      throw .wrongContentType(template: name, expected: format.pragma)
    }
    var scopes = outer
    // How many scopes each open section added.
    var opened: [Int] = []
    for tag in TemplateTag.tags(in: text) {
      switch tag.kind {
      case .comment, .pragma: break
      case .unsupported: throw .unsupportedTag(template: name, line: tag.line, tag: tag.name)
      case .variable: _ = try resolve(tag, in: scopes, template: name)
      case .unescaped:
        guard Self.trusted.contains(tag.name) else {
          throw .unescapedTag(template: name, line: tag.line, tag: tag.name)
        }
      case .inverted:
        _ = try resolve(tag, in: scopes, template: name)
        opened.append(0)
      case .section:
        switch try resolve(tag, in: scopes, template: name) {
        case .list(let shapes), .object(let shapes):
          scopes.append(shapes)
          opened.append(1)
        case .text, .flag, .texts: opened.append(0)
        }
      case .end: scopes.removeLast(opened.popLast() ?? 0)
      case .partial:
        guard texts[tag.name + ".mustache"] != nil else {
          throw .missingPartial(template: name, line: tag.line, partial: tag.name + ".mustache")
        }
        try check(tag.name + ".mustache", format: format, scopes: scopes, depth: depth + 1)
      }
    }
  }

  private func resolve(
    _ tag: TemplateTag, in scopes: [[String: TagShape]], template: String
  ) throws(ReportError) -> TagShape {
    if tag.name == "." || (tag.isTransformed && tag.name.isEmpty) { return .text }
    let parts = tag.name.split(separator: ".").map(String.init)
    let error = ReportError.unknownTag(
      template: template, line: tag.line, tag: tag.name, known: (scopes.last?.keys).map { $0.sorted() } ?? [])
    guard let first = parts.first, let scope = scopes.last(where: { $0[first] != nil }),
      var shape = scope[first]
    else { throw error }
    for part in parts.dropFirst() {
      guard case .object(let shapes) = shape, let next = shapes[part] else { throw error }
      shape = next
    }
    return shape
  }
}
