/// The words of one line of an organization tree, taken from left to right.
struct TreeLine {
  let number: Int
  /// Leading spaces.
  let indentation: Int
  private var rest: Substring

  /// - Returns: nil for an empty line and for a line with nothing but a comment.
  init?(_ text: Substring, number: Int) throws(OrganizationTreeError) {
    let spaces = text.prefix { $0 == " " }
    self.number = number
    indentation = spaces.count
    rest = text[spaces.endIndex...]
    skipSpaces()
    if rest.isEmpty || rest.first == "#" { return nil }
    if text.prefix(while: \.isWhitespace).contains("\t") { throw error(.tab) }
  }

  /// True when nothing but white space or a comment is left.
  mutating func isAtEnd() -> Bool {
    skipSpaces()
    return rest.isEmpty || rest.first == "#"
  }

  /// The next word: up to the next white space, or in quotation marks with `\"` and `\\` for these
  /// characters.
  mutating func word(_ what: String) throws(OrganizationTreeError) -> String {
    if isAtEnd() || attributeName() != nil { throw error(.missing(what)) }
    return try text()
  }

  /// The next word when it is an attribute, `name=value` or `name="value"`; nil at the end of the line and
  /// when something else follows.
  mutating func attribute() throws(OrganizationTreeError) -> (name: String, value: String)? {
    if isAtEnd() { return nil }
    guard let name = attributeName() else { return nil }
    rest = rest.dropFirst(name.count + 1)
    return (name, try text())
  }

  /// All that follows, without the white space around it. A `#` in it begins no comment.
  mutating func remainder() -> String {
    skipSpaces()
    defer { rest = "" }
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }

  func error(_ problem: OrganizationTreeError.Problem) -> OrganizationTreeError {
    OrganizationTreeError(line: number, problem: problem)
  }

  private func attributeName() -> String? {
    let name = rest.prefix { $0 == "-" || ("a"..."z").contains($0) }
    guard !name.isEmpty, rest[name.endIndex...].first == "=" else { return nil }
    return String(name)
  }

  private mutating func text() throws(OrganizationTreeError) -> String {
    guard rest.first == "\"" else {
      let word = rest.prefix { !$0.isWhitespace }
      rest = rest[word.endIndex...]
      return String(word)
    }
    rest = rest.dropFirst()
    var text = ""
    while let character = rest.popFirst() {
      switch character {
      case "\"": return text
      case "\\":
        guard let escaped = rest.popFirst() else { throw error(.unclosedQuote) }
        text.append(escaped)
      default: text.append(character)
      }
    }
    throw error(.unclosedQuote)
  }

  private mutating func skipSpaces() {
    rest = rest.drop(while: \.isWhitespace)
  }
}
