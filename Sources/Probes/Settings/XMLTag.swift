/// A tag of an XML document, as far as settings files need it: names and attributes. Text between tags, comments,
/// processing instructions and CDATA are passed over; document types are refused, so that entities never expand.
struct XMLTag: Hashable {
  enum Kind: Hashable {
    case start
    case end
    /// `<option …/>`
    case empty
  }

  enum Problem: Error, CustomStringConvertible {
    case noTags
    case unclosed(line: Int)
    case documentType
    case malformed(line: Int)
    case unbalanced(name: String, line: Int)

    var description: String {
      switch self {
      case .noTags: "no tags"
      case .unclosed(let line): "line \(line): what begins there is not closed"
      case .documentType: "a document type, which settings files have no use for"
      case .malformed(let line): "line \(line): not a tag"
      case .unbalanced(let name, let line): "line \(line): </\(name)> closes nothing that is open"
      }
    }
  }

  var kind: Kind
  var name: String
  var attributes: [String: String]

  /// The tags in the order of the document.
  static func tags(in bytes: [UInt8]) throws(Problem) -> [XMLTag] {
    var scanner = Scanner(text: String(decoding: bytes, as: UTF8.self).unicodeScalars[...])
    var result: [XMLTag] = []
    var open: [String] = []
    while let (tag, line) = try scanner.next() {
      switch tag.kind {
      case .start: open.append(tag.name)
      case .end:
        guard open.last == tag.name else { throw .unbalanced(name: tag.name, line: line) }
        open.removeLast()
      case .empty: break
      }
      result.append(tag)
    }
    if result.isEmpty { throw .noTags }
    if !open.isEmpty { throw .unclosed(line: scanner.line) }
    return result
  }

  private struct Scanner {
    var text: Substring.UnicodeScalarView
    private(set) var line = 1

    init(text: Substring.UnicodeScalarView) { self.text = text }

    mutating func next() throws(Problem) -> (XMLTag, line: Int)? {
      while let start = text.firstIndex(of: "<") {
        skip(to: start)
        if text.starts(with: "<!--".unicodeScalars) {
          try skip(past: "-->")
        } else if text.starts(with: "<![CDATA[".unicodeScalars) {
          try skip(past: "]]>")
        } else if text.starts(with: "<!".unicodeScalars) {
          throw .documentType
        } else if text.starts(with: "<?".unicodeScalars) {
          try skip(past: "?>")
        } else {
          let begin = line
          return (try tag(), begin)
        }
      }
      return nil
    }

    private mutating func skip(to index: Substring.UnicodeScalarView.Index) {
      line += text[text.startIndex..<index].count { $0 == "\n" }
      text = text[index...]
    }

    private mutating func skip(past end: String) throws(Problem) {
      let pattern = Array(end.unicodeScalars)
      var index = text.startIndex
      while index < text.endIndex {
        if text[index...].starts(with: pattern) {
          skip(to: text.index(index, offsetBy: pattern.count))
          return
        }
        index = text.index(after: index)
      }
      throw .unclosed(line: line)
    }

    private mutating func tag() throws(Problem) -> XMLTag {
      let begin = line
      _ = text.popFirst()
      let isEnd = text.first == "/"
      if isEnd { _ = text.popFirst() }
      let name = word()
      guard !name.isEmpty else { throw .malformed(line: begin) }
      var attributes: [String: String] = [:]
      while true {
        skipSpace()
        guard let scalar = text.first else { throw .unclosed(line: begin) }
        if scalar == ">" {
          _ = text.popFirst()
          return XMLTag(kind: isEnd ? .end : .start, name: name, attributes: attributes)
        }
        if scalar == "/" {
          _ = text.popFirst()
          guard text.popFirst() == ">", !isEnd else { throw .malformed(line: begin) }
          return XMLTag(kind: .empty, name: name, attributes: attributes)
        }
        let key = word()
        skipSpace()
        guard !key.isEmpty, text.popFirst() == "=" else { throw .malformed(line: begin) }
        skipSpace()
        guard let quote = text.popFirst(), quote == "\"" || quote == "'",
          let end = text.firstIndex(of: quote)
        else { throw .malformed(line: begin) }
        attributes[key] = XMLTag.unescaped(String(text[text.startIndex..<end]))
        skip(to: text.index(after: end))
      }
    }

    private mutating func word() -> String {
      let word = text.prefix { !$0.properties.isWhitespace && !"<>/='\"".unicodeScalars.contains($0) }
      text = text[word.endIndex...]
      return String(word)
    }

    private mutating func skipSpace() {
      skip(to: text.firstIndex { !$0.properties.isWhitespace } ?? text.endIndex)
    }
  }

  private static func unescaped(_ text: String) -> String {
    guard text.contains("&") else { return text }
    return text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&apos;", with: "'").replacing("&amp;", with: "&")
  }
}
