/// A file of `templates/remediation` with its gaps, `{{name}}`, to be filled with text that is already written for the
/// file's format.
///
/// A gap that stands alone on its line is filled line by line, each with the gap's indentation, and the line goes away
/// when the text is empty.
struct FileTemplate {
  private let name: String
  private let text: String

  init(_ name: String) throws(RemediationError) {
    guard let file = EmbeddedRemediation.files.first(where: { $0.path == name }) else {
      throw .template("there is no \(name)")
    }
    self.name = name
    text = file.text
  }

  /// The text as it is, of a file without gaps.
  var verbatim: String { text }

  /// - Throws: `RemediationError.template` when a gap has no value, or a value no gap.
  func filled(_ values: [String: String]) throws(RemediationError) -> String {
    var unused = Set(values.keys)
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let indent = line.prefix { $0 == " " }
      let rest = line.dropFirst(indent.count)
      if let gap = rest.wholeMatch(of: /{{([a-zA-Z]+)}}/).map({ String($0.1) }) {
        guard let value = values[gap] else { throw .template("\(name) has the gap \(gap)") }
        unused.remove(gap)
        guard !value.isEmpty else { continue }
        lines += value.split(separator: "\n", omittingEmptySubsequences: false).map {
          $0.isEmpty ? "" : String(indent) + String($0)
        }
        continue
      }
      var result = ""
      var remaining = line[...]
      while let match = remaining.firstMatch(of: /{{([a-zA-Z]+)}}/) {
        guard let value = values[String(match.1)] else { throw .template("\(name) has the gap \(match.1)") }
        unused.remove(String(match.1))
        result += String(remaining[..<match.range.lowerBound]) + value
        remaining = remaining[match.range.upperBound...]
      }
      lines.append(result + String(remaining))
    }
    if let left = unused.sorted().first { throw .template("\(name) has no gap \(left)") }
    return lines.joined(separator: "\n")
  }
}
