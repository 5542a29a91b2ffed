/// Text for GitHub-flavoured Markdown, in paragraphs, list items, headings and table cells.
///
/// Rules: <https://github.github.com/gfm/#backslash-escapes>, and
/// <https://github.github.com/gfm/#autolinks-extension-> for addresses, which would become links by themselves. What
/// cannot be active is left as it is, since reports are read in terminals too: `audit_role` keeps its underscore,
/// which marks emphasis only at the edge of a word.
enum MarkdownText {
  static func escape(_ text: String) -> String {
    let scalars = Array(VisibleText.visible(text).unicodeScalars)
    var result = ""
    result.unicodeScalars.reserveCapacity(scalars.count + 8)
    for (index, scalar) in scalars.enumerated() {
      let before = index > 0 ? scalars[index - 1] : nil
      let after = index + 1 < scalars.count ? scalars[index + 1] : nil
      switch scalar {
      case "\\", "`", "*", "[", "]", "<", ">", "|", "~", "$":
        result += "\\"
      case "&" where after.map { $0 == "#" || isWord($0) } ?? true:
        // Otherwise it begins no entity.
        result += "\\"
      case "_" where !(isWord(before) && isWord(after)):
        result += "\\"
      case "#", "+", "-", "=":
        if index == 0 { result += "\\" }
      case ".", ")":
        if (isListNumber(scalars[..<index]) && (after ?? " ") == " ")
          || isBareAddress(before: scalars[..<index])
        {
          result += "\\"
        }
      case ":":
        if after == "/" {
          result += ":\\"
          continue
        }
      case "@" where !isWord(before) && isWord(after):
        // Otherwise "@name" notifies somebody when the report is pasted into an issue.
        result += "@<!-- -->"
        continue
      default: break
      }
      result.unicodeScalars.append(scalar)
    }
    return result
  }

  private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
    guard let scalar else { return false }
    return scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  /// Whether `scalars` are the digits of a list item's number.
  private static func isListNumber(_ scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    (1...9).contains(scalars.count) && scalars.allSatisfy { ("0"..."9").contains($0) }
  }

  /// Whether `scalars` end in `www`, which with a period begins an address.
  private static func isBareAddress(before scalars: ArraySlice<Unicode.Scalar>) -> Bool {
    scalars.suffix(3).map { $0.properties.lowercaseMapping } == ["w", "w", "w"]
  }
}
