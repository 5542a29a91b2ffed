import Mustache

/// The formats that templates are written in, each with its own escaping.
///
/// A template names its format in its first line, `{{% CONTENT_TYPE: REPORT_HTML}}`. The library's own `HTML` is not
/// used: it compares whole characters, so that a quote with a combining mark passes unescaped.
enum TemplateFormat: String, CaseIterable {
  case html = "REPORT_HTML"
  case markdown = "REPORT_MARKDOWN"

  /// The format of the template in the file `name`: `report.html.mustache` is HTML. Nil for any other name.
  init?(file name: String) {
    if name.hasSuffix(".html.mustache") {
      self = .html
    } else if name.hasSuffix(".md.mustache") {
      self = .markdown
    } else {
      return nil
    }
  }

  var pragma: String { "{{% CONTENT_TYPE: \(rawValue)}}" }

  /// Makes the formats known to the library, once; templates do not compile before.
  static let registered: Void = {
    for format in allCases { MustacheContentTypes.register(Escaping(format: format), named: format.rawValue) }
  }()

  private struct Escaping: MustacheContentType {
    let format: TemplateFormat

    func escapeText(_ text: String) -> String {
      switch format {
      case .html: HTMLText.escape(text)
      case .markdown: MarkdownText.escape(text)
      }
    }
  }
}
