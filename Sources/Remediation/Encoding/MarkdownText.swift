/// Text from the organization in a sentence of a Markdown file: one line, nothing invisible, and nothing that Markdown
/// would act on.
///
/// Rules: <https://github.github.com/gfm/#backslash-escapes>.
enum MarkdownText {
  static func of(_ text: String) -> String {
    var result = ""
    for scalar in ShownName.sentence(text).unicodeScalars {
      switch scalar {
      case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "$", "&", "#", "!": result += "\\"
      default: break
      }
      result.unicodeScalars.append(scalar)
    }
    // An address would become a link by itself.
    return result.replacing("://", with: ":\\//")
  }
}
