/// A tag of a Mustache template with the line it stands on.
struct TemplateTag {
  enum Kind: Equatable {
    case variable
    case unescaped
    case section
    case inverted
    case end
    case partial
    case pragma
    case comment
    /// A tag that report templates do not use: other delimiters, inheritance and dynamic names.
    case unsupported
  }

  var kind: Kind
  /// The name without sigil and transform: `accounts` of `{{#reversed(accounts)}}`.
  var name: String
  /// Whether the name stood in a transform such as `last()`.
  var isTransformed: Bool
  var line: Int

  /// The tags of `text` in order. `text` compiles, so tags are closed.
  static func tags(in text: String) -> [TemplateTag] {
    var result: [TemplateTag] = []
    var rest = text[...]
    var line = 1
    while let start = rest.firstRange(of: "{{") {
      line += rest[..<start.lowerBound].count(where: \.isNewline)
      let isTriple = rest[start.upperBound...].first == "{"
      guard let end = rest[start.upperBound...].firstRange(of: isTriple ? "}}}" : "}}") else { break }
      result.append(TemplateTag(rest[start.upperBound..<end.lowerBound], line: line))
      line += rest[start.lowerBound..<end.upperBound].count(where: \.isNewline)
      rest = rest[end.upperBound...]
    }
    return result
  }

  private init(_ inside: Substring, line: Int) {
    self.line = line
    let sigils: [Character: Kind] = [
      "{": .unescaped, "&": .unescaped, "#": .section, "^": .inverted, "/": .end, ">": .partial, "%": .pragma,
      "!": .comment, "=": .unsupported, "<": .unsupported, "$": .unsupported,
    ]
    let sigil = inside.first.flatMap { sigils[$0] }
    kind = sigil ?? .variable
    var name = (sigil == nil ? inside : inside.dropFirst()).trimming(while: \.isWhitespace)
    if kind == .partial, name.hasPrefix("*") { kind = .unsupported }
    isTransformed = kind != .pragma && kind != .comment && name.contains("(")
    if isTransformed, let open = name.lastIndex(of: "(") {
      name = name[name.index(after: open)...].prefix { $0 != ")" }
    }
    self.name = String(name)
  }
}

extension Substring {
  fileprivate func trimming(while isPadding: (Character) -> Bool) -> Substring {
    var result = drop(while: isPadding)
    while let last = result.last, isPadding(last) { result.removeLast() }
    return result
  }
}
