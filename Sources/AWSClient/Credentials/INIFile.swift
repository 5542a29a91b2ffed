/// A file in the format that the AWS tools share: sections of settings.
///
/// - A line `[name]` begins a section; a section that comes again goes on, and its later settings win.
/// - `key = value`, with spaces around both ignored; keys have no case.
/// - Lines whose first character is `#` or `;` are comments.
/// - Indented lines below a setting belong to it (nested settings) and are not settings of the section.
///
/// [Configuration file format](https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html)
package struct INIFile: Hashable, Sendable {
  /// By section name as written between the brackets, then by lower-case key.
  package private(set) var sections: [String: [String: String]] = [:]

  package init() {}

  /// - Throws: `CredentialError.malformedFile` with the line's number; its text stays out, as it may be a secret.
  package init(_ text: String, path: String) throws(CredentialError) {
    var section: String?
    var hasSetting = false
    // A Character holds CR and LF together, so that both line endings split here.
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, rawLine) in lines.enumerated() {
      let line = index == 0 && rawLine.first == "\u{FEFF}" ? rawLine.dropFirst() : rawLine
      let content = line.trimmed
      if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
      let isIndented = line.first?.isWhitespace ?? false
      if isIndented, hasSetting { continue }
      if content.hasPrefix("[") {
        guard let end = content.firstIndex(of: "]") else {
          throw .malformedFile(path: path, line: index + 1, problem: "has no closing ]")
        }
        let name = String(content[content.index(after: content.startIndex)..<end].trimmed)
        if sections[name] == nil { sections[name] = [:] }
        section = name
        hasSetting = false
        continue
      }
      guard let section else {
        throw .malformedFile(path: path, line: index + 1, problem: "stands before the first [section]")
      }
      guard let equals = content.firstIndex(of: "="), equals > content.startIndex else {
        throw .malformedFile(path: path, line: index + 1, problem: "is not of the form key = value")
      }
      let key = content[..<equals].trimmed.lowercased()
      sections[section]?[key] = String(content[content.index(after: equals)...].trimmed)
      hasSetting = true
    }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var result = self.drop(while: \.isWhitespace)
    while result.last?.isWhitespace == true { result.removeLast() }
    return result
  }
}
