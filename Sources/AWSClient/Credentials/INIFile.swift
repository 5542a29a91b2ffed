/// A file in the format that the AWS tools share: sections of settings.
///
/// - A line `[name]` begins a section; a section that comes again goes on, and its later settings win.
/// - `key = value`, with spaces around both ignored; keys have no case. `key: value` is read too, as botocore does.
/// - Lines whose first character is `#` or `;` are comments.
/// - Indented lines below a setting without a value are nested settings; below one with a value they go on with it.
///
/// [Configuration file format](https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html)
package struct INIFile: Hashable, Sendable {
  /// By section name as written between the brackets, then by lower-case key.
  package private(set) var sections: [String: [String: String]] = [:]
  /// By section name, then by the lower-case key that they stand below, then by their own lower-case key.
  package private(set) var nested: [String: [String: [String: String]]] = [:]

  package init() {}

  /// - Throws: `CredentialError.malformedFile` with the line's number; its text stays out, as it may be a secret.
  package init(_ text: String, path: String) throws(CredentialError) {
    var section: String?
    var setting: String?
    // A Character holds CR and LF together, so that both line endings split here.
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, rawLine) in lines.enumerated() {
      func malformed(_ problem: String) -> CredentialError {
        .malformedFile(
          path: path, line: index + 1,
          problem: "\(problem); expected [section] and key = value lines")
      }
      let line = index == 0 && rawLine.first == "\u{FEFF}" ? rawLine.dropFirst() : rawLine
      let content = line.trimmed
      if content.isEmpty || content.hasPrefix("#") || content.hasPrefix(";") { continue }
      if line.first?.isWhitespace ?? false, let section, let setting {
        goOn(section, setting, with: content)
        continue
      }
      if content.hasPrefix("[") {
        guard let end = content.firstIndex(of: "]") else { throw malformed("has no closing ]") }
        let name = String(content[content.index(after: content.startIndex)..<end].trimmed)
        if sections[name] == nil { sections[name] = [:] }
        section = name
        setting = nil
        continue
      }
      guard let section else { throw malformed("stands before the first [section]") }
      guard let (key, value) = Self.setting(in: content) else {
        throw malformed("is not of the form key = value")
      }
      sections[section]?[key] = value
      nested[section]?[key] = nil
      setting = key
    }
  }

  private mutating func goOn(_ section: String, _ setting: String, with content: Substring) {
    if let value = sections[section]?[setting], !value.isEmpty {
      sections[section]?[setting] = "\(value)\n\(content)"
    } else if let (key, value) = Self.setting(in: content) {
      nested[section, default: [:]][setting, default: [:]][key] = value
    }
  }

  private static func setting(in content: Substring) -> (key: String, value: String)? {
    guard let mark = content.firstIndex(of: "=") ?? content.firstIndex(of: ":"), mark > content.startIndex
    else { return nil }
    return (
      content[..<mark].trimmed.lowercased(), String(content[content.index(after: mark)...].trimmed)
    )
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  var trimmed: SubSequence {
    var result = self.drop(while: \.isWhitespace)
    while result.last?.isWhitespace == true { result.removeLast() }
    return result
  }
}
